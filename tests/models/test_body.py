"""The body's grammar."""

import re
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models.fields import body
from articles.models.fields.body import Block
from tests.rounds import every
from tests.timing import grows_in_proportion


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<p>Eins</p><script>alert(1)</script>", "<p>Eins</p>"),
        ('<p onclick="x()">Eins</p>', "<p>Eins</p>"),
        ('<p><a href="javascript:alert(1)">hier</a></p>', "<p><a>hier</a></p>"),
        (
            '<p><a href="https://example.org/" target="_top">hier</a></p>',
            '<p><a href="https://example.org/">hier</a></p>',
        ),
        ("<h1>Groß</h1>", "<p>Groß</p>"),
        ("loser Text", "<p>loser Text</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ('<figure data-image="7"><img src=x onerror=alert(1)></figure>', '<figure data-image="7"></figure>'),
        ('<figure data-image="7 or 1=1"></figure>', ""),
        ("<ul><li><p>eins</p></li><li>zwei</li></ul>", "<ul><li>eins</li><li>zwei</li></ul>"),
        ("<blockquote><p>Ja.</p><p>Nein.</p></blockquote>", "<blockquote><p>Ja.</p><p>Nein.</p></blockquote>"),
        ("<p></p><p> </p>", ""),
        ("<p>eins<p>zwei", "<p>eins</p>\n<p>zwei</p>"),
    ],
)
def test_a_body_keeps_the_grammar_and_nothing_else(given_html, kept):
    assert body.clean(given_html) == kept


@given(st.text(alphabet="<>/pahulifgre=\"' dt-1&;\n\x00äscript", max_size=80))
def test_cleaning_a_clean_body_changes_nothing(markup):
    once = body.clean(markup)

    assert body.clean(once) == once


PIECES = [
    *("<p>", "</p>", "\n", "</p>\n<p>", "<h2>", "</h2>\n", "\n<h3>", "</h3>", "<br>", '<figure data-image="'),
    *(
        '"></figure>',
        "7",
        "0",
        "<li>",
        "Rat",
        "Bau ",
        " Ende.",
        "\t",
        "\r",
        "\x0b",
        "\x00",
        "\x85",
        "\xa0",
        "\x1c",
        "\ufffe",
    ),
    *("&amp;", "&lt;", "&gt;", "&amp", "&nbsp;", "&", "<", ">", '"', "href='x'", "\ud800", "\u200b", "ß", "\U0001f600"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_body_is_taken_for_clean_only_if_cleaning_changes_nothing(markup):
    for each in (markup, f"<p>{markup}</p>", f"<p>Rat</p>\n<h2>{markup}</h2>"):
        assert body.clean(each) == body.clean(f"{each}<b></b>")  # a mark without words is cleaned away


@pytest.mark.parametrize("step", every(61))
def test_any_character_is_taken_for_clean_only_if_cleaning_keeps_it(step):
    for character in map(chr, range(0, sys.maxunicode + 1, step)):
        markup = f"<p>{character}Rat{character}{character}Bau</p>"

        assert body.clean(markup) == body.clean(f"{markup}<b></b>"), ascii(character)


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20), min_size=1, max_size=5))
def test_words_put_into_a_body_come_out_again(words):
    markup = body.compose([Block("paragraph", " ".join(words))])

    assert body.plain_text(body.clean(markup)) == " ".join(words)


def test_blocks_are_typed_and_in_order():
    markup = (
        '<p>Eins</p><h2>Zwei</h2><figure data-image="3"></figure><ol><li>Vier</li></ol><blockquote>Fünf</blockquote>'
    )

    kinds = [(b.kind, b.text or b.image) for b in body.parse(markup)]

    assert kinds == [
        ("paragraph", "Eins"),
        ("subheading", "Zwei"),
        ("image", 3),
        ("list_item", "Vier"),
        ("quote", "Fünf"),
    ]


def test_every_write_is_cleaned_also_an_update_of_many_rows(make_article):
    article = make_article(body="<p>Gut</p><script>böse()</script>")
    again = make_article(body="<p>Gut</p>")

    type(article).objects.filter(pk=again.pk).update(body="<p>Neu</p><script>böse()</script>")

    article.refresh_from_db()
    again.refresh_from_db()
    assert [article.body, again.body] == ["<p>Gut</p>", "<p>Neu</p>"]


@pytest.mark.parametrize("tag", ["blockquote", "ul", "em", "figure"])
def test_however_deep_a_body_is_nested_no_word_is_lost(tag):
    markup = "<p>vorher</p>" + f"<{tag}>" * 5_000 + "tief" + f"</{tag}>" * 5_000 + "<p>nachher</p>"

    assert body.plain_text(body.clean(markup)).split() == ["vorher", "tief", "nachher"]


def test_a_long_body_is_cleaned_in_linear_time():
    def seconds(n: int) -> float:
        markup = "<p>Ein Satz mit <em>Betonung</em>.</p>" * n
        body.clean.cache_clear()
        start = time.process_time()
        body.clean(markup)
        return time.process_time() - start

    assert grows_in_proportion(seconds, size=2_000, slack=0.01)
    assert not re.search("script", body.clean("<script>" * 1000))
