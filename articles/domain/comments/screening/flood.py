"""Too many comments in a short time: from one address, or on one article."""

from django.utils.translation import ngettext

from articles.domain import rate_limit, sender_hashes
from articles.domain.comments.screening.verdict import FINE, REFUSE, Submission, Verdict


def limits(submission: Submission) -> list[tuple[str, int]]:
    """What a comment is counted under, each with its limit."""
    policy = submission.policy
    return [
        (address_key(submission.address), policy.per_address),
        (rate_limit.key("comments on", submission.article.pk), policy.per_article),
    ]


def address_key(address: str) -> str:
    """What the comments from an address are counted under."""
    return rate_limit.key("comments from", sender_hashes.network(address))


def judge(submission: Submission) -> Verdict:
    """Refuse while a limit is reached. The comment itself is counted when it is stored."""
    seconds = rate_limit.wait(dict(limits(submission)))
    return refusal(seconds) if seconds else FINE


def refusal(seconds: int) -> Verdict:
    """The verdict for a sender who has to wait."""
    minutes = -(-seconds // 60)
    message = ngettext(
        "Too many readers' comments in a short time. Please try again in %(n)d minute.",
        "Too many readers' comments in a short time. Please try again in %(n)d minutes.",
        minutes,
    )
    return Verdict(REFUSE, message % {"n": minutes}, seconds=seconds)
