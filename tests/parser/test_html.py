"""Pages made for the purpose: their article, and where in their source each part of it stands."""

import gc
import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.document import UnreadableClip
from articles.parser.html.tokenizer import parse
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.rounds import slow_but
from tests.timing import grows_in_proportion

SENTENCES = (
    "Die Fähre legte am Morgen mit zwei Stunden Verspätung ab, weil dichter Nebel über dem Hafen lag und niemand sah.",
    "Der Kapitän sprach von einer „ungewöhnlichen Lage“, wie er sie in dreißig Jahren auf See nicht erlebt habe.",
    "Die Reederei kündigte an, den Fahrplan bis zum Wochenende auszusetzen; Fahrgäste bekommen ihr Geld zurück.",
    "Am Kai warteten Hunderte Menschen, einige hatten ihre Zelte schon am Vorabend neben den Gleisen aufgeschlagen.",
)
MENU = '<nav class="menu"><ul><li><a href="/a">Politik</a></li><li><a href="/b">Sport</a></li></ul></nav>'
HEAD = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Nebel stoppt Fähre | Küstenblatt</title>
<meta property="og:title" content="Nebel stoppt die Fähre nach Norderhaven">
<meta property="og:site_name" content="Küstenblatt">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Nebel stoppt die Fähre nach Norderhaven",
"datePublished": "2024-06-19T08:30:00+02:00", "author": {"@type": "Person", "name": "Vera Muster"}}</script>
<script>var x = "<p>kein Text</p>";</script></head>"""


def page(body: str, head: str = HEAD) -> bytes:
    return f"{head}<body>{MENU}{body}<footer><p>Impressum und Datenschutz</p></footer></body></html>".encode()


MARKED = page(f"""<main><article>
<header><span class="kicker">Schifffahrt</span><h1>Nebel stoppt die Fähre nach Norderhaven</h1>
<p class="lead">Dichter Nebel hat den Verkehr lahmgelegt. Hunderte sitzen fest.</p>
<p class="author">Von <a href="/vera">Vera Muster</a></p><time datetime="2024-06-19">19. Juni 2024</time></header>
<figure><img src="f.jpg" alt="Fähre"><figcaption>Eine Fähre im Nebel. <span class="credit">Foto: Max Beispiel/dpa</span>
</figcaption></figure>
<p>Norderhaven (dpa) - {SENTENCES[0]}</p><p>{SENTENCES[1]} <b>Das&nbsp;bleibt.</b></p>
<div class="newsletter-box"><h3>Unser Newsletter</h3><p>{SENTENCES[3]}</p></div>
<h2>Geld zurück für alle</h2><p>{SENTENCES[2]}</p>
<div><h3><a href="/andere">Auch die Bahn fällt aus</a></h3><p>Auf den Gleisen ruht der Verkehr seit Tagen.</p></div>
<p>{SENTENCES[3]}</p></article></main>""")
# The same without a class name or an element that means anything.
PLAIN = page(f"""<div><div><h1>Nebel stoppt die Fähre nach Norderhaven</h1><div>Von Vera Muster</div></div>
<div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><h3>Geld zurück für alle</h3><p>{SENTENCES[2]}</p><p>{SENTENCES[3]}</p>
</div></div>""")


def blocks(reading) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in reading.document.body]


def test_a_page_is_read_without_its_menus_boxes_and_teasers():
    reading = parse_clip(MARKED, "faehre.html")

    assert blocks(reading) == [
        ("paragraph", SENTENCES[0]),
        ("paragraph", f"{SENTENCES[1]} Das bleibt."),
        ("subheading", "Geld zurück für alle"),
        ("paragraph", SENTENCES[2]),
        ("paragraph", SENTENCES[3]),
    ]


def test_what_stands_above_the_text_of_a_page_comes_into_its_fields():
    document = parse_clip(MARKED, "faehre.html").document

    assert (document.kicker, document.headline) == ("Schifffahrt", "Nebel stoppt die Fähre nach Norderhaven")
    assert document.lead == "Dichter Nebel hat den Verkehr lahmgelegt. Hunderte sitzen fest."
    assert (document.byline, document.authors) == ("Von Vera Muster", ("Vera Muster",))
    assert (document.dateline, [agency.name for agency in document.agencies]) == ("Norderhaven", ["dpa"])
    assert [(image.caption, image.credit) for image in document.images] == [
        ("Eine Fähre im Nebel.", "Max Beispiel/dpa")
    ]


def test_a_page_tells_its_outlet_date_and_language_in_its_metadata():
    reading = parse_clip(MARKED, "faehre.html")

    assert (reading.document.source, reading.language) == ("Küstenblatt", "de")
    assert reading.document.date.at.isoformat() == "2024-06-19T08:30:00+02:00"
    assert not reading.document.date.zone_is_assumed


def test_a_page_without_class_names_is_read_by_its_structure():
    reading = parse_clip(PLAIN, "faehre.html")

    assert reading.document.headline == "Nebel stoppt die Fähre nach Norderhaven"
    assert reading.document.byline == "Von Vera Muster"
    assert [kind for kind, _ in blocks(reading)] == ["paragraph", "paragraph", "subheading", "paragraph", "paragraph"]


def test_a_page_with_neither_heading_nor_byline_takes_both_from_its_metadata():
    reading = parse_clip(page(f"<div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></div>"), "faehre.html")

    assert reading.document.headline == "Nebel stoppt die Fähre nach Norderhaven"
    assert not reading.document.headline_is_provisional
    assert reading.document.byline == "Vera Muster"
    assert "headline_provisional" not in [warning.code for warning in reading.warnings]


def test_every_field_of_a_page_points_to_characters_of_its_source():
    reading = parse_clip(MARKED, "faehre.html")

    shown = {entry.field: [reading.text[slice(*span)] for span in entry.spans] for entry in reading.evidence}
    assert shown["headline"] == ["Nebel stoppt die Fähre nach Norderhaven"]
    assert shown["byline"] == ['Von <a href="/vera">Vera Muster']
    assert shown["source"] == ["Küstenblatt"]
    assert shown["date"] == ["2024-06-19T08:30:00+02:00"]
    assert reading.text[slice(*reading.document.body[1].span)].endswith("<b>Das&nbsp;bleibt.")


def test_the_source_of_a_page_is_accounted_for_tags_menus_and_scripts_included():
    reading = parse_clip(MARKED, "faehre.html")

    assert "".join(reading.text[slice(*segment.span)] for segment in reading.segments) == MARKED.decode()
    rules = {segment.rule for segment in reading.segments if segment.role is Role.BOILERPLATE}
    assert {"markup", "html_element_nav", "html_part_newsletter", "html_teaser"} <= rules


PIECES = [
    "<p>",
    "</p>",
    "<div class='nav'>",
    "</div>",
    "<h1>",
    "</h1>",
    "<!--",
    "-->",
    "<a href=x>",
    "</a>",
    "&amp;",
    "&nbsp",
]
PIECES += [
    "<",
    ">",
    '"',
    "'",
    "<br>",
    "<li>",
    "<script>",
    "</script>",
    "Wort ",
    "ä",
    "\n",
    "<figure>",
    "<title>",
    "<span hidden>",
    "</span>",
    "<time>",
    " (opens in new window) ",
    SENTENCES[0],
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60))
def test_the_segments_of_any_tag_soup_joined_are_the_soup(pieces):
    soup = "x" + "".join(pieces)

    reading = parse_clip(soup.encode(), "suppe.html")

    assert "".join(reading.text[slice(*segment.span)] for segment in reading.segments) == soup


@given(st.text())
def test_any_text_at_all_can_be_parsed_as_a_page(text):
    lines = parse(text).lines

    assert all(len(line.text) == len(line.source_starts) == len(line.source_ends) for line in lines)


def test_a_packed_page_is_the_same_page():
    packed = parse_clip(gzip.compress(MARKED, mtime=0), "faehre.html.gz")

    assert packed.document == parse_clip(MARKED, "faehre.html").document


def test_a_packed_page_that_swells_beyond_measure_is_refused():
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(gzip.compress(b" " * 30_000_000), "bombe.html.gz")

    assert refused.value.code == "too_large"


def test_a_damaged_packed_page_is_refused_with_a_sentence():
    with pytest.raises(UnreadableClip) as refused:
        parse_clip(b"\x1f\x8b\x08kaputt", "kaputt.html.gz")

    assert refused.value.code == "damaged"


def test_a_page_is_read_in_the_encoding_that_it_tells():
    source = MARKED.decode().replace('charset="utf-8"', 'charset="iso-8859-1"').replace("„", '"').replace("“", '"')

    reading = parse_clip(source.encode("cp1252"), "faehre.html")

    assert (reading.encoding, reading.text) == ("cp1252", source)


def test_a_menu_is_no_article():
    reading = parse_clip(
        page("<h1>Übersicht</h1><ul>" + "<li><a href='/x'>Mehr davon</a></li>" * 40 + "</ul>"), "menue.html"
    )

    assert reading.document is None
    assert "no_article" in [warning.code for warning in reading.warnings]


HOSTILE = ["<div>", "<", '<a x="', "<!--", "</div>", "<p>a", "&amp;", "<h2><a href=x>T</a></h2>", "<li>"]


@pytest.mark.parametrize("piece", slow_but(set(HOSTILE) - {"<p>a", "<h2><a href=x>T</a></h2>"}, HOSTILE))
def test_a_hostile_page_costs_time_in_proportion_to_its_length(piece):
    assert grows_in_proportion(lambda size: seconds(piece * (size // len(piece))), size=15_000, slack=0.2)


def seconds(source: str) -> float:
    """Processor time, without the garbage collector's rounds."""
    gc.disable()
    start = time.process_time()
    parse_clip(b"x" + source.encode(), "feindlich.html")
    taken = time.process_time() - start
    gc.enable()
    return taken


