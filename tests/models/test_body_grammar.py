"""Whatever is put together of the body's tags, and of others, is cleaned: no word is lost, and once is enough."""

import random
import re
import time
from collections.abc import Iterator
from html import escape, unescape

import pytest

from articles.models.fields import body

BLOCKS = ("p", "h2", "h3", "blockquote", "ul", "ol", "li", "figure")
MARKS = ("a", "strong", "em")
FOREIGN = (
    *("div", "span", "b", "h1", "table", "tr", "td", "object", "button", "pre", "font", "section", "dl", "dd"),
    *("cite", "select", "option", "form", "textarea"),
    *("svg", "g", "text", "desc", "foreignObject", "math", "mi", "mtext", "template", "noscript", "noembed"),
    *("noframes", "xmp", "iframe", "my-own", "o:p"),
)
VOID = ("<hr>", "<img alt=''>", "<input>", "<embed>", "<br>", "<HR/>", "<image/>", "</div>", "</br>")
OPENINGS = {
    "a": ("<a>", "<a href>", '<a href="https://example.org/?a=1&amp;b=ä ö">', "<a href='mailto:x@example.org'>"),
    "figure": ("<figure>", '<figure data-image="7">', "<figure data-image=x>"),
}
WORDS = (
    *("Wort", " und ", "\n", "\n\n", "a &amp; b", "&lt;p&gt;", "&amp;lt;", "&nbsp;", "ß", "e\u0301", "\u202eabc\u202c"),
    *("\x0c", "\x0b", "\r", "\r\n", "&#13;", "\x01", "&#1;", "\ufffe", "\uffff", "\ud800", "\udfff", "\x00", "\x85"),
    *("\ufeff", "\u200b", "\U0001f600", "\U000e0001", "& ", "< ", ">", '"', "'", "&notit;", "&#xd800;", "&#0;", "]]>"),
)
WHOLE = re.compile(
    r"(?:(?:<p>(?P<p>.*?)</p>|<h([23])>.*?</h\2>|<blockquote>(?:<p>.*?</p>)+</blockquote>|<ul>(?:<li>.*?</li>)+</ul>"
    r'|<ol>(?:<li>.*?</li>)+</ol>|<figure data-image="\d+"></figure>)(?:\n(?=<)|$))*',
    re.DOTALL,
)
INSIDE = {  # what a block may stand in
    **dict.fromkeys(("h2", "h3", "blockquote", "ul", "ol", "figure"), ([],)),
    "p": ([], ["blockquote"]),
    "li": (["ul"], ["ol"]),
}
NO_TEXT = ([], ["ul"], ["ol"], ["blockquote"], ["figure"])
TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")


def made(chance: random.Random, depth: int = 0) -> Iterator[str]:
    """A piece of a body, mostly as it should be, and sometimes with an end left out or too much."""
    for _part in range(chance.randint(1, 4)):
        kind = chance.random()
        if kind < 0.35 or depth > 6:
            yield from chance.choices(WORDS, k=chance.randint(1, 3))
        elif kind < 0.42:
            yield "<br>" * chance.randint(1, 4)
        elif kind < 0.45:
            yield f"</{chance.choice([*BLOCKS, *MARKS])}>"
        else:
            tag = chance.choice([*BLOCKS, *MARKS] if chance.random() < 0.9 else FOREIGN)
            yield chance.choice(OPENINGS.get(tag, (f"<{tag}>",)))
            yield from made(chance, depth + 1)
            if chance.random() < 0.95:
                yield f"</{tag}>"


def letters(text: str) -> str:
    """What has to be kept: all but blanks, and what stands for no character at all."""
    return re.sub(r"[\s\x00-\x1f\ufeff\ufffe\uffff\ufffd\x85\ud800-\udfff]", "", text)


def words_of(markup: str) -> str:
    """The words of markup: what is no tag. Whatever `made()` begins with `<` and a letter is one."""
    return letters(unescape(re.sub(r"</?[a-z][^>]*>", "", markup)))


def faults(markup: str) -> list[str]:
    """What is wrong with the cleaned body."""
    once = body.clean(markup)
    problems = []
    if body.clean(once) != once:
        problems.append("changes when it is cleaned again")
    if words_of(once) != words_of(markup) and sorted(words_of(once)) != sorted(words_of(markup)):
        problems.append("has other words")
    if letters(body.plain_text(once)) != words_of(once):
        problems.append("has other blocks than words")
    if not WHOLE.fullmatch(once):
        problems.append("is outside the grammar")
    return problems + [f"{fault} in {once!r}" for fault in nesting(once)]


