"""Receives readers' comments: normalizes, screens and stores them, as pending unless the policy shows them at once."""

import secrets
import unicodedata
from enum import Enum, auto

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles.domain import rate_limit, sender_hashes
from articles.domain.comments import email_confirmation, screening, thread
from articles.domain.comments.screening import flood, repetition
from articles.domain.comments.screening.verdict import HOLD, Submission, Verdict
from articles.models import Article, Comment, CommentPolicy, ModerationMode

HIDDEN_CATEGORIES = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
}  # Unicode: controls, format marks, surrogates, private and unassigned


class RejectionKind(Enum):
    """Why a comment or a report is not taken; an entry point has its own answer to each."""

    INVALID = auto()  # something is missing or wrong, and can be put right
    CLOSED = auto()  # nobody can write here now, or not by this form
    TOO_MANY = auto()  # the sender, or all of them together, have sent too much


class SubmissionRejected(Exception):
    """A comment or a report was not taken: `field` is the wrong one of the form, `str()` a sentence for the reader.

    `seconds` is the time until it makes sense to try again; 0 where that makes no difference.
    """

    def __init__(self, field: str, message: str, kind: RejectionKind = RejectionKind.INVALID, seconds: int = 0) -> None:
        super().__init__(message)
        self.field = field
        self.kind = kind
        self.seconds = seconds


class SubmissionFlood(SubmissionRejected):
    """The sender has sent too much, whatever the comments are about."""


ATTEMPTS_PER_COMMENT = 3  # for each comment that an address may send, so that mistakes in the form lock nobody out


def check_rate(address: str) -> None:
    """Count one attempt to write from an address, before anything is read; raises SubmissionFlood above the limit.

    So what is refused later is limited as well.
    """
    policy = CommentPolicy.current()
    attempts = rate_limit.key("attempts from", sender_hashes.network(address))
    seconds = rate_limit.wait(
        {flood.address_key(address): policy.per_address, attempts: ATTEMPTS_PER_COMMENT * policy.per_address}
    )
    try:
        if not seconds:
            rate_limit.take(attempts, ATTEMPTS_PER_COMMENT * policy.per_address)
    except rate_limit.RateLimited as too_many:
        seconds = too_many.seconds
    if seconds:
        raise SubmissionFlood("text", flood.refusal(seconds).message, RejectionKind.TOO_MANY, seconds)


def submit(
    article: Article,
    text: str,
    author: str,
    email: str = "",
    parent_id: int | None = None,
    *,
    address: str = "",
    form: str = "",
    form_age: float | None = None,
    trap: str = "",
) -> Comment:
    """Store a reader's comment, or raise SubmissionRejected with the field that is wrong.

    `address` is the sender's, as the server has it; `form` identifies the form it was sent with, which counts once, and
    `form_age` its age in seconds; `trap` is the value of the hidden field.
    """
    policy = CommentPolicy.current()
    closed = policy.closed_reason(article)
    if closed:
        raise SubmissionRejected("text", policy.message(closed), RejectionKind.CLOSED)
    submission = Submission(
        article,
        policy,
        normalize_text(text),
        " ".join(normalize_text(author).split()),
        email,
        address,
        sender_hashes.sender_hash(address) if address else "",
        form_age,
        trap,
    )
    screened = _screen(submission)
    return _store(submission, screened, _parent(article, parent_id), _form_key(form, submission.sender_hash))


def _screen(submission: Submission) -> list[dict[str, object]]:
    try:
        return screening.screen(submission)
    except screening.CommentRefused as refused:
        verdict = refused.verdict
        kind = RejectionKind.TOO_MANY if verdict.seconds else RejectionKind.INVALID
        raise SubmissionRejected(verdict.place, verdict.message, kind, verdict.seconds) from None


def _parent(article: Article, parent_id: int | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = article.comments.visible().filter(pk=parent_id).first()
    if parent is None:  # the same message for a hidden, a foreign and an unknown one
        raise SubmissionRejected("parent", _("The comment that you answer is not here (any more)."))
    return parent


def _form_key(form: str, sender_hash: str) -> str | None:
    """One comment for each form and sender. (Readers of a cached page share its form: hence the sender.)"""
    return salted_hmac("articles.form", f"{form} {sender_hash}", algorithm="sha256").hexdigest() if form else None


def _store(
    submission: Submission, screened: list[dict[str, object]], parent: Comment | None, form_key: str | None
) -> Comment:
    mode = submission.policy.moderation_of(submission.article)
    is_shown = mode == ModerationMode.POST and not screening.is_held(screened)
    if mode != ModerationMode.POST:
        screened = [*screened, Verdict(HOLD, ModerationMode(mode).label).as_dict("moderation")]
    try:
        with transaction.atomic():
            if submission.address:
                for name, limit in flood.limits(submission):
                    rate_limit.take(name, limit)
            comment = thread.add(
                submission.article,
                submission.text,
                author=submission.author,
                email=submission.email,
                parent=parent,
                status=Comment.Status.APPROVED if is_shown else Comment.Status.PENDING,
                screened=screened,
                sender_hash=submission.sender_hash,
                text_hash=repetition.text_hash(submission.text),
                form_key=form_key,
                status_token=secrets.token_urlsafe(32),
            )
            if mode == ModerationMode.TRUSTED and comment.email:
                email_confirmation.send_link(comment)
    except rate_limit.RateLimited as too_many:  # another request reached the limit meanwhile
        verdict = flood.refusal(too_many.seconds)
        raise SubmissionRejected("text", verdict.message, RejectionKind.TOO_MANY, verdict.seconds) from None
    except IntegrityError:
        if form_key is None or not Comment.objects.filter(form_key=form_key).exists():
            raise
        message = _("This form has been sent already. If you want to say something else, send it again.")
        raise SubmissionRejected("form", message, RejectionKind.CLOSED) from None
    return comment


def normalize_text(text: str) -> str:
    """Plain text with "\n" as its line end, without control characters and marks that turn or hide what is written.

    Empty for a text of joiners and blanks only.
    """
    for end in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    kept = "".join(
        c for c in text if c in "\n\t\u200c\u200d" or unicodedata.category(c) not in HIDDEN_CATEGORIES
    ).strip()
    return kept if kept.strip("\u200c\u200d\n\t ") else ""
