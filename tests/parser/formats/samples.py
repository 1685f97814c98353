"""A small file of each format, made for the tests: what holds for all formats is tested with these."""

import gzip
import textwrap
from email.message import EmailMessage
from html import escape

from tests.parser.formats.archives import tarred, zipped
from tests.parser.formats.documents import docx, odt, par
from tests.parser.formats.outlooks import BODY, SENDER, SUBJECT, file, msg
from tests.parser.formats.pdfs import flow, pdf
from tests.parser.formats.rtfs import coded, rtf
from tests.parser.formats.warcs import response, warc

HEADLINE = "Brücke über die Aue wird ein Jahr früher fertig"
PARAGRAPHS = (
    "Die neue Brücke über die Aue soll schon im kommenden Frühjahr für den Verkehr geöffnet werden, ein Jahr früher "
    "als geplant. Das teilte das Bauamt der Stadt Auenfeld am Mittwoch mit.",
    "Die Arbeiten seien schneller vorangekommen als erwartet, sagte Bauleiterin Petra Vorlage. Auch das Wetter habe in "
    "diesem Winter kaum Schwierigkeiten bereitet.",
    "Gekostet hat der Bau nach Angaben der Stadt bisher rund vier Millionen Euro. Zwei Drittel davon trägt das Land, "
    "den Rest zahlen die Gemeinden am Fluss.",
    "Anwohner hatten lange über den Lärm geklagt. Vom Sommer an soll die alte Straße nur noch Radfahrern und Bussen "
    "offenstehen, wie der Rat im Januar beschlossen hat.",
)
TEXT = "\n\n".join((HEADLINE, *PARAGRAPHS)) + "\n"
PAGE = (
    f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{HEADLINE} | Auenbote</title></head><body>'
    f"<nav><a href='/'>Start</a></nav><main><article><h1>{HEADLINE}</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}"
    "</article></main><footer>Impressum</footer></body></html>"
)


_REPORTED = "\n\n".join(textwrap.fill(text, 68) for text in ("Auenfeld (dpa/lno) - " + PARAGRAPHS[0], *PARAGRAPHS[1:]))
REPORT = f"""lno0412 4 pl 131  dpa 1077

Verkehr/Bau/Schleswig-Holstein/
{HEADLINE}
Von Jakob Vorlage, dpa =

{_REPORTED}

# Notizblock

## dpa-Kontakte
- Autor: Jakob Vorlage, <jvo@agentur.example>

dpa jvo yyno a3 xkl

031745 Mär 24
"""


def mailed(text: str, page: str = "", attached: bytes = b"") -> bytes:
    """A mail."""
    message = EmailMessage()
    message["From"] = "Stadt Auenfeld <presse@auenfeld.example>"
    message["Subject"] = "Pressemitteilung: " + HEADLINE
    message["Date"] = "Sun, 03 Mar 2024 17:45:00 +0100"
    if text:
        message.set_content(text)
    else:
        message.set_content(page, subtype="html")
    if page and text:
        message.add_alternative(page, subtype="html")
    if attached:
        message.add_attachment(attached, maintype="text", subtype="plain", filename="anhang.txt")
    return message.as_bytes()


def saved(page: str) -> bytes:
    """A page saved with its files."""
    message = EmailMessage()
    message["From"], message["Date"] = "<Saved by Blink>", "Sun, 03 Mar 2024 17:45:00 -0000"
    message["Snapshot-Content-Location"] = "https://auenbote.example/bruecke.html"
    message.set_content(page, subtype="html", cte="quoted-printable")
    message.add_related("p { color: red }", subtype="css")
    return message.as_bytes()


_LETTER = mailed(TEXT + "\n-- \nStadt Auenfeld\n", PAGE, attached=TEXT.encode())
_TEXTS = [f"<text:p>{escape(words)}</text:p>" for words in PARAGRAPHS]


SAMPLES: dict[str, tuple[str, bytes]] = {  # name of the file → its format and its bytes
    "bruecke.txt": ("text", TEXT.encode()),
    "bruecke.txt.gz": ("text", gzip.compress(TEXT.encode(), mtime=0)),
    "meldung.txt": ("agency", REPORT.encode()),
    "bruecke.html": ("page", PAGE.encode()),
    "brief.eml": ("mail", _LETTER),
    "brief.msg": (
        "outlook",
        msg({SUBJECT: HEADLINE, BODY: TEXT, SENDER: "Stadt Auenfeld"}, [file("a.txt", TEXT.encode())]),
    ),
    "post.mbox": ("mailbox", b"".join(b"From a@b.example Sun Mar  3 17:45:00 2024\n" + _LETTER + b"\n" for _ in "ab")),
    "seite.mhtml": ("web_archive", saved(PAGE)),
    "bruecke.docx": ("word", docx(par(HEADLINE, "Titel"), *map(par, PARAGRAPHS))),
    "schlicht.docx": ("word", docx(*map(par, (HEADLINE, *PARAGRAPHS)))),
    "bruecke.odt": ("open_document", odt(f"<text:h>{HEADLINE}</text:h>", *_TEXTS)),
    "bruecke.fodt": ("open_document", odt(f"<text:h>{HEADLINE}</text:h>", *_TEXTS, flat=True)),
    "bruecke.pdf": ("pdf", pdf([(60, 760, 20, "F2", HEADLINE), *flow(PARAGRAPHS)])),
    "bruecke.rtf": ("rtf", rtf(rf"\pard\s15 {coded(HEADLINE)}\par", *(rf"\pard {coded(p)}\par" for p in PARAGRAPHS))),
    "bruecke.md": ("markdown", "\n\n".join((f"# {HEADLINE}", *PARAGRAPHS)).encode()),
    "seite.warc": ("warc", warc(response(PAGE.encode()))),
    "seiten.warc.gz": ("warc", warc(response(PAGE.encode()), response(PAGE.encode()), packed=True)),
    "gespeichert.html": (
        "page",
        PAGE.replace("<head>", "<!-- Page saved with SingleFile \n url: https://a.example/ --><head>").encode(),
    ),
    "bruecken.zip": ("packed", zipped({"a/bruecke.txt": TEXT.encode(), "bruecke.html": PAGE.encode()})),
    "bruecken.tar": ("packed", tarred({"a/bruecke.txt": TEXT.encode(), "bruecke.html": PAGE.encode()})),
    "bruecken.tar.gz": ("packed", gzip.compress(tarred({"bruecke.txt": TEXT.encode()}), mtime=0)),
}
