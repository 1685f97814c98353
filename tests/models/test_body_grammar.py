"""Whatever is put together of the body's tags, and of others, is cleaned: no word is lost, and once is enough."""

import random
import re
import time
from collections.abc import Iterator
from html import escape, unescape

import pytest

from articles.models.fields import body
from articles.models.fields.body import Block

BLOCKS = ("p", "h2", "h3", "blockquote", "ul", "ol", "li", "figure")
TABLE = ("table", "table", "caption", "thead", "tbody", "tfoot", "tr", "tr", "th", "td", "td", "td", "dl", "dt", "dd")
MARKS = ("a", "strong", "em", "sub", "sup")
FOREIGN = (
    *("div", "span", "b", "h1", "object", "button", "pre", "font", "section", "col"),
    *("cite", "select", "option", "form", "textarea"),
    *("svg", "g", "text", "desc", "foreignObject", "math", "mi", "mtext", "template", "noscript", "noembed"),
    *("noframes", "xmp", "iframe", "my-own", "o:p"),
)
VOID = ("<hr>", "<img alt=''>", "<input>", "<embed>", "<br>", "<HR/>", "<image/>", "</div>", "</br>")
OPENINGS = {
    "a": ("<a>", "<a href>", '<a href="https://example.org/?a=1&amp;b=ä ö">', "<a href='mailto:x@example.org'>"),
    "td": ("<td>", "<td colspan=2>", "<TD rowspan='2' title=td>", "<td/>", "<td rowspan=0 colspan=99999999999>"),
    "th": ("<th>", "<th scope=col>", "<th COLSPAN=3>"),
    "figure": ("<figure>", '<figure data-image="7">', "<figure data-image=x>"),
}
WORDS = (
    *("Wort", " und ", "\n", "\n\n", "a &amp; b", "&lt;p&gt;", "&amp;lt;", "&nbsp;", "ß", "e\u0301", "\u202eabc\u202c"),
    *("\x0c", "\x0b", "\r", "\r\n", "&#13;", "\x01", "&#1;", "\ufffe", "\uffff", "\ud800", "\udfff", "\x00", "\x85"),
    *("\ufeff", "\u200b", "\U0001f600", "\U000e0001", "& ", "< ", ">", '"', "'", "&notit;", "&#xd800;", "&#0;", "]]>"),
)
WHOLE = re.compile(
    r"(?:(?:<p>(?P<p>.*?)</p>|<h([23])>.*?</h\2>|<blockquote>(?:<p>.*?</p>)+</blockquote>|<ul>(?:<li>.*?</li>)+</ul>"
    r"|<table>(?:<caption>.*?</caption>)?(?:<thead>(?:<tr>.*?</tr>)+</thead>)?(?:<tbody>(?:<tr>.*?</tr>)+</tbody>)?</table>"
    r'|<ol>(?:<li>.*?</li>)+</ol>|<figure data-image="\d+"></figure>)(?:\n(?=<)|$))*',
    re.DOTALL,
)
INSIDE = {  # what a block may stand in
    **dict.fromkeys(("h2", "h3", "blockquote", "ul", "ol", "figure", "table"), ([],)),
    **dict.fromkeys(("caption", "thead", "tbody"), (["table"],)),
    **dict.fromkeys(("th", "td"), (["tr"],)),
    "tr": (["thead"], ["tbody"]),
    "p": ([], ["blockquote"]),
    "li": (["ul"], ["ol"]),
}
NO_TEXT = ([], ["ul"], ["ol"], ["blockquote"], ["figure"], ["table"], ["thead"], ["tbody"], ["tr"])
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
            yield f"</{chance.choice([*BLOCKS, *MARKS, *TABLE])}>"
        else:
            names = [*BLOCKS, *MARKS, *(TABLE if chance.random() < 0.4 else ())]
            tag = chance.choice(names if chance.random() < 0.9 else FOREIGN)
            yield chance.choice(OPENINGS.get(tag, (f"<{tag}>",)))
            yield from made(chance, depth + 1)
            if chance.random() < 0.95:
                yield f"</{tag}>"


def letters(text: str) -> str:
    """What has to be kept: all but blanks, and what stands for no character at all."""
    return re.sub(r"[\s\x00-\x1f\ufeff\ufffe\uffff\ufffd\x85\ud800-\udfff]", "", text)


def words_of(markup: str) -> str:
    """The words of markup: what is no tag. Whatever `made()` begins with `<` and a letter is one."""
    return letters(unescape(re.sub(r"(?i)</?[a-z][^>]*>", "", markup)))


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
            tag = chance.choice([*body.PARTS, *body.GAPS, *BLOCKS, *TABLE * 2])
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
    for tag in (body.PARTS - {"hr"}) | {*BLOCKS, *TABLE}:
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
            "<table><tbody><tr><td>Name</td><td>Alter</td></tr><tr><td>Ute</td><td>40</td></tr></tbody></table>",
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
        ("Donau<wbr>dampf, <b>f</b>ett", "<p>Donaudampf, fett</p>"),
        ("H<sub>2</sub>O, m<sup>2<sup>x</sup></sup>", "<p>H<sub>2</sub>O, m<sup>2x</sup></p>"),
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