def nesting(markup: str) -> Iterator[str]:
    """Tags that do not fit."""
    open_tags: list[str] = []
    for is_end, tag in TAG.findall(markup):
        if tag == "br":
            continue
        if is_end:
            if not open_tags or open_tags.pop() != tag:
                yield f"</{tag}> closes nothing"
        elif tag in open_tags:
            yield f"<{tag}> in itself"
        elif tag not in body.TAGS or (
            open_tags[-1:] not in INSIDE[tag] if tag in INSIDE else open_tags[-1:] in NO_TEXT
        ):
            yield f"<{tag}> in {open_tags}"
        else:
            open_tags.append(tag)
    if open_tags:
        yield f"{open_tags} stay open"


def walk(seed: int, number: int) -> None:
    chance = random.Random(seed)
    failures = {}
    for _n in range(number):
        markup = "".join(made(chance))
        if problems := faults(markup):
            failures[markup] = problems
    assert not failures, min(failures.items(), key=lambda item: len(item[0]))


def test_bodies_of_every_make_are_cleaned_once_and_for_all() -> None:
    walk(1, 300)


def apart(chance: random.Random, words: list[str], depth: int = 0) -> Iterator[str]:
    """Words, each marked or not, one a stretch of text, in elements that stand apart, one in the other or left open."""
    for part in range(chance.randint(1, 4)):
        kind = chance.random()
        if depth > 6 or (kind < 0.3 and not part):
            words.append(f"w{len(words)}w")
            marks = ("{}", "<em>{}</em>", "<b><i>{}</i></b>", "<a href='/x?<p>'>{}</a>", "<g><my-own>{}</g>", "<tt>{}")
            yield chance.choice(marks).format(words[-1])
            return
        if kind < 0.4:
            yield chance.choice(VOID)
        else:
            tag = chance.choice([*body.PARTS, *body.GAPS, *BLOCKS])
            tag = tag.upper() if chance.random() < 0.1 else tag
            end = f"</{tag}>" if chance.random() < 0.9 else ""
            yield f"<{tag}>{''.join(apart(chance, words, depth + 1))}{end}"


def run_together(seed: int, number: int) -> None:
    chance = random.Random(seed)
    failures = {}
    for _n in range(number):
        words: list[str] = []
        markup = "".join(apart(chance, words))
        once = body.clean(markup)
        is_whole = body.clean(once) == once and WHOLE.fullmatch(once)
        if body.plain_text(once).split() != words or not is_whole or list(nesting(once)):
            failures[markup] = once
    assert not failures, min(failures.items(), key=lambda item: len(item[0]))


def test_words_of_elements_that_stand_apart_never_run_together() -> None:
    run_together(1, 300)


@pytest.mark.slow
def test_words_never_run_together_in_twenty_thousand_bodies() -> None:
    run_together(2, 20_000)


def test_what_stands_in_a_block_of_any_name_is_a_block_of_its_own() -> None:
    for tag in (body.PARTS - {"hr"}) | set(BLOCKS):
        cleaned = body.clean(f"vorn<{tag}>mitten</{tag}>hinten")

        assert body.plain_text(cleaned) == "vorn\n\nmitten\n\nhinten", tag
        assert body.clean(cleaned) == cleaned


def test_what_stands_in_an_element_of_any_other_name_stays_in_its_line() -> None:
    for tag in (*body.GAPS, "b", "span", "g", "mrow", "clippath", "set", "view", "list", "my-own", "o:p", "colgroup"):
        cleaned = body.clean(f"vorn <{tag}>mitten</{tag}> hinten")

        assert body.plain_text(cleaned) == "vorn mitten hinten", tag


