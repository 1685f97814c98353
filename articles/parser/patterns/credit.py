"""Picture credits in caption lines: their span, verbatim text, photographers and agencies."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from articles.lexicon import load
from articles.parser.patterns.names import (
    ListPart,
    find_agency,
    find_outlet,
    is_name,
    label_pattern,
    recase_name,
    split_list,
)
from articles.text.lines import Span, tokens

MAX_CREDIT_CHARS = 260  # of a credit with its label; „Foto: … Styling: … Haare: …“ is long
MAX_OWNER_CHARS = 60  # of the name before „/Copyright“
MAX_AGENCY_WORD_CHARS = 40  # of the last word of an agency's name
MAX_UNLABELLED_CHARS = 120  # of one without a label
MAX_KEPT_CHARS = 300  # of a line whose credit is kept


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit. `span` includes label and brackets; `text` (at `text_span`) is verbatim, without the label.

    `label` is "" if there is none; „Quelle“ can also name the origin of a text: the context decides.
    """

    span: Span
    text: str
    text_span: Span
    label: str = ""
    kind: str = "photo"  # "photo" | "video" | "graphic"
    photographers: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


_SPLIT = re.compile(r"\s*[/|;•()]\s*|\s(?:via|by|für (?:die|den|das)|für|und|and|&|–|-)\s|,\s|(?<=[a-zäöüß]{2})\.\s")
# Labels that are also everyday words: what follows must look like a credit.
_EVERYDAY = (
    "Bild",
    "Bilder",
    "BILD",
    "Video",
    "Film",
    "Karte",
    "Archiv",
    "Quelle",
    "Quellen",
    "Image",
    "Source",
    "Map",
)
_SENTENCE_END = tuple('.!?…)“”"»|]')
_BRACKET = re.compile(r"\(([^()\n]{3,100})\)\s*\Z")
_PROMPT = re.compile(r"\s?\([„“\"»«][^()\n]{3,80}[“”\"«»]\)\Z")  # the prompt of a generated image
_PHOTO_OF = re.compile(r"(?:AP|AFP|EPA|REUTERS|Reuters) (?:Photo|Images)\s?/")  # “(AP Photo/Tom Jones)”
_BARE_LABEL = re.compile(r"\A(?:Foto|Photo|Bild|Fotos|Photos)\s(?=[A-ZÄÖÜ])")  # “Photo Claire Exemple/AFP”
_BREAK = re.compile(r"(?<=[.!?…“”\"»’'\])])\s*(?=[^\W\d_])|\s{2,}|(?<=[a-zäöüß])(?=[A-Z]{2,}[/ ])|\s\|\s|\s[–-]\s|\t")
_BUTTON = re.compile(r"(?:Vergrößern des Bildes|Bild vergrößern|Bild in neuem Fenster öffnen|Vollbild)\s*\Z")
_RIGHTS = re.compile(r"\.?\s*(?:All rights reserved|Alle Rechte vorbehalten)\.?\s*\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:Copyright|©)?\s*(?:19|20)\d\d\s*(?:The )?", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+|U\.S\. .*")
_OWNER = re.compile(r"[A-ZÄÖÜ][\w’'.-]+ [A-ZÄÖÜ][\w’'-]+(?: (?:I{2,3}|IV|Jr\.?|Sr\.?))?\s?/\s?\Z")
_SENTENCE = re.compile(r"[a-zäöüß]{2}[.!?]\s")
_NO_CREDIT_ENDS = ".!?:,;"  # of one without a label
_EDGE = " \t\r\n\u00a0:|–-•"


@cache
def _labelled() -> re.Pattern[str]:
    labels = "|".join(f"(?P<{kind}>{label_pattern('credit', kind)})" for kind in ("photo", "video", "graphic"))
    marks = label_pattern("credit", "marks")
    return re.compile(
        rf"(?:(?<![\w„“\"»-])|(?<=[^\W\d_])(?=(?:Foto|Bild|Quelle)[a-z]{{0,9}}:|©))[(\[]?\s?(?:(?:(?:{labels})"
        rf"(?:/(?:Foto|Montage|Grafik|Illustration|Quelle))?(?:\s?(?:von|by)\s|\s(?P<of>di|de|par|por|door)\s|\s?:\s?(?:{marks})?|\s(?:{marks}))"
        rf"|(?P<short>Ph\.|Fot\.)\s|(?P<mark>{marks})))[\s:]*|(?<!\w)(?P<word>Copyright)[ \u00a0]{{1,2}}"
    )


def find_credit(line: str) -> Credit | None:
    """The credit at the end of a caption line, or the one that is the whole line."""
    return _find_in_short(line) if len(line) <= MAX_KEPT_CHARS else _find(line)


def _find(line: str) -> Credit | None:
    return _find_labelled(line) or _find_plain(line)


_find_in_short = lru_cache(maxsize=512)(_find)  # several rules ask for the credit of one line


def parse_credit(line: str) -> Credit | None:
    """The credit, if it is the whole line."""
    if not _may_be_whole(line):
        return None
    credit = find_credit(line)
    return credit if credit and not line[: credit.span[0]].strip(_EDGE) else None


def _may_be_whole(line: str) -> bool:
    """Whether a credit can begin where the line does; a test that is faster than looking for one in all of it."""
    if line[:1] in _EDGE or "Copyright" in line or _labelled().match(line):
        return True
    return _may_be_plain(line, _without_button(line, len(line.rstrip())))


def find_contributors(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Photographers and agencies in a credit; an agency under two names is listed once."""
    photographers, agencies = [], []
    text = _BARE_LABEL.sub("", _PROMPT.sub("", text))
    whole = find_agency(text)
    for piece in [ListPart(text, 0, len(text))] if whole else split_list(_YEAR.sub("", _RIGHTS.sub("", text)), _SPLIT):
        entry = find_agency(piece.text) or find_agency(_without_numbers(piece.text))
        if entry:
            agencies.append(entry.name)
        elif is_name(piece.text) and not find_outlet(piece.text) and not any(map(_is_known_word, piece.text.split())):
            photographers.append(recase_name(piece.text))
    return tuple(dict.fromkeys(photographers)), tuple(dict.fromkeys(agencies))


@cache
def _credit_signs() -> tuple[str, ...]:
    """Every labelled credit contains one of these; searching for them is faster than matching."""
    return (
        ":",
        "von",
        "by",
        "Copyright",
        " di ",
        " de ",
        " par ",
        " por ",
        " door ",
        "Ph.",
        "Fot.",
        *load.table("labels")["credit"]["marks"],
    )


def _find_labelled(line: str) -> Credit | None:
    for sign in _credit_signs():
        if sign in line:
            break
    else:
        return None
    for match in _labelled().finditer(line):
        if len(line) - match.end() > MAX_CREDIT_CHARS or not line[match.end() :].strip():
            continue
        owner = _OWNER.search(line, max(0, match.start() - MAX_OWNER_CHARS), match.start()) if match["word"] else None
        start, text_start = (owner.start(), owner.start()) if owner else (match.start(), match.end())
        credit = _credit(line, start, text_start, match)
        if credit and (match["of"] or match["short"]) and not (credit.photographers or credit.agencies):
            continue  # “Photo de famille” is none
        if credit and (credit.label not in _EVERYDAY or _is_believable(line, credit)):
            return credit
    return None


def _is_believable(line: str, credit: Credit) -> bool:
    before = line[: credit.span[0]].rstrip()
    certain = bool(credit.agencies) and "/" in credit.text
    if before and line[credit.span[0]] not in "([" and not before.endswith(_SENTENCE_END) and not certain:
        return False
    parts = [piece.text for piece in split_list(credit.text, _SPLIT)]
    return bool(credit.agencies or credit.photographers) or all(
        find_outlet(part) or _is_known_word(part) or len(part.split()) < 3 for part in parts
    )


def _credit(line: str, start: int, text_start: int, match: re.Match[str]) -> Credit | None:
    end = len(line.rstrip())
    end = _without_button(line, end)
    bracket = line[start] in "(["
    text_end = end
    if bracket:
        closing = line.find(")" if line[start] == "(" else "]", text_start)
        while closing != -1 and line.count("(", text_start, closing) > line.count(")", text_start, closing):
            closing = line.find(")", closing + 1)
        if closing != -1:
            text_end, end = closing, closing + 1
    text = line[text_start:text_end].rstrip()
    if not bracket and text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip()
    if not text or not re.search(r"\w", text):
        return None
    kind = "video" if match["video"] else "graphic" if match["graphic"] else "photo"
    label = match["photo"] or match["video"] or match["graphic"] or match["short"] or match["mark"] or match["word"]
    return Credit((start, end), text, (text_start, text_start + len(text)), label, kind, *find_contributors(text))


def _without_button(line: str, end: int) -> int:
    """The end of the line without „Vergrößern des Bildes“."""
    button = _BUTTON.search(line, max(0, end - 60), end)
    return len(line[: button.start()].rstrip()) if button else end


def _may_be_plain(line: str, end: int) -> bool:
    """Whether a credit without a label can end at `end`: behind a name and a mark, or with a word of an agency."""
    tail = line[max(0, end - MAX_UNLABELLED_CHARS) : end]
    if not tail or tail[-1] in _NO_CREDIT_ENDS:
        return False
    if "/" in tail or "|" in tail or "(" in tail:
        return True
    words = tail.casefold()
    last = tokens((_without_numbers(words) if tail[-1].isdigit() else words)[-MAX_AGENCY_WORD_CHARS:])[-1:]
    return not _last_words().isdisjoint(last) or "screenshot" in words


@cache
def _last_words() -> frozenset[str]:
    """The last words of the names of all agencies."""
    return frozenset(word for name in load.agencies() for word in tokens(_without_numbers(name))[-1:])


def _find_plain(line: str) -> Credit | None:
    """A credit without a label: an agency („IMAGO/Name“), alone in the line or after the caption's last sentence."""
    end = len(line.rstrip())
    end = _without_button(line, end)
    if not _may_be_plain(line, end):
        return None
    if line[:end].endswith(")") and (bracketed := _in_brackets(line, end)):
        return bracketed
    first = max(len(line) - len(line.lstrip()), 0)
    starts = [first] if end - first <= MAX_UNLABELLED_CHARS else []
    starts += [match.end() for match in _BREAK.finditer(line, max(0, end - MAX_UNLABELLED_CHARS), end)]
    starts += _agency_starts(line, max(0, end - MAX_UNLABELLED_CHARS), end)
    for start in sorted(set(starts)):
        text = line[start:end]
        if is_plain_credit(text):
            return Credit((start, end), text, (start, end), "", "photo", *find_contributors(text))
    return None


def _in_brackets(line: str, end: int) -> Credit | None:
    """`… in Bonn. (KEYSTONE/Anna Muster)`: a picture agency that delivers no news, and a name; news sign otherwise."""
    match = _BRACKET.search(line, max(0, end - MAX_UNLABELLED_CHARS), end)
    if match is None or not is_plain_credit(match[1]):
        return None
    if _PHOTO_OF.match(match[1]):
        return Credit((match.start(), end), match[1], match.span(1), "", "photo", *find_contributors(match[1]))
    entries = [_agency_part(piece.text) for piece in split_list(match[1], _SPLIT)]
    if len(entries) < 2 or not any(entry and entry.pictures and not entry.news for entry in entries):
        return None
    if any(entry and entry.news for entry in entries):
        return None
    return Credit((match.start(), end), match[1], match.span(1), "", "photo", *find_contributors(match[1]))


@cache
def _agency_heads() -> re.Pattern[str]:
    names = {name for name, entry in load.agencies().items() if entry.pictures and len(name) > 1}
    alternatives = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<=[\s.])(?:{alternatives})\s?[/|]\s?(?=\S)", re.IGNORECASE)


def _agency_starts(line: str, low: int, high: int) -> list[int]:
    if line.find("/", low, high) < 0 and line.find("|", low, high) < 0:
        return []
    return [match.start() for match in _agency_heads().finditer(line, low, high)]


def is_plain_credit(text: str) -> bool:
    """Whether every part is an agency, a person's name or a word of credits, and at least one is an agency.

    An agency alone counts; „Name, Agentur“ with a comma does not, since many sentences end like that.
    """
    text = _BARE_LABEL.sub("", _PROMPT.sub("", text.strip()))
    if (
        not text
        or len(text) > MAX_UNLABELLED_CHARS
        or text[-1] in _NO_CREDIT_ENDS
        or text[0] in '(„"»/'
        or _SENTENCE.search(text)
    ):
        return False
    alone = _agency_part(text)
    if alone:  # „dpa“ alone in lower case is the origin of the text
        return alone.pictures and (not text.islower() or " " in text or "." in text)
    if not re.search(r"[/|(]", text) and not text.casefold().startswith("screenshot"):
        return False
    parts = [piece.text for piece in split_list(text.rstrip("/ "), _SPLIT)]
    agencies = [part for part in parts if (entry := _agency_part(part)) and entry.pictures]
    known_parts = [part for part in parts if _agency_part(part) or _is_known_word(part)]
    if text.casefold().startswith("screenshot"):
        return len(parts) > 1 and len(known_parts) >= len(parts) - 1
    rest = [part for part in parts if part not in known_parts]
    if not agencies and not (known_parts and all(find_outlet(part) for part in rest)):
        return False
    return len(rest) <= 3 and all(is_name(part, 1) or find_outlet(part) or _ADDRESS.fullmatch(part) for part in rest)


def _agency_part(part: str) -> load.AgencyEntry | None:
    return find_agency(part) or find_agency(_without_numbers(part))


def _without_numbers(part: str) -> str:
    """The name without a number after it: „imago images 0845114767“."""
    return re.sub(r"[\s\d]+\Z", "", part) if part[-1:].isdigit() or part[-1:].isspace() else part


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word.casefold() for word in load.table("labels")["credit"]["words"])


def _is_known_word(part: str) -> bool:
    words = _known_words()
    return part.casefold() in words or all(word.casefold() in words for word in part.split())
