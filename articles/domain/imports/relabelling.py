"""Gives a passage of a clip another role, and updates the articles made from it.

Fields that an editor has changed since stay as they are and are named, as when a clip is read again. A live article
gets a prepared version, one for all corrections until somebody decides about it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit, errors, live_use
from articles.domain.articles import import_fields, scheduled_changes, workflow
from articles.domain.imports import (
    holds,
    reading_images,
    relabelled_comments,
    relabelled_images,
    reread,
    storage,
    stored_reading,
)
from articles.models import Article, Clip, Image, PreparedVersion, Reading
from articles.parser import document as clip_document
from articles.parser import relabel, uncertainty
from articles.parser.roles import Role

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


def assign_role(reading: Reading, start: int, end: int, role: str, by: User | None, reason: str = "") -> RelabelOutcome:
    """Give the characters from `start` to before `end` of a reading's clip the role, and update its articles.

    Each article gets one revision at most, the audit one entry. Raises PermissionDenied, and errors.Refused with a
    sentence where the stretch holds no words, or the role is none.
    """
    require_editor(by)
    if role not in ROLES:
        raise errors.Refused(_("There is no such role."))

    def change(stored: Reading, former: clip_document.ParsedClip) -> Correction:
        current = relabel.assign(former, relabel.Assignment(start, end, Role(role)))
        return Correction(current, [*stored.corrections, {"start": start, "end": end, "role": role, **mark(by)}])

    return correct(reading, change, by, reason, "assign_role", start=start, end=end, role=role)


def require_editor(by: User | None) -> None:
    """Raise PermissionDenied unless this user (None: the system) may correct readings."""
    if by is not None and not by.has_perm("articles.change_article"):
        raise PermissionDenied("articles.change_article")


@dataclass(frozen=True, slots=True)
class Correction:
    """A clip as an editor has set it right, and all corrections of its reading with the new one."""

    clip: clip_document.ParsedClip
    corrections: list[dict[str, Any]]


def mark(by: User | None) -> dict[str, Any]:
    """Who corrects, and when."""
    return {"by": by.pk if by else None, "at": timezone.now().isoformat()}


@transaction.atomic
def correct(
    reading: Reading,
    change: Callable[[Reading, clip_document.ParsedClip], Correction],
    by: User | None,
    reason: str,
    verb: str,
    **details: Any,
) -> RelabelOutcome:
    """Let `change` set a reading right, and the articles made from it follow; the one way for every correction.

    Raises PermissionDenied where an article may not be changed, and errors.Refused where no word would be.
    """
    require_editor(by)
    reading = Reading.objects.select_for_update(of=("self",)).select_related("clip").get(pk=reading.pk)
    articles = list(reading.articles.select_for_update().order_by("pk"))
    _refuse_locked(articles, by)
    rows = reading_images.rows_of(reading.clip, reading.fields or {})
    former, before = stored_reading.recall(reading), reading.fields
    try:
        correction = change(reading, former)
    except relabel.CannotAssign as error:
        raise errors.Refused(_("This stretch holds no words of the clip.")) from error
    current = correction.clip
    reason = reason or _("a stretch of the clip was given another role")
    _update_clip_date(reading.clip, former.document, current.document)
    is_live = any(article.state in reread.LIVE_STATES for article in articles)
    pictures = relabelled_images.PictureRows([], [], [])
    if former.document or articles:
        pictures = relabelled_images.match_pictures(reading.clip, rows, former, current, is_live)
    save_reading(reading, former, current, correction.corrections, pictures.new)
    outcome = RelabelOutcome(reading, differences=pictures.kept)
    for article in articles:
        _follow(article, reading, before or {}, pictures, by, reason, outcome)
        has_changed, differs = relabelled_comments.update_comments(article, former.document, current.document)
        outcome.note(["comments"] if has_changed else (), ["comments"] if differs else ())
    if former.document is None and not articles:
        _first_article(reading, current, by)
    outcome.has_article = reading.articles.exists()
    audit.record(verb, reading.clip, by, reason, **details, fields=outcome.fields)
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
    reading.warnings = _warnings(reading.warnings, former, current)
    holds.recount(reading)
    reading.uncertain_count = len(uncertainty.open_places(current.warnings))
    reading.corrections = corrections
    columns = ("segments", "fields", "evidence", "warnings", "warning_count", "holds", "uncertain_count", "corrections")
    reading.save(update_fields=columns)


def _warnings(
    stored: Iterable[dict[str, Any]], former: clip_document.ParsedClip, current: clip_document.ParsedClip
) -> list[dict[str, Any]]:
    """The stored warnings that still hold, as they were seen, and the new ones."""
    former_codes = {warning.code for warning in former.warnings}
    current_codes = {warning.code for warning in current.warnings}
    places = next((warning for warning in current.warnings if warning.code == uncertainty.CODE), None)
    kept = [
        warning | (stored_reading.jsonable(places) if warning["code"] == uncertainty.CODE else {})
        for warning in stored
        if warning["code"] in current_codes
    ]
    return [*kept, *(stored_reading.jsonable(w) for w in current.warnings if w.code not in former_codes)]


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


def _follow(
    article: Article,
    reading: Reading,
    before: Mapping[str, Any],
    pictures: relabelled_images.PictureRows,
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