THREAD = f"""<article><h1>Nebel stoppt die Fähre nach Norderhaven</h1><p>{SENTENCES[0]}</p>
<p>{SENTENCES[1]}</p></article>
<section id="comments" class="comments"><h3>4 Kommentare</h3><ol class="comment-list">
<li class="comment"><article class="comment-body"><footer><b class="fn">Möwe sagt:</b>
<time>19. Juni 2024 um 9:15 Uhr</time></footer><div class="comment-content"><p>Das war abzusehen.</p>
<p>Jedes Jahr das Gleiche.</p></div><button>Antworten</button></article>
<ol class="children"><li class="comment"><article class="comment-body"><footer><b class="fn">Robbe77 sagt:</b>
<time>19. Juni 2024 um 9:40 Uhr</time></footer>
<div class="comment-content"><p>Stimmt leider.</p></div></article></li></ol></li>
<li class="comment"><article class="comment-body"><p class="comment-title">Krabbe vor 3 Stunden</p>
<p>@Robbe77: Woher wissen Sie das?</p></article></li></ol></section>"""


def test_readers_comments_of_a_page_are_threaded_as_their_elements_are_nested():
    comments = parse_clip(page(THREAD), "faehre.html").document.comments

    assert [(comment.author, comment.parent, comment.text) for comment in comments] == [
        ("Möwe", None, "Das war abzusehen.\n\nJedes Jahr das Gleiche."),
        ("Robbe77", 0, "Stimmt leider."),
        ("Krabbe", 1, "Woher wissen Sie das?"),
    ]
    assert [comment.parent_is_inferred for comment in comments] == [False, False, True]


