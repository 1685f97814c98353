"""Finds the texts that an agency's kill, correction or new version is about, and raises tasks on their articles.

Nothing changes by itself: an editor does or dismisses the task. The order in which the texts arrive does not matter.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit, errors
from articles.domain.imports import holds
from articles.models import AgencyTask, Article, Clip, Fingerprint, Reading, TextIdentifier
from articles.models.fields.bulk_insert import insert
from articles.models.fields.lengths import fit
from articles.parser import identifiers as known_by
from articles.parser import notices
from articles.parser.document import ParsedClip
from articles.parser.identifiers import TextIdentifiers, read_identifiers
from articles.parser.patterns.names import find_agency
from articles.text.lines import tokens

DAYS = {"guid": None, "number": 1, "slug": 3, "headline": 14}  # between two texts that are known by the same
MIN_SHARED_WORDS = 0.5  # of two headlines, where a keyword line alone tells too little
ORDER = ("guid", "number", "headline", "slug", "text")  # the surest sign first
WORD_SIGNS = ("slug", "headline", "text")  # that another agency's text may have as well
DECIDE = "articles.decide_agencytask"
VERBS = {"done": (AgencyTask.State.DONE, "finish_task"), "dismissed": (AgencyTask.State.DISMISSED, "dismiss_task")}


@dataclass(frozen=True, slots=True)
class Follows:
    """Clip `later` does something (`kind` of AgencyTask) to the text of clip `earlier`; `sign` is how it was found."""

    later: int
    earlier: int
    kind: str
    sign: str


def compare(readings: Sequence[Reading], reads: Sequence[ParsedClip]) -> list[Follows]:
    """Keep what the new clips are known by, and find what they follow, and what follows them.

    Readings of both get a warning, so that no import publishes them. The readings themselves are stored by the caller,
    afterwards. Call it in a transaction, behind near_duplicates.compare().
    """
    found = {row.clip_id: read_identifiers(read) for row, read in zip(readings, reads, strict=True)}
    return compare_known(readings, found)


def compare_known(readings: Sequence[Reading], found: Mapping[int, TextIdentifiers]) -> list[Follows]:
    """The same for identifiers that somebody else gives, by the clip's primary key."""
    rows = [row for pk, identifiers in found.items() for row in _rows(pk, identifiers)]
    if not rows:
        return []
    insert(rows)
    by_clip = {reading.clip_id: reading for reading in readings}
    headlines = {reading.clip_id: str((reading.fields or {}).get("headline") or "") for reading in readings}
    pairs = _of_one_agency(_surest([*_pairs(rows, headlines), *_near(found)]), by_clip)
    for pair in pairs:
        for pk, code in ((pair.later, "follows_text"), (pair.earlier, "superseded_text")):
            if pk in by_clip and (code == "follows_text" or pair.kind != AgencyTask.Kind.NEW_VERSION):
                _warn(by_clip[pk], code)
    return pairs


def forget(clip: Clip) -> None:
    """Drop what a clip is known by; it is read again."""
    TextIdentifier.objects.filter(clip=clip).delete()


def raise_tasks(pairs: Iterable[Follows], by: User | None = None) -> list[AgencyTask]:
    """A task for each article that was made from an earlier text, unless there is one already."""
    wanted = {pair.earlier: [] for pair in pairs}  # type: dict[int, list[Follows]]
    for pair in pairs:
        wanted[pair.earlier].append(pair)
    articles = (
        Article.objects.filter(clip__in=wanted).exclude(state=Article.State.DISCARDED).only("headline", "clip", "state")
    )
    tasks = []
    for article in articles:
        for pair in wanted[article.clip_id or 0]:
            values = {"kind": pair.kind, "matched_by": pair.sign}
            task, is_new = AgencyTask.objects.get_or_create(article=article, clip_id=pair.later, defaults=values)
            if is_new:
                audit.record("raise_task", task, by, article=article.pk, code=pair.kind)
                tasks.append(task)
    return tasks


