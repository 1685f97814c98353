"""Removes a person's comments from the clips that contain them: bytes, text and readings."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from articles.domain.privacy import quotations
from articles.models import Article, Clip, Comment, Decision, Fingerprint, Reading, UploadedFile
from articles.models.fields import body
from articles.parser import redaction
from articles.text.lines import Span

SEARCHED_ROLES = ("comment", "comment_meta", "boilerplate")  # roles in which a page may repeat a comment


def spans_of(clip: Clip, comments: Sequence[Comment]) -> list[Span]:
    """The passages of the clip that contain these comments: text, name, time, and quotes and mentions by others."""
    readings = list(clip.readings.order_by("pk"))
    spans: list[Span] = []
    for reading in readings:
        for position in positions(reading, comments, is_first=reading == readings[0]):
            spans += _spans_at(reading, position)
    names = {c.author for c in comments if c.author}
    searched = quotations.pattern(own_sentences(clip, comments), names, spoken_names(comments))
    in_part = own_parts(clip, comments)
    for segment in readings[-1].segments if readings else ():
        if segment["role"] in SEARCHED_ROLES:
            spans += _found_in(clip.text, segment, searched, names, in_part)
    return sorted(set(spans))


def _found_in(
    text: str, segment: dict[str, Any], searched: Any, names: Collection[str], in_part: quotations.Parts
) -> Iterator[Span]:
    start, end = segment["start"], segment["end"]
    part = text[start:end]
    if segment["role"] == "comment":
        line = text.rfind("\n", 0, start) + 1  # the quotation mark is before its segment
        places = quotations.places(text[line:end], searched, in_part)
        yield from ((line + s, line + e) for s, e in places if line + s >= start)
        return
    for match in searched.finditer(part) if searched else ():
        yield start + match.start(), start + match.end()
    if segment["role"] == "comment_meta":
        yield from _names_in(text, segment, names, searched)


def texts_of(comments: Sequence[Comment]) -> list[str]:
    """The texts of these comments, and those before a passage was cut."""
    before = Decision.objects.filter(comment__in=comments).exclude(text_before="").values_list("text_before", flat=True)
    return list(dict.fromkeys([*(c.text for c in comments if c.text), *before]))


def own_sentences(clip: Clip | None, comments: Sequence[Comment]) -> list[str]:
    """The sentences of these comments that are not the article's."""
    elsewhere_text = elsewhere(clip, comments) if clip is not None else ""
    article = comments[0].article if comments else None
    if article is not None and (clip is None or article.clip_id != clip.pk):
        elsewhere_text += f"\n{article.headline}\n{article.lead}\n{article.body}"
    return quotations.sentences(texts_of(comments), but_not_in=elsewhere_text)


def spoken_names(comments: Sequence[Comment]) -> set[str]:
    """The full names that can only mean the authors of these comments: no single word, which may be anybody's or
    a word of the language, none that the articles contain, and none of another author there."""
    names = {" ".join(c.author.split()) for c in comments if " " in c.author.strip()}
    if not names:
        return names
    articles = {c.article_id for c in comments}
    texts: list[str] = []
    for article in Article.objects.filter(pk__in=articles).only("headline", "lead", "byline", "signoff", "body"):
        texts += (article.headline, article.lead, article.byline, article.signoff)
        texts += (block.text for block in body.parse(article.body))
    others = Comment.objects.filter(article__in=articles).exclude(pk__in=[c.pk for c in comments])
    texts += others.order_by().values_list("author", flat=True).distinct()
    other_words = "\n".join(" ".join(text.split()) for text in texts).casefold()
    return {name for name in names if name.casefold() not in other_words}


def own_parts(clip: Clip | None, comments: Sequence[Comment]) -> quotations.Parts:
    """The same for parts of sentences, except what the article or another comment below it contains, too."""
    return quotations.Parts(texts_of(comments), lambda: _said_by_others(clip, comments))


