"""Gives a stretch of a clip another role, and lets the articles made from it follow.

Fields that an editor has changed since stay as they are and are named, as when a clip is read again. A live article
gets a prepared version, one for all that is set right until somebody decides about it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit, errors, live_protection
from articles.domain.articles import import_fields, scheduled_changes, workflow
from articles.domain.comments import thread
from articles.domain.images import library
from articles.domain.imports import reread, storage, stored_reading
from articles.models import Article, Clip, Comment, Image, PreparedVersion, Reading
from articles.models.fields.lengths import fit
from articles.parser import document as clip_document
from articles.parser import relabel
from articles.parser.roles import Role
from articles.text.lines import any_overlap

ROLES = tuple(role.value for role in Role if role is not Role.BLANK)  # those that an editor can give
COMPANION_FIELDS = {"headline_is_provisional", "issued_precision"}  # said with the headline and the date


@dataclass(slots=True)
class RelabelOutcome:
    """What followed: the fields that did, those that an editor's word kept, and whether it waits as a change."""

    reading: Reading
    fields: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    is_prepared: bool = False
    has_article: bool = True

    def note(self, fields: Iterable[str] = (), differences: Iterable[str] = ()) -> None:
        """Remember each name once, in its order."""
        self.fields = list(dict.fromkeys((*self.fields, *fields)))
        self.differences = list(dict.fromkeys((*self.differences, *differences)))


@transaction.atomic
def assign_role(reading: Reading, start: int, end: int, role: str, by: User | None, reason: str = "") -> RelabelOutcome:
    """Give the characters from `start` to before `end` of a reading's clip the role, and let its articles follow.

    Each article gets one revision at most, the audit one entry. Raises PermissionDenied, and errors.Refused with a
    sentence where the stretch holds no words, or the role is none.
    """
    if by is not None and not by.has_perm("articles.change_article"):
        raise PermissionDenied("articles.change_article")
    if role not in ROLES:
        raise errors.Refused(_("There is no such role."))
    reading = Reading.objects.select_for_update(of=("self",)).select_related("clip").get(pk=reading.pk)
    articles = list(reading.articles.select_for_update().order_by("pk"))
    _refuse_locked(articles, by)
    rows = reread.rows_of(reading.clip, reading.fields or {})
    old, before = stored_reading.recall(reading), reading.fields
    try:
        new = relabel.assign(old, relabel.Assignment(start, end, Role(role)))
    except relabel.CannotAssign as error:
        raise errors.Refused(_("This stretch holds no words of the clip.")) from error
    made = {"start": start, "end": end, "role": role, "by": by.pk if by else None, "at": timezone.now().isoformat()}
    reason = reason or _("a stretch of the clip was given another role")
    _update_clip_date(reading.clip, old.document, new.document)
    is_live = any(article.state in reread.LIVE_STATES for article in articles)
    pictures = _pictures(reading.clip, rows, old, new, is_live) if old.document or articles else _Pictures([], [], [])
    save_reading(reading, old, new, [*reading.corrections, made], pictures.new)
    outcome = RelabelOutcome(reading, differences=pictures.kept)
    for article in articles:
        _follow(article, reading, before or {}, pictures, by, reason, outcome)
        _comments(article, old.document, new.document, outcome)
    if old.document is None and not articles:
        _first_article(reading, new, by)
    outcome.has_article = reading.articles.exists()
    audit.record("assign_role", reading.clip, by, reason, start=start, end=end, role=role, fields=outcome.fields)
    return outcome


def _refuse_locked(articles: Sequence[Article], by: User | None) -> None:
    if by is None or by.has_perm("articles.prepare_article"):
        return
    if any(article.state in reread.LIVE_STATES for article in articles):
        raise PermissionDenied("articles.prepare_article")


