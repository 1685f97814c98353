"""Gives a passage of a clip another role, and updates the articles made from it.

Fields that an editor has changed since stay as they are and are named, as when a clip is read again. A live article
gets a prepared version, one for all corrections until somebody decides about it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit, errors, live_use
from articles.domain.articles import import_fields, scheduled_changes, workflow
from articles.domain.images import library
from articles.domain.imports import reading_images, relabelled_comments, reread, storage, stored_reading
from articles.models import Article, Clip, Image, PreparedVersion, Reading
from articles.models.fields.lengths import fit
from articles.parser import document as clip_document
from articles.parser import relabel
from articles.parser.roles import Role
from articles.text.lines import any_overlap

ROLES = tuple(role.value for role in Role if role is not Role.BLANK)  # those that an editor can give
COMPANION_FIELDS = {"headline_is_provisional", "issued_precision"}  # said with the headline and the date


@dataclass(slots=True)
class RelabelOutcome:
    """What changed: the fields, those that an editor had changed before, and whether a prepared version waits."""

    reading: Reading
    fields: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    is_prepared: bool = False
    has_article: bool = True

    def note(self, fields: Iterable[str] = (), differences: Iterable[str] = ()) -> None:
        """Add each name once, in its order."""
        self.fields = list(dict.fromkeys((*self.fields, *fields)))
        self.differences = list(dict.fromkeys((*self.differences, *differences)))


@transaction.atomic
def assign_role(reading: Reading, start: int, end: int, role: str, by: User | None, reason: str = "") -> RelabelOutcome:
    """Give the characters from `start` to before `end` of a reading's clip the role, and update its articles.

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
    rows = reading_images.rows_of(reading.clip, reading.fields or {})
    former, before = stored_reading.recall(reading), reading.fields
    try:
        current = relabel.assign(former, relabel.Assignment(start, end, Role(role)))
    except relabel.CannotAssign as error:
        raise errors.Refused(_("This stretch holds no words of the clip.")) from error
    author = {"by": by.pk if by else None, "at": timezone.now().isoformat()}
    assignment = {"start": start, "end": end, "role": role, **author}
    reason = reason or _("a stretch of the clip was given another role")
    _update_clip_date(reading.clip, former.document, current.document)
    is_live = any(article.state in reread.LIVE_STATES for article in articles)
    pictures = _Pictures([], [], [])
    if former.document or articles:
        pictures = _pictures(reading.clip, rows, former, current, is_live)
    save_reading(reading, former, current, [*reading.corrections, assignment], pictures.new)
    outcome = RelabelOutcome(reading, differences=pictures.kept)
    for article in articles:
        _follow(article, reading, before or {}, pictures, by, reason, outcome)
        has_changed, differs = relabelled_comments.update_comments(article, former.document, current.document)
        outcome.note(["comments"] if has_changed else (), ["comments"] if differs else ())
    if former.document is None and not articles:
        _first_article(reading, current, by)
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
    former: clip_document.ParsedClip,
    current: clip_document.ParsedClip,
    corrections: list[dict[str, Any]],
    images: Sequence[Image],
) -> None:
    """Store a corrected reading; `images` are the rows of its pictures."""
    reading.segments = [{"start": s.start, "end": s.end, "role": str(s.role), "rule": s.rule} for s in current.segments]
    reading.fields = stored_reading.jsonable(current.document) if current.document else None
    if reading.fields and images:
        reading_images.name_rows(reading.fields, images)
    reading.evidence = stored_reading.jsonable(current.evidence)
    former_codes = {warning.code for warning in former.warnings}
    current_codes = {warning.code for warning in current.warnings}
    added = [stored_reading.jsonable(warning) for warning in current.warnings if warning.code not in former_codes]
    reading.warnings = [*(warning for warning in reading.warnings if warning["code"] in current_codes), *added]
    reading.warning_count = sum(not warning.get("seen") for warning in reading.warnings)
    reading.corrections = corrections
    reading.save(update_fields=["segments", "fields", "evidence", "warnings", "warning_count", "corrections"])


