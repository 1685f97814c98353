"""Exports of WordPress and Ghost: posts with authors, categories, pictures and readers' comments."""

import json

import pytest

from articles.parser.identifiers import read_identifiers
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.parser.formats.news_samples import (
    MARKUP,
    ghost,
    ghost_post,
    ninjs,
    rss,
    rss_item,
    wxr,
    wxr_comment,
    wxr_item,
    wxr_picture,
)
from tests.parser.formats.samples import HEADLINE, PARAGRAPHS
from tests.parser.formats.test_news import RICH, RICH_BLOCKS, body, held, read, roles, said

OLD = "\n\n".join(PARAGRAPHS)
BLOCKS = "\n".join(f"<!-- wp:paragraph -->\n<p>{p}</p>\n<!-- /wp:paragraph -->\n" for p in PARAGRAPHS)


@pytest.mark.parametrize("content", [MARKUP, OLD, OLD.replace("\n\n", "\r\n\r\n"), BLOCKS])
def test_a_post_of_wordpress_is_the_article(content):
    reading = read(wxr(wxr_item(content=content)))

    document = reading.document
    assert reading.format == "wordpress"
    assert (document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert (document.authors, document.source) == (("Petra Vorlage",), "Auenbote")
    assert document.date.at.isoformat() == "2024-03-03T16:45:00+00:00"
    assert (said(reading, "keyword"), said(reading, "status")) == (["Verkehr"], ["usable"])
    assert said(reading, "guid") == ["https://auenbote.example/?p=1"]
    assert (reading.language, held(reading)) == ("de", ())
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text


def test_the_day_of_a_post_is_that_of_its_place():
    item = (
        wxr_item().replace("2024-03-03 17:45:00", "2024-03-04 00:15:00").replace("2024-03-03 16:45", "2024-03-03 23:15")
    )
    date = read(wxr(item)).document.date

    assert (date.value.isoformat(), date.at.isoformat()) == ("2024-03-04", "2024-03-03T23:15:00+00:00")


@pytest.mark.parametrize("status", ["draft", "pending", "private", "trash", "auto-draft"])
def test_what_is_not_public_is_held_back(status):
    assert held(read(wxr(wxr_item(status=status)))) == ("not_for_publication",)
    assert held(read(ghost(ghost_post(status=status)))) == ("not_for_publication",)


def test_a_draft_withdraws_nothing():
    for data in (wxr(wxr_item(status="draft")), ghost(ghost_post(status="draft")), wxr(wxr_item(status="trash"))):
        assert read_identifiers(read(data)).event == ""


def test_what_is_to_appear_later_has_an_embargo():
    item = wxr_item(status="future").replace("2024-03-03", "2124-03-03")
    posts = (read(wxr(item)), read(ghost(ghost_post(status="scheduled", published_at="2124-03-03T16:45:00.000Z"))))

    for reading in posts:
        assert reading.document.embargo_until.isoformat() == "2124-03-03T16:45:00+00:00"


def test_a_post_with_a_password_is_held_back():
    item = wxr_item(more="<wp:post_password><![CDATA[geheim]]></wp:post_password>")

    assert held(read(wxr(item))) == ("not_for_publication",)


def test_posts_and_pages_are_clips_of_their_own_and_what_belongs_to_the_system_is_not():
    reading = read(
        wxr(
            wxr_item(1),
            wxr_item(2, kind="page"),
            wxr_item(3, kind="nav_menu_item"),
            wxr_item(4, kind="revision"),
            wxr_item(5, kind="wp_global_styles"),
            wxr_picture(6, 1),
        )
    )

    assert (reading.document, len(reading.children)) == (None, 2)
    for number, child in enumerate(reading.children, start=1):
        inner = parse_clip(child.data, child.name)
        assert (inner.format, inner.document.headline, body(inner)) == ("wordpress", HEADLINE, list(PARAGRAPHS))
        assert inner.document.authors == ("Petra Vorlage",)
        assert said(inner, "picture") == (["https://auenbote.example/bild6.jpg"] if number == 1 else [])
        assert f"?p={number}" in reading.text[slice(*child.span)]


def test_pictures_of_a_post_have_their_captions():
    shown = "<wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[9]]></wp:meta_value>"
    reading = read(wxr(wxr_item(1, more=f"<wp:postmeta>{shown}</wp:postmeta>"), wxr_picture(9, 0)))

    assert said(reading, "picture") == ["https://auenbote.example/bild9.jpg"]
    assert [one.caption for one in reading.document.images] == ["Die Brücke am Morgen."]
    assert roles(reading, "Die Brücke am Morgen.") == {Role.CAPTION}


def test_short_codes_are_no_text():
    caption = '[caption id="a" width="300"]<img src="b.jpg" /> Die Brücke am Morgen. Foto: Max Muster[/caption]'
    reading = read(wxr(wxr_item(content=f'{OLD}\n\n{caption}\n\nMehr dazu morgen.\n\n[gallery ids="1,2"]')))

    assert body(reading) == [*PARAGRAPHS, "Mehr dazu morgen."]
    assert [(one.caption, one.credit) for one in reading.document.images] == [("Die Brücke am Morgen.", "Max Muster")]


def test_structures_of_a_post_stay_what_they_are():
    for data in (wxr(wxr_item(content=MARKUP + RICH)), ghost(ghost_post(html=MARKUP + RICH))):
        blocks = [(block.kind, block.text) for block in read(data).document.body]
        assert blocks[-len(RICH_BLOCKS) :] == RICH_BLOCKS


def test_comments_have_authors_times_and_parents():
    comments = (
        wxr_comment(2, "Das sehe ich &amp; viele anders.\n\nGanz anders.", parent=1, author="Leser Zwei")
        + wxr_comment(1, "Endlich ist die Brücke fertig!")
        + wxr_comment(3, "Werbung", approved="spam")
        + wxr_comment(4, "Ungeprüft", approved="0")
        + wxr_comment(5, "Verweis").replace("<wp:comment_type>comment", "<wp:comment_type>pingback")
        + wxr_comment(6, "Ich auch.", parent=2, author="Leserin Drei")
    )
    reading = read(wxr(wxr_item(more=comments)))

    assert [(one.author, one.text, one.parent) for one in reading.document.comments] == [
        ("Leserin Eins", "Endlich ist die Brücke fertig!", None),
        ("Leser Zwei", "Das sehe ich & viele anders.\n\nGanz anders.", 0),
        ("Leserin Drei", "Ich auch.", 1),
    ]
    assert reading.document.comments[0].written_at.isoformat() == "2024-03-03T17:01:00+00:00"
    assert roles(reading, "Endlich ist die Brücke fertig!") == {Role.COMMENT}
    assert roles(reading, "Leser Zwei") == {Role.COMMENT_AUTHOR}
    assert roles(reading, "Werbung") == {Role.BOILERPLATE}
    assert body(reading) == list(PARAGRAPHS)
    assert "unproven" not in {warning.code for warning in reading.warnings}
    for comment in reading.document.comments:
        assert comment.text.split()[0] in reading.text[slice(*comment.spans[0])]


LEXICAL = json.dumps(
    {
        "root": {
            "children": [
                *(
                    {"type": "paragraph", "children": [{"type": "text", "text": p[:40]}, {"text": p[40:]}]}
                    for p in PARAGRAPHS
                ),
                {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "Was nun kommt"}]},
                {"type": "paragraph", "children": [{"type": "text", "text": "Mehr dazu morgen."}]},
            ]
        }
    }
)
MOBILEDOC = json.dumps(
    {
        "version": "0.3.1",
        "cards": [["html", {"html": "<p>Mehr dazu morgen.</p>"}]],
        "sections": [
            *([1, "p", [[0, [], 0, p[:40]], [0, [], 0, p[40:]]]] for p in PARAGRAPHS),
            [1, "h2", [[0, [], 0, "Was nun kommt"]]],
            [10, 0],
        ],
    }
)


