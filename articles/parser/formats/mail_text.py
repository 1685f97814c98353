"""The lines of a mail's text: what is written in it, salutation, signature, and earlier mails that it quotes."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from articles.text.lines import Span, TextLine, split_lines

MIN_OWN_LETTERS = 120  # above an earlier mail: with fewer, the mail only passes that on
MAX_SIGNATURE_LINES = 25  # below the closing words; with more of them the text goes on
MAX_PASSED_ON = 5  # mails in one another
MAX_SALUTATION_CHARS = 140
TEXT, GREETING, SIGNATURE, QUOTED, HEADER = "text", "greeting", "signature", "quoted", "header"
SEAL, LOCK = "seal", "lock"  # signatures and encrypted blocks of OpenPGP

_DASHED = re.compile(
    r"[-_ ]{2,40}(?:Urspr(?:ü|ue)ngliche (?:Nachricht|E-?Mail|Mail)|Original(?: |-)?(?:Message|Nachricht|Mail)"
    r"|Message d.origine|Forwarded [Mm]essage|Weitergeleitete (?:Nachricht|Mail)|Mensaje original)[-_ ]{2,40}\Z"
)
_OPENING = re.compile(
    r"(?:Anfang der weitergeleiteten (?:Nachricht|E-Mail|Mail):|Begin forwarded message:|_{20,}|-{20,})\Z"
)
_WROTE = re.compile(
    r"(?:(?:Am|On|Le|Den)\s.{6,200}\s(?:schrieb|wrote|a écrit|skrev)\b.{0,120}:"
    r"|.{2,80}\s(?:schrieb|wrote) (?:am|on)\s.{6,120}:|(?:Am|On)\s\S.{6,120},?\s(?:schrieb|wrote)\s?:?)\Z"
)
_FIELD = re.compile(
    r"\*?(?P<name>Von|Gesendet|Datum|An|Cc|Kopie|Betreff|Antwort an|Anlagen?|Wichtigkeit|Priorität|From|Sent"
    r"|Date|To|Subject|Reply-To|Attachments?|Importance|De|Envoyé|À|Objet):\*?\s"
)
_FIRST_FIELDS = ("Von", "From", "De")
_SALUTATION = re.compile(
    r"(?:Sehr geehrte|Liebe[rs]?\s|Guten (?:Tag|Morgen|Abend)|Hallo\b|Grüezi|Grüß Gott|Servus|Moin|Dear\b|Hello\b|Hi\b"
    r"|Good (?:morning|afternoon|day)|To whom it may|Bonjour|Madame|Werte[rs]?\s)"
)
_CLOSING = re.compile(
    r"(?:(?:Mit|Viele|Beste|Freundliche|Herzliche|Schöne|Liebe|Kollegiale)[nr]?\s"
    r"(?:(?:den\s)?(?:besten|freundlichen?|herzlichen|kollegialen|vielen)\s)?(?:Gr(?:ü|ue)(?:ß|ss)en?|Empfehlung(?:en)?)\b"
    r".{0,40}|MfG|LG|VG|Hochachtungsvoll|(?:Kind|Best|Warm|With kind|With best)\s(?:regards|wishes)|Best|Regards"
    r"|Sincerely(?: yours)?|Yours (?:sincerely|faithfully|truly)|Cheers|(?:Bien )?[Cc]ordialement)[,.!]?\s*\Z"
)
_ARMOR = r"^-----BEGIN PGP %s-----[ \t\r]*$.*?(?:^-----END PGP [A-Z ]+-----[ \t\r]*$|\Z)"
LOCKED = re.compile(_ARMOR % "MESSAGE", re.DOTALL | re.MULTILINE)
_SEALS = re.compile(_ARMOR % "(?:SIGNATURE|PUBLIC KEY BLOCK)", re.DOTALL | re.MULTILINE)
_SEALED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t\r]*\n(?:[A-Za-z]+: [^\n]*\n){0,5}", re.MULTILINE)
_DELIMITER = re.compile(r"--\s?\Z")
_QUOTE = re.compile(r"(?:>|\|\s)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of the same kind: one of TEXT, GREETING, SIGNATURE, QUOTED, HEADER, SEAL, LOCK."""

    span: Span
    kind: str