def table(*rows: str, head: str = "", caption: str = "") -> str:
    above = f"<caption>{caption}</caption>" if caption else ""
    above += f"<thead>{head}</thead>" if head else ""
    return f"<table>{above}<tbody>{''.join(rows)}</tbody></table>"


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def heads(*cells: str) -> str:
    return f"<tr>{''.join(f'<th scope=`col`>{cell}</th>' for cell in cells)}</tr>".replace("`", '"')


@pytest.mark.parametrize(
    ("markup_in", "kept"),
    [
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1<td>2</table>", table(row("1", "2"), head=heads("A", "B"))),
        ("<table><thead><tr><td>A<td>B</thead><tr><td>1<td>2</table>", table(row("1", "2"), head=heads("A", "B"))),
        ("<table><caption><b>T</b>itel</caption><tr><td>1<td>2</table>", table(row("1", "2"), caption="Titel")),
        ("<table><tr><th>A<td>1</table>", table('<tr><th scope="row">A</th><td>1</td></tr>')),
        ("<table><tr><td><p>a</p><p>b</p><td><ul><li>c<li>d</ul></table>", table(row("a<br>b", "c<br>d"))),
        ("<table><tr><td colspan=2>a<td>b<tr><td>c</table>", table(row("a", "", "b"), row("c", "", ""))),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", table(row("a", "b"), row("", "c"))),
        ("<table><tr><td><tr><td>a<td>b<tr></table>", table(row("a", "b"))),
        (
            "<table><tr><td>a<td><table><tr><td>b<td>c</table>d<td>e</table>f",
            table(row("a", "b<br>c<br>d", "e")) + "\n<p>f</p>",
        ),
        ("<table><tr><td>Rahmen <i>um</i> einen Text</table>", "<p>Rahmen um einen Text</p>"),
        ("<table><caption>T</caption><tr><td><p>a<p>b</table>", "<p>T</p>\n<p>a</p>\n<p>b</p>"),
        ("<table>vorn<tr><td>a<td>b</tr>mitten</table>", "<p>vorn</p>\n" + table(row("a", "b"), row("mitten", ""))),
        (
            '<blockquote>x<table><tr><td>a<td><figure data-image="7"></figure>b</table>y</blockquote>',
            f"<blockquote><p>x</p></blockquote>\n{table(row('a', 'b'))}\n"
            '<figure data-image="7"></figure>\n<blockquote><p>y</p></blockquote>',
        ),
        ("<table><tr><td><h2>a<td>b</table>c", table(row("a", "b")) + "\n<p>c</p>"),
        (
            "<table><tr><td><em>a<td>b</em><td>H<sub>2</sub>O</table>",
            table(row("<em>a</em>", "<em>b</em>", "H<sub>2</sub>O")),
        ),
        (
            "<dl><dt>Ort<dd>Muldenau<dd>am Fluss<dt>Tag<dt>Stunde<dd>neun</dl>aus",
            "<ul><li><strong>Ort</strong><br>Muldenau<br>am Fluss</li><li><strong>Tag</strong></li>"
            "<li><strong>Stunde</strong><br>neun</li></ul>\n<p>aus</p>",
        ),
        ("<dt>lose<dd>Teile", "<p>lose</p>\n<p>Teile</p>"),
    ],
)
def test_a_table_and_a_list_of_terms_keep_their_shape(markup_in: str, kept: str) -> None:
    assert body.clean(markup_in) == kept
    assert body.clean(kept) == kept


def test_the_text_of_a_table_has_a_line_for_each_row_and_makes_the_same_table() -> None:
    markup = table(row("Kind", "2"), head=heads("Karte", "Euro"), caption="Preise &amp; Karten")
    (block,) = body.parse(markup)

    assert (block.kind, block.text) == ("table", "Preise & Karten\n\nKarte\tEuro\nKind\t2")
    assert body.compose([Block("table", block.text, level=1)]) == markup
    assert body.compose([block]) == markup


def test_a_cell_that_claims_to_span_a_thousand_others_makes_no_table_of_a_thousand() -> None:
    spans = "<td colspan=1000 rowspan=1000>x"
    markup = f"<table>{f'<tr>{spans}{spans}' * 1000}</table>"

    cleaned = body.clean(markup)

    assert len(cleaned) < 100 * len(markup)
    assert body.clean(cleaned) == cleaned
    assert words_of(cleaned) == "x" * 2000