def test_a_comment_of_a_page_has_its_time_if_that_is_absolute():
    comments = parse_clip(page(THREAD), "faehre.html").document.comments

    assert comments[0].written_at.isoformat() == "2024-06-19T09:15:00+02:00"
    assert (comments[2].written_at, comments[2].written_text) == (None, "vor 3 Stunden")


def test_a_page_that_announces_more_comments_than_it_holds_is_flagged():
    reading = parse_clip(page(THREAD), "faehre.html")

    assert [warning.message for warning in reading.warnings if warning.code == "comment_count_differs"] == [
        "The clip announces 4 comments; 3 were found."
    ]


def test_comments_that_are_longer_than_the_article_do_not_take_its_place():
    long = THREAD.replace("Stimmt leider.", " ".join(SENTENCES) * 5)

    reading = parse_clip(page(long), "faehre.html")

    assert [text for _, text in blocks(reading)] == [SENTENCES[0], SENTENCES[1]]
    assert len(reading.document.comments) == 3


HERO = page(f"""<main><article><figure class="hero"><img src="a.jpg" alt="Die Fähre von oben"><figcaption>Die Fähre im
Hafen von Norderhaven. <span class="credit">Foto: Ben Beispiel/dpa</span></figcaption></figure>
<p class="kicker">Inselverkehr</p><h1>Nebel stoppt die Fähre nach Norderhaven</h1>
<h2>Erst am Abend fährt wieder ein Schiff</h2><p class="byline">Von Vera Muster</p>
<p>{SENTENCES[0]}</p><h2>Warten am Kai</h2><p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p></article></main>""")


def test_a_subheadline_and_the_picture_above_the_headline_come_into_their_fields():
    reading = parse_clip(HERO, "faehre.html")

    document = reading.document
    assert (document.kicker, document.subheadline) == ("Inselverkehr", "Erst am Abend fährt wieder ein Schiff")
    assert [(image.caption, image.credit, image.before) for image in document.images] == [
        ("Die Fähre im Hafen von Norderhaven.", "Ben Beispiel/dpa", 0)
    ]
    assert [block.text for block in document.body if block.kind == "subheading"] == ["Warten am Kai"]
    proven = {
        entry.field: reading.text[entry.spans[0][0] : entry.spans[0][1]] for entry in reading.evidence if entry.spans
    }
    assert proven["subheadline"] == document.subheadline
    assert {"kicker", "headline", "subheadline", "byline", "body", "images.0.caption", "images.0.credit"} <= set(proven)


def test_a_linked_picture_above_the_headline_is_a_teasers():
    teaser = '<figure><a href="/b"><img src="b.jpg"><figcaption>Wo heute gebaut wird</figcaption></a></figure>'

    assert (
        parse_clip(page(teaser + f"<h1>Nebel stoppt die Fähre</h1><p>{SENTENCES[0]}</p>"), "x.html").document.images
        == ()
    )