@pytest.mark.parametrize(
    ("markup_in", "kept"),
    [
        (
            "<table><tr><td>Name<td>Alter<tr><td>Ute<td>40</table>",
            "<p>Name</p>\n<p>Alter</p>\n<p>Ute</p>\n<p>40</p>",
        ),
        ("<tr><td>Name</td><td>Alter</td></tr>", "<p>Name</p>\n<p>Alter</p>"),
        ("<select><option>eins<option>zwei", "<p>eins</p>\n<p>zwei</p>"),
        ("<blockquote>z<cite>wer</cite>", "<blockquote><p>z wer</p></blockquote>"),
        ("<blockquote><div>a</div><div>b</div></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<ul><li><div>a</div><div>b</div></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<h2><strong>a<div>b</div></strong></h2>", "<h2><strong>a</strong></h2>\n<h2><strong>b</strong></h2>"),
        ("<p>eins<img alt='Bildtext'>zwei", "<p>eins zwei</p>"),
        ("<p>eins <img> zwei<img>", "<p>eins  zwei</p>"),
        (
            "„<cite>Faust</cite>“, (<cite>Urfaust</cite>) und <cite>Egmont</cite>.",
            "<p>„Faust“, (Urfaust) und Egmont.</p>",
        ),
        ("Donau<wbr>dampf, H<sub>2</sub>O, <b>f</b>ett", "<p>Donaudampf, H2O, fett</p>"),
        ("a<svg><text>drin</text></svg>b<math><mtext>m</mtext></math>c", "<p>a drin b m c</p>"),
        ("<text>Ein ganzer Bericht.</text>", "<p>Ein ganzer Bericht.</p>"),
        ("<template>a</template>b", "<p>a</p>\n<p>b</p>"),
        ("a<xmp>b</xmp><noscript>c</noscript>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<a href='/?<td>'>x</a>", '<p><a href="/?%3Ctd%3E">x</a></p>'),
        ("a<script>'<div>b'</script>c<style>d</style><title>e</title>", "<p>ac</p>"),
    ],
)
def test_what_is_outside_the_grammar_leaves_a_boundary_where_it_showed_one(markup_in: str, kept: str) -> None:
    assert body.clean(markup_in) == kept


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
def test_a_hundred_thousand_bodies_are(seed: int) -> None:
    walk(seed, 10_000)


@pytest.mark.parametrize(
    ("markup_in", "kept"),
    [
        ("<strong><p>x</p></strong>", "<p><strong>x</strong></p>"),
        ("<a href><p>x</p><p>y</p></a>", '<p><a href="">x</a></p>\n<p><a href="">y</a></p>'),
        (
            '<a href="https://example.org/"><h2>x</h2>y<ul><li>z</li></ul></a>',
            '<h2><a href="https://example.org/">x</a></h2>\n<p><a href="https://example.org/">y</a></p>\n'
            '<ul><li><a href="https://example.org/">z</a></li></ul>',
        ),
        (
            "<em>a<strong><p>b</p></strong>c</em>",
            "<p><em>a</em></p>\n<p><em><strong>b</strong></em></p>\n<p><em>c</em></p>",
        ),
        ("<ul>vorn<li>eins</li>hinten</ul>", "<ul><li>vorn</li><li>eins</li><li>hinten</li></ul>"),
        (
            '<blockquote>a<figure data-image="7"></figure>b</blockquote>',
            '<blockquote><p>a</p></blockquote>\n<figure data-image="7"></figure>\n<blockquote><p>b</p></blockquote>',
        ),
        (
            "<blockquote><strong>a<br><br>b</strong></blockquote>",
            "<blockquote><p><strong>a</strong></p><p><strong>b</strong></p></blockquote>",
        ),
        ("a\x0cb\x01c\ufffe\ud800", "<p>a bc\ufffd</p>"),
        ("<p>a&#13;&#10;b</p>", "<p>a\nb</p>"),
    ],
)
def test_what_reaches_over_blocks_is_laid_out_in_each(markup_in: str, kept: str) -> None:
    assert body.clean(markup_in) == kept


@pytest.mark.parametrize(
    "pair", [("strong", "p"), ("a", "p"), ("em", "blockquote"), ("li", "ul"), ("a", "em"), ("figure", "p")]
)
def test_however_deep_it_is_nested_it_takes_a_moment(pair: tuple[str, str]) -> None:
    depth = 3_000
    markup = "".join(f"<{item}><{two}>x" for item, two in [pair] * depth) + f"</{pair[1]}></{pair[0]}>" * depth
    begun = time.process_time()

    cleaned = body.clean(markup)

    assert words_of(cleaned) == "x" * depth
    assert time.process_time() - begun < 20


def test_every_character_is_kept_or_is_none() -> None:
    every = [
        chr(n)
        for n in [
            *range(0x3000),
            *range(0xD7F0, 0xE010),
            *range(0xFDC0, 0xFE20),
            *range(0xFFF0, 0x10010),
            *range(0xE0000, 0xE0100),
            0x10FFFF,
        ]
    ]

    for first in range(0, len(every), 500):
        markup_in = "".join(f"{c}." for c in every[first : first + 500])
        cleaned = body.clean(f"<p>{escape(markup_in)}</p>")
        assert letters(body.plain_text(cleaned)) == letters(markup_in)
        assert body.clean(cleaned) == cleaned