def _said_by_others(clip: Clip | None, comments: Sequence[Comment]) -> Iterator[str]:
    if clip is not None:
        yield elsewhere(clip, comments)
    articles = {c.article_id for c in comments}
    for article in Article.objects.filter(pk__in=articles).only("headline", "lead", "body"):
        yield from (article.headline, article.lead, *(block.text for block in body.parse(article.body)))
    others = Comment.objects.filter(article__in=articles).exclude(pk__in=[c.pk for c in comments])
    yield from others.values_list("text", flat=True).iterator()


def elsewhere(clip: Clip, comments: Sequence[Comment]) -> str:
    """The text of the clip without comments, by its last reading: an earlier one may have taken one of these for
    the article's own words, and the article may contain them since."""
    readings = list(clip.readings.order_by("pk"))
    own = [s for r in readings for p in positions(r, comments, r == readings[0]) for s in _spans_at(r, p)]
    others = [
        (s["start"], s["end"]) for s in (readings[-1].segments if readings else ()) if s["role"] in SEARCHED_ROLES
    ]
    return without(clip.text, [*own, *others])


def without(text: str, spans: Iterable[Span]) -> str:
    """The text with spaces in the place of these passages; line breaks stay."""
    is_blank = bytearray(len(text))
    for start, end in spans:
        is_blank[start:end] = b"\x01" * len(is_blank[start:end])
    return "".join(" " if blank and c != "\n" else c for c, blank in zip(text, is_blank, strict=True))


def lines_with_names(clip: Clip, comments: Sequence[Comment]) -> list[str]:
    """The lines of the clip in which the readings have found the names of these comments' authors."""
    readings = list(clip.readings.order_by("pk"))
    return [
        clip.text[clip.text.rfind("\n", 0, start) + 1 : _end_of_line(clip.text, end)]
        for reading in readings
        for position in positions(reading, comments, is_first=reading == readings[0])
        for start, end in _evidence_at(reading, position, "author")
    ]


def _end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def positions(reading: Reading, comments: Sequence[Comment], is_first: bool) -> Iterator[int]:
    """The positions of these comments in the reading: by their text, or by their position at the import."""
    texts = set(texts_of(comments))
    places = {c.clip_position for c in comments} if is_first else set()
    for position, read in enumerate((reading.fields or {}).get("comments", ())):
        if read["text"] in texts or (position in places and not read["text"]):
            yield position


def _spans_at(reading: Reading, position: int) -> Iterator[Span]:
    yield from ((s, e) for s, e in reading.fields["comments"][position].get("spans", ()))  # type: ignore[index]
    yield from _evidence_at(reading, position)


def redact(clip: Clip, spans: Iterable[Span], comments: Sequence[Comment]) -> None:
    """Blank these passages of the clip, and remove these comments from its readings. The SHA-256 stays.

    Call it in a transaction, before the comments themselves are emptied.
    """
    names = {c.author for c in comments if c.author}
    searched = quotations.pattern(own_sentences(clip, comments), names, spoken_names(comments))
    in_part = own_parts(clip, comments)
    readings = list(clip.readings.order_by("pk"))
    positions_by_reading = [list(positions(reading, comments, reading == readings[0])) for reading in readings]
    for reading, places in zip(readings, positions_by_reading, strict=True):
        _empty(reading, places, searched, in_part)
    spans = list(spans)
    _blank(clip, spans)
    _blank_in_wholes(clip, spans)
    Fingerprint.objects.filter(clip=clip).delete()  # it was made of the removed words


def redact_names(clip: Clip, names: Collection[str], pseudonym: str) -> None:
    """Blank names where the clip has them as the author of a comment or as a mention; the readings get the pseudonym.

    In the sentences of the clip they stay: only an erasure removes words. See rename_in_readings().
    """
    spans: list[Span] = []
    readings = list(clip.readings.order_by("pk"))
    searched = quotations.pattern([], names)
    for reading in readings:
        for position, read in enumerate((reading.fields or {}).get("comments", ())):
            if read["author"] in names:
                spans += _evidence_at(reading, position, "author")
                read["author"] = pseudonym
        reading.warnings = quotations.scrub(reading.warnings, searched)
        reading.save(update_fields=["fields", "warnings"])
    for segment in readings[-1].segments if readings else ():
        if segment["role"] in ("comment", "comment_meta"):
            spans += _names_in(clip.text, segment, names, searched)
    _blank(clip, spans)
    _blank_in_wholes(clip, spans)