@transaction.atomic
def decide(task: AgencyTask, verdict: str, by: User | None, reason: str = "") -> AgencyTask:
    """Mark a task as `done` or `dismissed`; a dismissal needs a reason.

    Raises PermissionDenied, and errors.Refused where it was decided about already or the reason is missing.
    """
    if by is not None and not by.has_perm(DECIDE):
        raise PermissionDenied(DECIDE)
    current = AgencyTask.objects.select_for_update().select_related("article").get(pk=task.pk)
    if current.state != AgencyTask.State.OPEN:
        raise errors.Refused(_("This task has been decided about already."))
    if verdict == "dismissed" and not reason.strip():
        raise errors.Refused(_("Please give the reason."))
    current.state, verb = VERBS[verdict]
    current.decided_at, current.decided_by = timezone.now(), by
    current.reason = fit(AgencyTask, "reason", reason.strip())
    current.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    audit.record(verb, current, by, reason, article=current.article_id)
    return current


def key_of(value: str) -> str:
    """The hash under which a normalised identifier is kept."""
    return hashlib.sha256(value.encode()).hexdigest()[:32]


def _rows(pk: int, identifiers: TextIdentifiers) -> Iterable[TextIdentifier]:
    for is_named, values in ((False, identifiers.own), (True, identifiers.named)):
        for one in values:
            yield TextIdentifier(
                clip_id=pk,
                is_named=is_named,
                kind=one.kind,
                key=key_of(one.value),
                is_loose=one.is_loose,
                version=one.version,
                day=identifiers.day,
                event=identifiers.event,
            )


def _pairs(rows: Sequence[TextIdentifier], headlines: Mapping[int, str]) -> list[Follows]:
    """All pairs in which one of these rows takes part."""
    new = {row.clip_id for row in rows}
    others = TextIdentifier.objects.filter(key__in={row.key for row in rows}).select_related("clip")
    stored = list(others.only("clip__received_at", *_COLUMNS))
    by_key: dict[tuple[str, str], list[TextIdentifier]] = defaultdict(list)
    for row in stored:
        by_key[row.kind, row.key].append(row)
    pairs = []
    for group in by_key.values():
        for later in group:
            for earlier in group:
                if later.clip_id == earlier.clip_id or earlier.is_named or not {later.clip_id, earlier.clip_id} & new:
                    continue
                kind = _kind(later, earlier)
                if kind and _is_near(later, earlier):
                    pairs.append(Follows(later.clip_id, earlier.clip_id, kind, later.kind))
    return _without_loose(pairs, {(row.clip_id, row.kind, row.is_loose) for row in stored}, headlines)


_COLUMNS = ("clip", "is_named", "kind", "key", "is_loose", "version", "day", "event")


def _kind(later: TextIdentifier, earlier: TextIdentifier) -> str:
    """What `later` does to `earlier`; "" where it does nothing."""
    if later.kind == "guid" and later.version is not None and earlier.version is not None:
        if later.version <= earlier.version and later.event != known_by.KILL:
            return ""
        return later.event or AgencyTask.Kind.NEW_VERSION
    if not later.is_named or not later.event:
        return ""
    if earlier.event and later.clip_id < earlier.clip_id:  # of two corrections the first is about neither
        return ""
    return later.event


def _is_near(later: TextIdentifier, earlier: TextIdentifier) -> bool:
    """Whether two texts lie near enough in time to be the same: numbers come again every day."""
    days = DAYS[later.kind]
    if days is None:
        return True
    if later.day and earlier.day:
        return abs(later.day - earlier.day) <= timedelta(days=days)
    came = [timezone.localdate(row.clip.received_at) for row in (later, earlier)]  # one of them tells no day
    return abs(came[0] - came[1]) <= timedelta(days=max(2, days))