def save_reading(
    reading: Reading,
    old: clip_document.ParsedClip,
    new: clip_document.ParsedClip,
    made: list[dict[str, Any]],
    rows: Sequence[Image],
) -> None:
    """Write into a reading what an editor has set right in it; `rows` are those of its pictures."""
    reading.segments = [{"start": s.start, "end": s.end, "role": str(s.role), "rule": s.rule} for s in new.segments]
    reading.fields = storage.jsonable(new.document) if new.document else None
    if reading.fields and rows:
        reread.name_rows(reading.fields, rows)
    reading.evidence = storage.jsonable(new.evidence)
    had, has = {one.code for one in old.warnings}, {one.code for one in new.warnings}
    added = [storage.jsonable(one) for one in new.warnings if one.code not in had]
    reading.warnings = [*(one for one in reading.warnings if one["code"] in has), *added]
    reading.warning_count = sum(not one.get("seen") for one in reading.warnings)
    reading.corrections = made
    reading.save(update_fields=["segments", "fields", "evidence", "warnings", "warning_count", "corrections"])


def _update_clip_date(clip: Clip, old: clip_document.Document | None, new: clip_document.Document | None) -> None:
    """A clip whose date came from the parser is dated by what is set right; an operator's word stays."""
    was, now = old.date if old else None, new.date if new else None
    if was == now or (clip.issued_on, clip.issued_precision) != ((was.value, was.precision) if was else (None, "")):
        return
    clip.issued_on, clip.issued_precision = (now.value, now.precision) if now else (None, "")
    clip.save(update_fields=["issued_on", "issued_precision"])


@dataclass(frozen=True, slots=True)
class _Pictures:
    """The rows of the pictures before and after, and whether words of one were kept because they are not the clip's."""

    old: list[Image]
    new: list[Image]
    kept: list[str]


def _pictures(
    clip: Clip,
    rows: list[Image],
    old: clip_document.ParsedClip,
    new: clip_document.ParsedClip,
    is_live: bool,
) -> _Pictures:
    was = list(zip(old.document.images if old.document else (), rows, strict=True))
    found: list[Image | None] = []
    kept: list[str] = []
    for picture in new.document.images if new.document else ():
        match = next((pair for pair in was if _is_same(pair[0], picture)), None)
        if match is None:
            found.append(None)
            continue
        was.remove(match)
        found.append(match[1])
        if match[0] != picture and not _update_image(match[1], match[0], picture, is_live):
            kept = ["images"]
    pictures = new.document.images if new.document else ()
    missing = iter(storage.store_images(clip, [p for p, row in zip(pictures, found, strict=True) if row is None]))
    return _Pictures(rows, [row if row is not None else next(missing) for row in found], kept)


def _is_same(old: clip_document.Picture, new: clip_document.Picture) -> bool:
    if not old.spans or not new.spans:
        return (old.caption, old.credit, old.alt) == (new.caption, new.credit, new.alt)
    return any_overlap(old.spans, new.spans)


def _update_image(image: Image, old: clip_document.Picture, new: clip_document.Picture, is_live: bool) -> bool:
    """Let a picture's words follow the clip's, where nobody has changed them and nobody reads them yet."""
    words = (new.caption, fit(Image, "credit", new.credit))
    if (image.caption, image.credit) == words:
        return True
    if is_live or (image.caption, image.credit) != (old.caption, fit(Image, "credit", old.credit)):
        return False
    if live_protection.live_in(image) is not None:  # another article shows it, too
        return False
    if not any(words) and not image.has_file:
        return True  # the picture leaves the text; its row keeps the words that it was known by
    library.change(image, storage.image_words(new), None, _("a stretch of the clip was given another role"))
    return True


def _follow(
    article: Article,
    reading: Reading,
    before: Mapping[str, Any],
    pictures: _Pictures,
    by: User | None,
    reason: str,
    outcome: RelabelOutcome,
) -> None:
    """Merge three ways; a live article gets what was prepared from this reading before, and this."""
    clip = reading.clip
    was, now = (
        import_fields.as_read(before, clip, pictures.old),
        import_fields.as_read(reading.fields or {}, clip, pictures.new),
    )
    live = article.state in reread.LIVE_STATES
    waiting = _open_version(by, article, reading) if live else None
    stands = import_fields.as_it_stands(article) | (waiting.values if waiting is not None else {})
    merge = reread.merge_values(was, now, article, stands)
    outcome.note((name for name in merge.values if name not in COMPANION_FIELDS), merge.differences)
    if not merge.values:
        return
    if live:
        _prepare(article, waiting, merge.values, reading, by, reason)
        outcome.is_prepared = True
    else:
        import_fields.fill(article, merge.values, by, reason)