def _blank(clip: Clip, spans: Iterable[Span]) -> None:
    redacted = redaction.redact(bytes(clip.data), clip.text, clip.encoding, spans)
    Clip.objects.filter(pk=clip.pk).update(data=redacted.data, text=redacted.text, encoding=redacted.encoding)
    _forget_uploads(clip)


def _blank_in_wholes(clip: Clip, spans: Sequence[Span]) -> None:
    """Blank the same passages in the files from which a clip was taken.

    Where its range is written otherwise there (escaped, encoded), all of it goes; bytes that are no text (an archive)
    are replaced by the text that was made of them.
    """
    child, passages = clip, list(spans)
    while passages and child.parent_id is not None:
        whole = Clip.objects.get(pk=child.parent_id)
        start, end = child.parent_start, child.parent_end
        if start is None or end is None:
            words = {child.text[low:high].strip() for low, high in passages} - {""}
            blanked = [match.span() for word in words for match in re.finditer(re.escape(word), whole.text)]
        elif whole.text[start:end] == child.text:
            blanked = [(start + low, start + high) for low, high in passages]
        else:
            blanked = [(start, end)]
        _blank(whole, blanked)
        child, passages = whole, blanked or passages


def rename_in_readings(clip: int, rename: Callable[[str], str]) -> None:
    """Change the comments in a clip's readings like the comments themselves.

    Otherwise a later erasure would not find the passages of the clip to blank.
    """
    for reading in Reading.objects.filter(clip=clip):
        for read in (reading.fields or {}).get("comments", ()):
            read["text"] = rename(read["text"])
        for evidence in reading.evidence:
            if evidence["field"].startswith("comments."):
                evidence["alternatives"] = quotations.map_strings(evidence.get("alternatives"), rename)
        reading.save(update_fields=["fields", "evidence"])


def _names_in(text: str, segment: dict[str, Any], names: Collection[str], searched: Any) -> Iterator[Span]:
    start, end = segment["start"], segment["end"]
    if segment["role"] == "comment":
        yield from (match.span() for match in (searched.finditer(text, start, end) if searched else ()))
        return
    for name in names:
        start_of_name = text.find(name, start, end)
        while start_of_name >= 0:
            yield start_of_name, start_of_name + len(name)
            start_of_name = text.find(name, start_of_name + 1, end)


def _evidence_at(reading: Reading, position: int, part: str = "") -> Iterator[Span]:
    for evidence in reading.evidence:
        if evidence["field"].startswith(f"comments.{position}.{part}"):
            yield from ((start, end) for start, end in evidence.get("spans") or ())


def _empty(reading: Reading, places: Collection[int], searched: Any, in_part: quotations.Parts) -> None:
    fields = reading.fields or {}
    for position, read in enumerate(fields.get("comments", ())):
        if position in places:
            read |= {"text": "", "author": "", "written_at": None, "written_text": ""}
        else:
            read["text"] = quotations.unquote(read["text"], searched, in_part)
    reading.fields = fields or reading.fields
    for evidence in reading.evidence:
        if any(evidence["field"].startswith(f"comments.{position}.") for position in places):
            evidence["alternatives"] = []
    reading.evidence = [
        {**evidence, "alternatives": quotations.scrub(evidence.get("alternatives"), searched)}
        for evidence in reading.evidence
    ]
    reading.warnings = quotations.scrub(reading.warnings, searched)
    reading.corrections = quotations.scrub(reading.corrections, searched)
    reading.save(update_fields=["fields", "evidence", "warnings", "corrections"])


def _forget_uploads(clip: Clip) -> None:
    """Delete the same bytes from uploads that are not imported yet."""
    UploadedFile.objects.filter(data=bytes(clip.data)).update(data=b"")