def _without_loose(pairs: list[Follows], signs: set[tuple[int, str, bool]], known: Mapping[int, str]) -> list[Follows]:
    """Without those that only a keyword line of many texts speaks for, unless the headlines are alike as well."""
    loose = {clip for clip, kind, is_loose in signs if kind == "slug" and is_loose}
    doubtful = [pair for pair in pairs if pair.sign == "slug" and {pair.later, pair.earlier} & loose]
    if not doubtful:
        return pairs
    headlines = {**_headlines({pk for pair in doubtful for pk in (pair.later, pair.earlier)}), **known}
    sure = {
        (pair.later, pair.earlier)
        for pair in doubtful
        if _shared(headlines.get(pair.later, ""), headlines.get(pair.earlier, "")) >= MIN_SHARED_WORDS
    }
    return [pair for pair in pairs if pair not in doubtful or (pair.later, pair.earlier) in sure]


def _headlines(clips: Iterable[int]) -> dict[int, str]:
    rows = Article.objects.filter(clip__in=clips).values_list("clip", "headline")
    return {pk: headline for pk, headline in rows if pk is not None}


def _shared(first: str, second: str) -> float:
    """How many of the words of two headlines are in both, of those of the shorter one."""
    a, b = (set(known_by.headline_words(words)) for words in (first, second))
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _near(found: Mapping[int, TextIdentifiers]) -> list[Follows]:
    """Corrections and new versions whose text is nearly that of an earlier clip."""
    events = {pk: one.event for pk, one in found.items() if one.event in (known_by.CORRECTION, known_by.NEW_VERSION)}
    prints = Fingerprint.objects.filter(clip__in=events, near__isnull=False).values_list("clip", "near")
    return [Follows(later, earlier, events[later], "text") for later, earlier in prints if earlier is not None]


def _of_one_agency(pairs: list[Follows], known: Mapping[int, Reading]) -> list[Follows]:
    """Without those of two agencies, which may tell the same in nearly the same words; a guid is nobody else's."""
    doubtful = {pk for pair in pairs if pair.sign in WORD_SIGNS for pk in (pair.later, pair.earlier)}
    stored = Reading.objects.filter(clip__in=doubtful - known.keys()).order_by("id")
    stored = stored.select_related("clip").only("fields", "said", "warnings", "clip__text")
    readings = {**{row.clip_id: row for row in stored}, **known}
    agencies = {pk: _agencies(readings.get(pk)) for pk in doubtful}
    return [
        pair
        for pair in pairs
        if pair.sign not in WORD_SIGNS
        or not agencies[pair.later]
        or not agencies[pair.earlier]
        or agencies[pair.later] & agencies[pair.earlier]
    ]


def _agencies(reading: Reading | None) -> set[str]:
    """The agencies of a text; of a kill that is no article those that its file or its notice names."""
    if reading is None:
        return set()
    named = {str(agency["name"]) for agency in (reading.fields or {}).get("agencies", ())}
    if named:
        return named
    words = [str(fact["value"]) for fact in reading.said if fact["name"] == "agency"]
    if not words:
        spans = [w["spans"] for w in reading.warnings if notices.HOLDS.get(w["code"]) == "kill"]
        words = [word for start, end in chain(*spans) for word in tokens(reading.clip.text[start:end])]
    return {entry.name for word in words if (entry := find_agency(word))}


def _surest(pairs: Iterable[Follows]) -> list[Follows]:
    """One pair for each two clips: that with the surest sign."""
    best: dict[tuple[int, int], Follows] = {}
    for pair in sorted(pairs, key=lambda pair: ORDER.index(pair.sign)):
        best.setdefault((pair.later, pair.earlier), pair)
    return list(best.values())


def _warn(reading: Reading, code: str) -> None:
    if any(warning["code"] == code for warning in reading.warnings):
        return
    message = {
        "follows_text": "The text is about one that is here already: there is a task on its article.",
        "superseded_text": "A later text of the agency withdraws or corrects this one.",
    }[code]
    warning: dict[str, Any] = {"code": code, "message": message, "spans": [], "params": []}
    reading.warnings = [*reading.warnings, warning]
    holds.recount(reading)
