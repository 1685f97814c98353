"""Bylines: „Von Marco Krefting und Sunrita Sen, dpa“, „Interview: …“, „Aus Moskau berichtet …“, „By X and Y“."""

import re
from dataclasses import dataclass
from functools import cache

from articles.lexicon import load
from articles.parser.document import PartialDate
from articles.parser.patterns.date import find_dates
from articles.parser.patterns.names import (
    ListPart,
    find_agency,
    find_outlet,
    is_name,
    is_sign,
    label_pattern,
    recase_name,
    split_list,
)
from articles.text.lines import Span

MAX_BYLINE_CHARS = 260


@dataclass(frozen=True, slots=True)
class BylinePerson:
    """A person in a byline; `role` is author, interview, protocol, contributor, translator, editor or photographer."""

    name: str
    role: str = "author"
    function: str = ""  # „Redakteurin“


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline. `text` (at `text_span`) is verbatim, without the date that may be in the line."""

    span: Span
    text: str
    text_span: Span
    persons: tuple[BylinePerson, ...] = ()
    agencies: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    place: str = ""
    genre: str = ""
    date: PartialDate | None = None


_ROLES = ("interview", "protocol", "contributor", "translator", "editor", "photographer", "author")
_PARTS = {"Text": "author", "Texte": "author", "Foto": "photographer", "Fotos": "photographer"}  # „A (Text), B (Fotos)“
_SPLIT = re.compile(r"\s*[,;|()]\s*(?:(?:und|and)\s)?|\s*/\s*|\s(?:und|and|&|sowie|et|mit)\s|\s?[•·]\s?")
_NO_BRACKETS = re.compile(_SPLIT.pattern.replace("()", ""))
_PLACE = r"(?P<place>[A-ZÄÖÜ][\w.-]*(?:[ /][A-ZÄÖÜ][\w.-]*){0,2})"
_FROM = re.compile(rf"(?:Aus|From)\s{_PLACE}\s(?:berichtet|berichten|von|reports)\s*:?\s")
_REPORTS = re.compile(rf"(?P<who>.{{4,60}}?)\s(?:berichtet|berichten)\saus\s{_PLACE}\.?")
_OUR = re.compile(
    r"(?:unserem|unserer|unseren|our)\s(?:\w+-?)?(?:Korrespondent\w*|Reporter\w*|Redakteur\w*|Mitarbeiter\w*)\s", re.I
)
_PLACE_TAIL = re.compile(r",?\s(?:aus|in|zurzeit|z\.\s?Zt\.|aus dem)\s(?P<place>[A-ZÄÖÜ][\w-]+)\Z")
_PORTRAIT = re.compile(
    r"\s*(?P<name>(?:(?:Dr|Prof)\.\s)*[A-ZÄÖÜ][\w’'.-]+(?:\s[\w’'.-]+){1,4}?)(?:,?\s\([^()]{2,40}\)|,\s(?:Jahrgang\s)?\d{2,4},)?"
    r"\s(?:ist|war|arbeitet|lehrt|schreibt|forscht|leitet|berichtet|studierte|promovierte)\s"
)
_PREPOSITIONS = frozenset(("", "von", "Von", "VON", "By", "BY", "Par", "PAR", "Por", "POR", "Di", "DI", "Door", "DOOR"))
_LABEL_ENDS = (
    *(" von", " by", " par", " di", " de", " correspondant", " correspondante", " spécial", " spéciale"),
    *(" inviato", " inviata", " corrispondente"),
)
_BOTH = re.compile(r"\s(?:e|y)\s")
_TWO = re.compile(r"(?<!\sund)(?<=[a-zäöüß])\s(?=(?:Mitarbeit|Fotos?|Interview|Protokoll|Übersetzung)\s?:)|\s\|\s|;\s")


@cache
def _labels() -> re.Pattern[str]:
    roles = "|".join(f"(?P<{role}>{label_pattern('byline', role)})" for role in _ROLES)
    genres = label_pattern("byline", "genres")
    return re.compile(
        rf"(?:(?:(?P<article>Eine?n?|An|A)\s)?(?P<genre>{genres})\s(?:von|by|VON)|{roles})(?P<colon>\s?:)?\s{{1,3}}(?=\S)"
    )


def parse_byline(line: str) -> Byline | None:
    """The byline that a line consists of, with or without „Von“. None if one part of it is not a person.

    A line that only contains names needs a function („Anna Meier, Redakteurin“) or an agency to be a byline.
    """
    stripped = line.strip()
    if not 3 < len(stripped) <= MAX_BYLINE_CHARS or "\n" in stripped:
        return None
    start = line.index(stripped[0])
    days = list(find_dates(line))
    low, high = start, start + len(stripped)
    for form in days:  # a date is before or after the names, never between them
        if not line[low : form.span[0]].strip(" |•·,–-("):
            low = form.span[1]
        elif not line[form.span[1] : high].strip(" |•·,)"):
            high = form.span[0]
        elif line[low : form.span[0]].rstrip().endswith(("|", "•", "·", "-", "–")):
            high = form.span[0]  # „Von Anna Meier - 3.5.2024 - 12 Kommentare“
            break
        else:
            return None
    raw = line[low:high]
    text = raw.strip(" \t|•·,–-\u00a0")
    if not text or text[-1] in "?!…“":
        return None
    at = low + raw.index(text)
    parsed = _parse_clauses(text)
    if parsed is None:
        return _parse_portrait(line)
    span, text_span = (start, start + len(stripped)), (at, at + len(text))
    return Byline(span, text, text_span, *parsed, date=days[0].date if days else None)


def _parse_portrait(line: str) -> Byline | None:
    """The author in a short biography: „Anna Meier (*1958) ist Professorin für Politik an der …“."""
    match = _PORTRAIT.match(line)
    if match is None or not is_name(match["name"]):
        return None
    words = re.findall(r"\w+", line[match.end("name") :].casefold())
    if not any(word.startswith(tuple(load.words("portrait_words"))) for word in words):
        return None
    span = match.span("name")
    return Byline((0, len(line)), match["name"], span, (BylinePerson(match["name"]),))


_Parsed = tuple[
    tuple[BylinePerson, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], str, str
]  # persons, agencies, outlets, signs, place, genre


def _parse_clauses(text: str) -> _Parsed | None:
    """Parse all clauses of a byline („Von A und B | Mitarbeit: C“); None if one of them fails."""
    persons: list[BylinePerson] = []
    agencies: list[str] = []
    outlets: list[str] = []
    signs: list[str] = []
    place = genre = ""
    for number, clause in enumerate(split_list(text, _TWO)):
        parsed = _parse_clause(clause.text, labelled_before=number > 0)
        if parsed is None:
            return None
        persons += parsed[0]
        agencies += parsed[1]
        outlets += parsed[2]
        signs += parsed[3]
        place, genre = place or parsed[4], genre or parsed[5]
    if not (persons or agencies or outlets):
        return None
    return tuple(persons), tuple(dict.fromkeys(agencies)), tuple(dict.fromkeys(outlets)), tuple(signs), place, genre


def _parse_clause(text: str, labelled_before: bool) -> _Parsed | None:
    role, genre, place, labelled = "author", "", "", False
    if reports := _REPORTS.fullmatch(text):
        text, place, labelled = reports["who"], reports["place"], True
    if origin := _FROM.match(text):
        text, place, labelled = text[origin.end() :], origin["place"], True
    elif label := _labels().match(text):
        role = next((name for name in _ROLES if label[name]), "author")
        word = label[role] or ""
        needs_colon = word not in _PREPOSITIONS and not word[0].islower()
        if (
            needs_colon
            and not label["colon"]
            and not word.casefold().endswith((*_LABEL_ENDS, "führte", "führten", "stellte", "stellten"))
        ):
            return None
        genre = label["genre"] or (role if role == "interview" else "")
        text, labelled = text[label.end() :], True
    if tail := _PLACE_TAIL.search(text):
        place, text = place or tail["place"], text[: tail.start()]
    text = _OUR.sub("", text)
    pieces = _pieces(text.rstrip(" .:"))
    if len(pieces) > 1 and pieces[-1].text.casefold() in load.words("places"):
        place = place or pieces.pop().text
    listed = _sort_parts(pieces, role)
    if listed is None:
        return None
    persons, agencies, outlets, signs = listed
    if (
        not labelled
        and not labelled_before
        and not (persons and (agencies or outlets or any(p.function for p in persons)))
    ):
        return None
    return tuple(persons), tuple(agencies), tuple(outlets), tuple(signs), place, genre


def _pieces(text: str) -> list[ListPart]:
    """The parts of a list; a bracket after a function („Volontär (Sport)“) stays with it."""
    if "(" in text and _split_function(text)[1]:
        return split_list(text, _NO_BRACKETS)
    pieces = split_list(text, _SPLIT)
    return [one for piece in pieces for one in _both(piece)]


def _both(piece: ListPart) -> list[ListPart]:
    """„Ana Ejemplo y Luis Modelo“ are two persons, „José Ortega y Gasset“ is one."""
    parts = split_list(piece.text, _BOTH, piece.start)
    return parts if len(parts) == 2 and all(is_name(part.text) for part in parts) else [piece]


def _sort_parts(pieces: list[ListPart], role: str) -> tuple[list[BylinePerson], list[str], list[str], list[str]] | None:
    persons: list[BylinePerson] = []
    agencies: list[str] = []
    outlets: list[str] = []
    signs: list[str] = []
    for piece in pieces:
        name, function = _split_function(piece.text)
        entry = find_agency(piece.text)
        if entry:
            agencies.append(entry.name)
        elif paper := find_outlet(piece.text):
            outlets.append(paper)
        elif name and is_name(name):
            persons.append(BylinePerson(recase_name(name), role, function))
        elif function and persons and not persons[-1].function:
            persons[-1] = BylinePerson(persons[-1].name, persons[-1].role, piece.text)
        elif function and persons:
            continue  # „Redakteurin für Finanzen und Immobilien“ was split at its „und“
        elif persons and piece.text in _PARTS:
            persons[-1] = BylinePerson(persons[-1].name, _PARTS[piece.text], persons[-1].function)
        elif is_sign(piece.text):
            signs.append(piece.text)
        elif not (persons and persons[-1].function and piece is pieces[-1] and len(piece.text.split()) < 3):
            return None
    return persons, agencies, outlets, signs


def _split_function(text: str) -> tuple[str, str]:
    """A name and the function after it: „Sina Beispiel Landespolitische Korrespondentin“, „Volontär (Sport)“."""
    functions = load.words("functions")
    words = text.split()
    if not any(word.strip("().,").casefold() in functions for word in words):
        return text, ""
    particles = load.words("particles")
    count = 0
    for end, word in enumerate(words, start=1):
        if word.strip("().,").casefold() in functions:
            break
        count += word.casefold() not in particles
        if count == 2:
            return " ".join(words[:end]), " ".join(words[end:])
    return "", text