def _update_clip_date(
    clip: Clip, former: clip_document.Document | None, current: clip_document.Document | None
) -> None:
    """Date the clip as corrected, where its date came from the parser; the date that an operator gave stays."""
    former_date, current_date = former.date if former else None, current.date if current else None
    dated_by_clip = (former_date.value, former_date.precision) if former_date else (None, "")
    if former_date == current_date or (clip.issued_on, clip.issued_precision) != dated_by_clip:
        return
    clip.issued_on, clip.issued_precision = (current_date.value, current_date.precision) if current_date else (None, "")
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
    former: clip_document.ParsedClip,
    current: clip_document.ParsedClip,
    is_live: bool,
) -> _Pictures:
    unmatched = list(zip(former.document.images if former.document else (), rows, strict=True))
    matched: list[Image | None] = []
    differences: list[str] = []
    for picture in current.document.images if current.document else ():
        match = next((pair for pair in unmatched if _is_same(pair[0], picture)), None)
        if match is None:
            matched.append(None)
            continue
        unmatched.remove(match)
        matched.append(match[1])
        if match[0] != picture and not _update_image(match[1], match[0], picture, is_live):
            differences = ["images"]
    pictures = current.document.images if current.document else ()
    missing = iter(storage.store_images(clip, [p for p, row in zip(pictures, matched, strict=True) if row is None]))
    return _Pictures(rows, [row if row is not None else next(missing) for row in matched], differences)


def _is_same(old: clip_document.Picture, new: clip_document.Picture) -> bool:
    if not old.spans or not new.spans:
        return (old.caption, old.credit, old.alt) == (new.caption, new.credit, new.alt)
    return any_overlap(old.spans, new.spans)


def _update_image(image: Image, old: clip_document.Picture, new: clip_document.Picture, is_live: bool) -> bool:
    """Update a picture's words from the clip, where nobody has changed them and no reader sees them yet."""
    words = (new.caption, fit(Image, "credit", new.credit))
    if (image.caption, image.credit) == words:
        return True
    if is_live or (image.caption, image.credit) != (old.caption, fit(Image, "credit", old.credit)):
        return False
    if live_use.live_in(image) is not None:  # another article shows it, too
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
    base = import_fields.values_as_read(before, clip, pictures.old)
    new = import_fields.values_as_read(reading.fields or {}, clip, pictures.new)
    is_live = article.state in reread.LIVE_STATES
    open_version = _open_version(by, article, reading) if is_live else None
    current = import_fields.current_values(article) | (open_version.values if open_version is not None else {})
    merge = reread.merge_values(base, new, article, current)
    outcome.note((name for name in merge.values if name not in COMPANION_FIELDS), merge.differences)
    if not merge.values:
        return
    if is_live:
        _prepare(article, open_version, merge.values, reading, by, reason)
        outcome.is_prepared = True
    else:
        import_fields.fill(article, merge.values, by, reason)


def _open_version(by: User | None, article: Article, reading: Reading) -> PreparedVersion | None:
    """The prepared version that a change may join: one that has its minute goes live as who may publish has seen it."""
    rows = article.prepared_versions.waiting().filter(reading=reading)
    if by is not None and not by.has_perm(live_use.PUBLISH):
        rows = rows.filter(goes_live_at=None)
    return rows.first()


def _prepare(
    article: Article,
    open_version: PreparedVersion | None,
    values: import_fields.Values,
    reading: Reading,
    by: User | None,
    reason: str,
) -> None:
    if open_version is not None:
        scheduled_changes.drop(open_version, by)
        values = open_version.values | values
    at = open_version.goes_live_at if open_version else None
    scheduled_changes.prepare(article, values, by, reason, at, reading=reading)


def _first_article(reading: Reading, new: clip_document.ParsedClip, by: User | None) -> None:
    """Create the article of a clip in which none was found, when an editor has given its text a role."""
    clip = reading.clip
    if new.document is not None and clip.state in workflow.OPEN_CLIP and not clip.articles.exists():
        storage.store_articles([(storage.StoredClip(clip, reading), new)], storage.NameCache(by), by)
