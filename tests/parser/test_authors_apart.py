"""An author's place and function, and other authors, are no part of the name, however they stand beside it."""

import pytest

from articles.parser.document import Document
from articles.parser.pipeline import parse_clip

HEADLINE = "Freibad in Hangstedt öffnet später"
LEAD = "Das Freibad in Hangstedt öffnet in diesem Jahr erst im Juni. Das hat der Rat am Dienstag beschlossen."
TEXT = (
    "Die Pumpen müssen nach Angaben der Verwaltung erneuert werden. Die Arbeiten kosten rund 120.000 Euro.",
    "Der Förderverein will in der Zwischenzeit Kurse im Hallenbad anbieten. Dafür sucht er noch Helfer aus dem Ort.",
    "Im Herbst entscheidet der Rat über den Umbau der Kabinen. Im vergangenen Jahr kamen 41.000 Gäste in das Bad.",
)
ERIKA, MAX = "Erika Beispiel", "Max Muster"


def document(text: str, name: str) -> Document:
    """The article; every character of the clip is accounted for once."""
    clip = parse_clip(text.encode(), name)
    assert clip.document is not None
    assert "".join(clip.text[s.start : s.end] for s in clip.segments) == clip.text
    texts = [clip.document.lead, *(block.text for block in clip.document.body)]
    assert [text for text in texts if text] == [LEAD, *TEXT]
    return clip.document


def page(line: str) -> Document:
    text = "".join(f"<p>{part}</p>" for part in (LEAD, *TEXT))
    return document(f"<!DOCTYPE html><html><body><main><h1>{HEADLINE}</h1>{line}{text}</main></body></html>", "a.html")


def plain(line: str) -> Document:
    return document("\n\n".join((HEADLINE, line, LEAD, *TEXT)), "a.txt")


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<div><span>19. Juni 2024</span><span>Von Erika Beispiel</span><span>Muldenau</span></div>", f"Von {ERIKA}"),
        ("<div><span>Von Erika Beispiel</span><span>Muldenau</span><span>19. Juni 2024</span></div>", f"Von {ERIKA}"),
        ("<div>\n<span>Von Erika Beispiel</span>\n<span>Muldenau</span>\n</div>", f"Von {ERIKA}"),
        ("<div><div>Von Erika Beispiel</div><div>Muldenau</div></div>", f"Von {ERIKA}"),
        ("<p><b>Von Erika Beispiel</b><i>Berlin</i></p>", f"Von {ERIKA}, Berlin"),
        (
            "<p><span>Von</span><strong>Erika Beispiel</strong><small>Redakteurin</small></p>",
            f"Von {ERIKA}, Redakteurin",
        ),
        ("<p><span>By</span> <b>Erika Beispiel</b> <i>Staff Writer</i></p>", f"By {ERIKA}, Staff Writer"),
        ('<p class="author">Erika Beispiel<br>Redakteurin</p>', f"{ERIKA}, Redakteurin"),
        ('<p>Von <a href="/a">Erika Beispiel</a> <span>Redakteurin</span></p>', f"Von {ERIKA}, Redakteurin"),
        (
            '<div class="byline"><span class="name">Erika Beispiel</span><span class="role">Redakteurin</span></div>',
            f"{ERIKA}, Redakteurin",
        ),
        (
            '<div class="author"><span>Erika Beispiel</span><span>Korrespondentin in Paris</span></div>',
            f"{ERIKA}, Korrespondentin in Paris",
        ),
        ("<p>Von <span>Erika</span> <span>Beispiel</span></p>", f"Von {ERIKA}"),
    ],
)
def test_what_stands_beside_the_author_of_a_page_is_no_part_of_the_name(line: str, byline: str) -> None:
    found = page(line)

    assert (found.authors, found.byline) == ((ERIKA,), byline)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Von <span>Erika Beispiel</span> <span>Max Muster</span></p>",
        "<p>Von <span>Erika Beispiel</span><span>Max Muster</span></p>",
        "<p>Von <a>Erika Beispiel</a>\n<a>Max Muster</a></p>",
        "<p>Von Erika Beispiel<br>Max Muster</p>",
        '<p class="byline">By <b>Erika Beispiel</b> <b>Max Muster</b></p>',
    ],
)
def test_authors_of_a_page_stay_apart(line: str) -> None:
    found = page(line)

    assert found.authors == (ERIKA, MAX)
    assert found.byline.endswith(f"{ERIKA}, {MAX}")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("author", "beside"),
    [
        ("Von Erika Beispiel", "Muldenau"),
        ("By Erika Beispiel", "Staff Writer"),
        ("Von Erika Beispiel", "Lokalredaktion"),
        ("Erika Beispiel", "Redakteurin"),
        ("Erika Beispiel", "Chefredakteurin Musterblatt"),
        ("Erika Beispiel", "Senior Editor"),
    ],
)
def test_a_line_below_the_author_is_no_part_of_the_name(author: str, beside: str, gap: str) -> None:
    found = plain(f"{author}{gap}{beside}")

    assert (found.authors, found.byline) == ((ERIKA,), author)


@pytest.mark.parametrize(
    "line", ["Erika Beispiel Redakteurin", "Erika Beispiel, Reporterin", "Erika Beispiel Korrespondentin in Berlin"]
)
def test_a_name_with_a_function_in_the_head_is_the_author(line: str) -> None:
    assert plain(line).authors == (ERIKA,)


@pytest.mark.parametrize("line", ["Von Erika Beispiel\nund Max Muster", "Von Erika Beispiel\nMax Muster"])
def test_authors_on_two_lines_are_two(line: str) -> None:
    found = plain(line)

    assert (found.authors, found.byline) == ((ERIKA, MAX), f"Von {ERIKA}, {MAX}")