@pytest.mark.parametrize("fields", [{}, {"html": None, "plaintext": OLD}])
def test_a_post_of_ghost_is_the_article(fields):
    reading = read(ghost(ghost_post(**fields)))

    document = reading.document
    assert reading.format == "ghost"
    assert (document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert (document.authors, said(reading, "keyword")) == (("Petra Vorlage",), ["Verkehr"])
    assert document.date.at.isoformat() == "2024-03-03T16:45:00+00:00"
    assert said(reading, "picture") == ["https://auenbote.example/bruecke.jpg"]
    assert (said(reading, "guid"), said(reading, "status")) == (["0c1d-1"], ["usable"])
    assert held(reading) == ()


@pytest.mark.parametrize("fields", [{"lexical": LEXICAL}, {"mobiledoc": MOBILEDOC}])
def test_the_form_of_ghost_s_editors_is_read_where_there_is_no_markup(fields):
    reading = read(ghost(ghost_post(html=None, **fields)))

    assert body(reading) == [*PARAGRAPHS, "Was nun kommt", "Mehr dazu morgen."]
    assert [block.kind for block in reading.document.body].count("subheading") == 1
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text


def test_items_of_lists_and_lines_in_ghost_s_editor_are_not_glued_together():
    def item(*children: dict) -> dict:
        return {"type": "listitem", "children": list(children)}

    def words(text: str) -> dict:
        return {"type": "text", "text": text}

    inner = {"type": "list", "children": [item(words("Drei liegt darin."))]}
    children = [
        *({"type": "paragraph", "children": [words(p)]} for p in PARAGRAPHS),
        {
            "type": "list",
            "children": [item(words("Eins ist "), words("da.")), item(words("Zwei ist da.")), item(inner)],
        },
        {"type": "paragraph", "children": [words("Vier steht oben."), {"type": "linebreak"}, words("Fünf darunter.")]},
    ]
    reading = read(ghost(ghost_post(html=None, lexical=json.dumps({"root": {"children": children}}))))

    assert body(reading)[len(PARAGRAPHS) :] == [
        *("Eins ist da.", "Zwei ist da.", "Drei liegt darin."),
        "Vier steht oben. Fünf darunter.",
    ]


@pytest.mark.parametrize("card", ["²", "9" * 5000])
def test_a_section_of_a_card_that_is_not_there_is_passed_over(card):
    broken = MOBILEDOC.replace('"sections": [', f'"sections": [[10, {card}], ', 1)
    assert broken != MOBILEDOC

    assert body(read(ghost(ghost_post(html=None, mobiledoc=broken)))) == [
        *PARAGRAPHS,
        "Was nun kommt",
        "Mehr dazu morgen.",
    ]


def test_posts_of_ghost_are_clips_of_their_own():
    reading = read(ghost(ghost_post(), ghost_post(id="p2", title="Zweites")))

    assert [child.name for child in reading.children] == [
        f"0001 {HEADLINE}.json",
        "0002 Zweites.json",
    ]
    for child in reading.children:
        inner = parse_clip(child.data, child.name)
        assert (inner.document.authors, said(inner, "keyword")) == (("Petra Vorlage",), ["Verkehr"])


def test_the_excerpt_and_the_caption_of_a_post_of_ghost():
    caption = "Die Br&uuml;cke. <a href='x'>Foto</a>"
    reading = read(ghost(ghost_post(custom_excerpt="Auenfeld ist schnell.", feature_image_caption=caption)))

    assert reading.document.lead == "Auenfeld ist schnell."
    assert [one.caption for one in reading.document.images] == ["Die Brücke. Foto"]


def test_short_codes_in_a_word_do_not_tear_it():
    content = OLD.replace("Die neue", "[dropcap]D[/dropcap]ie neue").replace("[dropcap]", "[dropcap style='a']", 1)
    reading = read(wxr(wxr_item(content=content + "\n\nAnfang [sic] und Ende.")))

    assert body(reading) == [*PARAGRAPHS, "Anfang [sic] und Ende."]


GHOST = json.loads(ghost())["db"][0]
GHOST_FORMS = {  # of the same export
    "as versions before 2 had it": {"images": [], "data": GHOST},
    "the tables alone": {"meta": {}, **GHOST["data"]},
    "the answer of its API": {"posts": [ghost_post()]},
}


@pytest.mark.parametrize("form", GHOST_FORMS)
def test_older_forms_of_ghost_s_export_are_read_as_well(form):
    reading = read(GHOST_FORMS[form])

    assert (reading.format, reading.document.headline, body(reading)) == ("ghost", HEADLINE, list(PARAGRAPHS))


def test_a_time_in_milliseconds_is_a_day():
    day = read(ghost(ghost_post(published_at=1709484300000))).document.date

    assert day.at.isoformat() == "2024-03-03T16:45:00+00:00"


@pytest.mark.parametrize("form", ["wordpress", "ghost", "ninjs", "rss"])
def test_an_address_is_no_byline(form):
    data = {
        "wordpress": wxr(wxr_item()),
        "ghost": ghost(),
        "ninjs": json.dumps({**ninjs(1), "byline": "Petra Vorlage"}),
        "rss": rss(rss_item()),
    }[form]
    reading = read(data.replace("Petra Vorlage", "p.vorlage@bote.example"))

    assert (reading.document.byline, reading.document.authors) == ("", ())
    assert "p.vorlage@bote.example" in said(reading, "sender")