def _open_version(by: User | None, article: Article, reading: Reading) -> PreparedVersion | None:
    """The prepared version that a change may join: one that has its minute goes live as who may publish has seen it."""
    rows = article.prepared_versions.waiting().filter(reading=reading)
    if by is not None and not by.has_perm(live_protection.PUBLISH):
        rows = rows.filter(goes_live_at=None)
    return rows.first()


def _prepare(
    article: Article,
    waiting: PreparedVersion | None,
    values: import_fields.Values,
    reading: Reading,
    by: User | None,
    reason: str,
) -> None:
    if waiting is not None:
        scheduled_changes.drop(waiting, by)
        values = waiting.values | values
    scheduled_changes.prepare(article, values, by, reason, waiting.goes_live_at if waiting else None, reading=reading)


def _comments(
    article: Article,
    old: clip_document.Document | None,
    new: clip_document.Document | None,
    outcome: RelabelOutcome,
) -> None:
    """New comments wait for the moderators; one that is none goes, if nobody has dealt with it yet."""
    was, now = old.comments if old else (), new.comments if new else ()
    if was == now:
        return
    rows = {c.clip_position: c for c in article.comments.filter(clip=article.clip)}
    left = dict(enumerate(was))
    matches: list[tuple[clip_document.ReaderComment, int | None]] = []
    for comment in now:
        found = next((i for i, one in left.items() if _is_same_comment(one, comment)), None)
        if found is not None:
            del left[found]
        matches.append((comment, found))
    for index in left:
        if index in rows and not _remove(rows[index]):
            outcome.note(differences=["comments"])
    for position, (comment, place) in enumerate(matches):
        if place is None:
            _add(article, comment, position)
            outcome.note(["comments"])
        elif place in rows and not _update_comment(rows[place], was[place], comment, position):
            outcome.note(differences=["comments"])
    if left:
        outcome.note(["comments"])


def _is_same_comment(old: clip_document.ReaderComment, new: clip_document.ReaderComment) -> bool:
    if not old.spans or not new.spans:
        return (old.text, old.author) == (new.text, new.author)
    return any_overlap(old.spans, new.spans)


def _is_untouched(row: Comment) -> bool:
    return row.status == Comment.Status.PENDING and not row.decisions.exists()


def _remove(row: Comment) -> bool:
    """Whether the comment could go; one that a moderator has seen, or somebody has answered, stays with them."""
    if not _is_untouched(row) or row.replies.exists() or row.reports.exists():
        Comment.objects.filter(pk=row.pk).update(clip_position=None)
        return False
    row.delete()
    return True


def _update_comment(
    row: Comment, old: clip_document.ReaderComment, new: clip_document.ReaderComment, position: int
) -> bool:
    """Let a comment's words follow; False where they are not the clip's any more, or a moderator has judged them."""
    values: dict[str, Any] = {"clip_position": position}
    stands, was = (row.text, row.author), (old.text, fit(Comment, "author", old.author))
    now = (new.text, fit(Comment, "author", new.author))
    follows = was == now or stands == now
    if not follows and _is_untouched(row) and stands == was:
        values |= {"text": new.text, "author": fit(Comment, "author", new.author)}
        follows = True
    Comment.objects.filter(pk=row.pk).update(**values)
    return follows


def _add(article: Article, comment: clip_document.ReaderComment, position: int) -> None:
    author = fit(Comment, "author", comment.author)
    thread.add(article, comment.text, author=author, clip=article.clip, clip_position=position)


def _first_article(reading: Reading, new: clip_document.ParsedClip, by: User | None) -> None:
    """A clip in which no article was found gets one, when an editor says what its text is."""
    clip = reading.clip
    if new.document is not None and clip.state in workflow.OPEN_CLIP and not clip.articles.exists():
        storage.store_articles([(storage.StoredClip(clip, reading), new)], storage.NameCache(by), by)