def sort_lines(text: str) -> list[Stretch]:
    """The stretches of a mail's text, in their order; together they are the text."""
    lines = split_lines(text)
    kinds = [TEXT] * len(lines)
    _sort(lines, kinds, 0, 0)
    if "-----BEGIN PGP " in text:
        for pattern, kind in ((_SEALED, SEAL), (_SEALS, SEAL), (LOCKED, LOCK)):
            for match in pattern.finditer(text):
                _mark_span(lines, kinds, match.span(), kind)
    stretches: list[Stretch] = []
    for line, kind in zip(lines, kinds, strict=True):
        if stretches and stretches[-1].kind == kind:
            stretches[-1] = Stretch((stretches[-1].span[0], line.end), kind)
        else:
            stretches.append(Stretch((line.start, line.end), kind))
    return stretches


def _sort(lines: list[TextLine], kinds: list[str], first: int, depth: int) -> None:
    opened, below = _history(lines, first)
    own = range(first, opened)
    _quotes(lines, kinds, own)
    _signature(lines, kinds, own)
    _salutation(lines, kinds, own)
    letters = sum(sum(map(str.isalpha, lines[n].words)) for n in own if kinds[n] == TEXT)
    if opened == len(lines):
        return
    rest = sum(sum(map(str.isalpha, line.words)) for line in lines[below:])
    if letters < MIN_OWN_LETTERS < rest and depth < MAX_PASSED_ON:
        for number in own:
            if kinds[number] == TEXT and lines[number].words:
                kinds[number] = GREETING  # „zur Kenntnis“
        kinds[opened:below] = [HEADER] * (below - opened)
        _sort(lines, kinds, below, depth + 1)
    else:
        kinds[opened:] = [QUOTED] * (len(lines) - opened)


def _history(lines: list[TextLine], first: int) -> tuple[int, int]:
    """The index of the line that opens an earlier mail, and of the first line below its head; the end if none does."""
    for number in range(first, len(lines)):
        words = lines[number].words
        if _DASHED.match(words) or (_OPENING.match(words) and _fields_end(lines, number + 1) > number + 1):
            return number, _fields_end(lines, number + 1)
        if words.startswith(_FIRST_FIELDS) and (end := _fields_end(lines, number)) > number + 2:
            return number, end
        if _WROTE.match(words) and not _is_quoted_below(lines, number + 1):
            return number, number + 1
    return len(lines), len(lines)


def _fields_end(lines: list[TextLine], first: int) -> int:
    """The index below the head of an earlier mail: lines like „Gesendet: …“, with blank lines before and between."""
    number = end = first
    while number < len(lines) and number < end + 3:
        words = lines[number].words
        number += 1
        if _FIELD.match(words):
            end = number
    return end


def _is_quoted_below(lines: list[TextLine], first: int) -> bool:
    return any(_QUOTE.match(line.words) for line in lines[first : first + 3])


def _quotes(lines: list[TextLine], kinds: list[str], own: range) -> None:
    """Lines behind the mark of a quotation, and „Am … schrieb …:“ above them."""
    for number in own:
        if lines[number].words.startswith(">") or _WROTE.match(lines[number].words):
            kinds[number] = QUOTED


def _signature(lines: list[TextLine], kinds: list[str], own: range) -> None:
    """What follows `-- `, or the closing words if little follows them."""
    for number in own:
        words = lines[number].words
        if _DELIMITER.match(words) and lines[number].indent == 0:
            _mark(kinds, range(number, own.stop), SIGNATURE)
            return
        if kinds[number] == TEXT and _CLOSING.match(words):
            behind = [n for n in range(number, own.stop) if lines[n].words]
            end = own.stop if len(behind) <= MAX_SIGNATURE_LINES else _end_of_block(lines, number)
            _mark(kinds, range(number, end), SIGNATURE)
            if end == own.stop:
                return


def _end_of_block(lines: list[TextLine], first: int) -> int:
    """The index behind the name below closing words."""
    number = first + 1
    while number < len(lines) and not lines[number].words:
        number += 1
    while number < len(lines) and lines[number].words:
        number += 1
    return number


def _salutation(lines: list[TextLine], kinds: list[str], own: range) -> None:
    first = next((n for n in own if lines[n].words and kinds[n] == TEXT), None)
    if first is None:
        return
    words = lines[first].words
    if len(words) <= MAX_SALUTATION_CHARS and _SALUTATION.match(words) and words.endswith((",", "!", ":")):
        kinds[first] = GREETING


def _mark(kinds: list[str], numbers: range, kind: str) -> None:
    for number in numbers:
        if kinds[number] == TEXT:
            kinds[number] = kind


def _mark_span(lines: list[TextLine], kinds: list[str], span: Span, kind: str) -> None:
    first = bisect_right(lines, span[0], key=lambda line: line.start) - 1
    last = bisect_left(lines, span[1], key=lambda line: line.start)
    kinds[first:last] = [kind] * (last - first)
