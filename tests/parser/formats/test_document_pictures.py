"""Pictures in documents and mails: told with their names, and pictures of the article where words belong to them."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from articles.domain.imports import importer
from articles.models import Image
from articles.parser.pipeline import parse_clip
from tests.parser.formats.documents import docx, grid, odt, par
from tests.parser.formats.outlooks import BODY, HTML, SUBJECT, file, msg
from tests.parser.formats.pdfs import flow, pdf
from tests.parser.formats.rtfs import coded, rtf
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS, TEXT
from tests.rounds import slow_but

ALT = "Drei Kräne heben ein Bauteil über den Fluss"
CAPTION, CREDIT = "Die neue Brücke über die Aue kurz vor dem Ende der Bauarbeiten.", "Petra Vorlage/Auenbild"
LINE = f"{CAPTION} Foto: {CREDIT}"
RELATIONS = '<Relationships><Relationship Id="rId7" Type="x/image" Target="media/image1.png"/></Relationships>'


def drawing(alt: str) -> str:
    told = f'<nvPicPr><cNvPr id="1" name="Grafik 1" descr="{alt}"/></nvPicPr>'
    inner = (
        f'<docPr id="1" name="Grafik 1"/><graphic><pic>{told}<blipFill><blip embed="rId7"/></blipFill></pic></graphic>'
    )
    return f"<w:r><w:drawing><inline>{inner}</inline></w:drawing></w:r>"


def shape(alt: str) -> str:
    return f'<w:r><w:pict><shape alt="{alt}"><imagedata id="rId7"/></shape></w:pict></w:r>'


def alternatives(alt: str) -> str:
    choice, old = (
        f"<mc:{name}>{made.removeprefix('<w:r>').removesuffix('</w:r>')}</mc:{name}>"
        for name, made in (("Choice", drawing(alt)), ("Fallback", shape(alt)))
    )
    return f"<w:r><mc:AlternateContent>{choice}{old}</mc:AlternateContent></w:r>"


def word(picture: str, caption: str = "", is_above: bool = False) -> bytes:
    captions = [par(caption, "Beschriftung")] if caption else []
    shown = [*captions, par(picture)] if is_above else [par(picture), *captions]
    blocks = [par(HEADLINE, "Titel"), *map(par, PARAGRAPHS[:2]), *shown, *map(par, PARAGRAPHS[2:])]
    return with_relations(docx(*blocks))


def with_relations(data: bytes) -> bytes:
    """A document with the file of its picture."""
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/_rels/document.xml.rels", RELATIONS)
        archive.writestr("word/media/image1.png", b"\x89PNG\r\n")
    return packed.getvalue()


def open_document(alt: str, caption: str = "") -> bytes:
    image = f'<draw:image xlink:href="Pictures/image1.png" xmlns:xlink="x"/><svg:desc xmlns:svg="s">{alt}</svg:desc>'
    frame = f"<draw:frame>{image if alt else image.partition('<svg')[0]}</draw:frame>"
    below = f'<text:p text:style-name="Illustration">{caption}</text:p>' if caption else ""
    texts = [f"<text:p>{words}</text:p>" for words in PARAGRAPHS]
    return odt(f"<text:h>{HEADLINE}</text:h>", *texts[:2], f"<text:p>{frame}</text:p>", below, *texts[2:])


def rich_text(alt: str, caption: str = "") -> bytes:
    told = rf"{{\*\picprop{{\sp{{\sn wzDescription}}{{\sv {coded(alt)}}}}}}}" if alt else ""
    picture = rf"{{\*\shppict{{\pict{told}\pngblip 89504e47}}}}{{\nonshppict{{\pict\wmetafile8 0100}}}}"
    texts = [rf"\pard {coded(words)}\par" for words in PARAGRAPHS]
    below = [rf"\pard\s3 {coded(caption)}\par"] if caption else []
    made = rtf(rf"\pard\s15 {coded(HEADLINE)}\par", *texts[:2], rf"\pard {picture}\par", *below, *texts[2:])
    return made.replace(rb"{\s15 Title;}", rb"{\s15 Title;}{\s3 caption;}")


FORMS = {
    "word": lambda alt, caption: word(drawing(alt), caption),
    "word, above": lambda alt, caption: word(drawing(alt), caption, is_above=True),
    "word, old": lambda alt, caption: word(shape(alt), caption),
    "word, both": lambda alt, caption: word(alternatives(alt), caption),
    "open_document": open_document,
    "rtf": rich_text,
}
every_form = pytest.mark.parametrize("form", slow_but(("word", "open_document", "rtf"), FORMS))


def body(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


def read(form: str, alt: str, caption: str):
    reading = parse_clip(FORMS[form](alt, caption), "bericht")
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text
    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    return reading


def told(reading) -> list[str]:
    return [fact.value for fact in reading.said if fact.name == "picture"]


@every_form
@pytest.mark.parametrize(("alt", "caption"), [(ALT, LINE), ("", LINE), (ALT, ""), ("", "")])
def test_a_picture_has_its_caption_and_its_alternative_text(form, alt, caption):
    reading = read(form, alt, caption)

    words = [(picture.caption, picture.credit, picture.alt) for picture in reading.document.images]
    assert words == ([(CAPTION if caption else "", CREDIT if caption else "", alt)] if alt or caption else [])
    name = "picture 1" if form == "rtf" else "image1.png"
    assert told(reading) == [f"{name}: {alt}" if alt else name]
    assert [picture.before for picture in reading.document.images] == ([2] if alt or caption else [])


@every_form
@pytest.mark.parametrize("alt", ["image1.png", "Bild 3", "Grafik 12", "IMG_2041.JPG"])
def test_a_name_that_a_program_gave_is_no_alternative_text(form, alt):
    reading = read(form, alt, "")

    assert not reading.document.images
    assert len(told(reading)) == 1


def test_a_picture_in_a_table_is_told_below_it():
    data = with_relations(
        docx(*map(par, (HEADLINE, *PARAGRAPHS)), grid(("Ort", "Bild"), ("Muldenau", par(drawing(ALT)))))
    )
    reading = parse_clip(data, "m.docx")

    assert told(reading) == [f"image1.png: {ALT}"]
    assert [picture.alt for picture in reading.document.images] == [ALT]


@every_form
def test_the_article_has_the_picture_with_its_words(db, form):
    article = importer.import_clip(FORMS[form](ALT, LINE), "bericht").article

    image = Image.objects.get()
    assert (image.caption, image.credit, image.alt_text) == (CAPTION, CREDIT, ALT)
    assert [placement.image for placement in article.placements.all()] == [image]


def letter(page: str, plain: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["To"] = "presse@auenfeld.example", HEADLINE, "post@blatt.example"
    if plain:
        message.set_content(plain)
        message.add_alternative(page, subtype="html")
    else:
        message.set_content(page, subtype="html")
    inner = message.get_payload()[1] if plain else message
    inner.add_related(b"\x89PNG\r\n", "image", "png", cid="<bau@a>", filename="bau.png")
    inner.add_related(b"\x89PNG\r\n", "image", "png", cid="<logo@a>", filename="logo.png")
    message.make_mixed()
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="gross.jpg")
    return message.as_bytes()


def outlook(page: str, plain: str = "") -> bytes:
    files = [
        file("bau.png", b"\x89PNG\r\n", "image/png", "bau@a"),
        file("logo.png", b"\x89PNG\r\n", "image/png", "logo@a"),
        file("gross.jpg", b"\xff\xd8\xff", "image/jpeg"),
    ]
    return msg({SUBJECT: HEADLINE, HTML: page, **({BODY: plain} if plain else {})}, files)


def shown(alt: str, place: int = 2) -> str:
    paragraphs = [f"<p>{words}</p>" for words in (HEADLINE, *PARAGRAPHS)]
    paragraphs.insert(place + 1, f'<p><img src="cid:bau@a" alt="{alt}"></p>')
    return f'<html><body>{"".join(paragraphs)}<p><img alt="Stadtlogo Auenfeld" src="cid:logo@a"></p></body></html>'


@pytest.mark.parametrize("plain", ["", TEXT])
@pytest.mark.parametrize("make", [letter, outlook])
def test_a_picture_in_a_mail_has_the_alternative_text_of_its_page(make, plain):
    reading = parse_clip(make(shown(f"{ALT} &amp; mehr"), plain), "brief")

    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert told(reading) == [f"bau.png: {ALT} & mehr", "logo.png", "gross.jpg"]
    place = len(reading.document.body) if plain else 2  # the plain text does not say where it stands
    assert [(picture.alt, picture.before) for picture in reading.document.images] == [(f"{ALT} & mehr", place)]
    assert [child.name for child in reading.children] == ["gross.jpg"]


def test_a_picture_in_what_a_mail_answers_is_told_only():
    page = shown(ALT).replace("<p><img src", "</p><div class='gmail_quote'><p><img src")
    reading = parse_clip(letter(page), "brief.eml")

    assert f"bau.png: {ALT}" in told(reading)
    assert not reading.document.images


def test_the_pictures_of_a_pdf_are_told_with_their_pages():
    reading = parse_clip(pdf(flow(PARAGRAPHS), flow(PARAGRAPHS), picture=True), "m.pdf")

    assert told(reading) == ["page 1, 1 picture", "page 2, 1 picture"]
    assert not reading.document.images
