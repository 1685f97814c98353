"""Readers' comments in the elements and under the heads that pages give them, generated."""

from collections.abc import Callable
from itertools import product

import pytest

from articles.parser.pipeline import parse_clip
from tests.rounds import every_pair

PARAGRAPHS = (
    "Die Stadtwerke wollen die Turbine am alten Wehr im kommenden Frühjahr gegen eine leisere tauschen.",
    "Nach Angaben der Betriebsleiterin Wilma Beispiel kostet der Umbau rund 340.000 Euro, ein Drittel zahlt das Land.",
    "Anwohner hatten sich seit dem Herbst über das Brummen beklagt und eine Liste mit 212 Namen übergeben.",
    "Der Ausschuss stimmte am Montag bei zwei Enthaltungen zu, die Arbeiten sollen neun Wochen dauern.",
)
COMMENTS = (
    ("Wehrwolf", "03.02.2025, 07:14", "Wurde auch Zeit. Man konnte bei offenem Fenster nicht schlafen."),
    ("Turbinchen", "03.02.2025, 08:40", "Und der Strom kommt dann aus der Steckdose?"),
    ("Karl Muster", "04.02.2025, 19:05", "Ich wohne daneben und höre gar nichts."),
)
AGO = ("vor 3 Stunden", "vor 2 Stunden", "vor 5 Minuten")
SECOND = "Das sage ich seit Jahren."

Piece = Callable[[str, str, str], str]
Thread = Callable[[list[str]], str]

HEADS: dict[str, Piece] = {
    "dot": lambda name, time, text: f"<p>{name} · {time}</p><p>{text}</p>",
    "wrote": lambda name, time, text: f"<p><b>{name}</b> schrieb am {time}:</p><p>{text}</p>",
    "wrote_break": lambda name, time, text: f"<b>{name}</b> schrieb am {time}:<br>{text}",
    "wrote_inline": lambda name, time, text: f"<p><b>{name}</b> schrieb am {time}: {text}</p>",
    "break": lambda name, time, text: f"<b>{name}</b>, {time}<br>{text}",
    "time": lambda name, time, text: f"<header><b>{name}</b> <time>{time}</time></header><div>{text}</div>",
    "lines": lambda name, time, text: f"<div>{name}</div><div>{time}</div><div>{text}</div>",
    "said": lambda name, time, text: f"<div>{name} sagt:</div><div>{time}</div><p>{text}</p>",
    "wrote_behind": lambda name, time, text: f"<p>Am {time} schrieb <b>{name}</b>:</p><p>{text}</p>",
    "by": lambda name, time, text: f"<div>Am {time} von {name}</div><p>{text}</p>",
    "two": lambda name, time, text: f"<div>{name} | {time}</div><p>{text}</p><p>{SECOND}</p>",
    "buttons": lambda name, time, text: (
        f"<div>{name}, {time}</div><p>{text}</p><div>Antworten</div><button>Melden</button>"
    ),
}
UNITS: dict[str, Callable[[str], str]] = {
    "article": lambda inner: f'<article class="user-comment">{inner}</article>',
    "li": lambda inner: f"<li>{inner}</li>",
    "div": lambda inner: f'<div class="entry">{inner}</div>',
    "comment": lambda inner: f'<div class="comment">{inner}</div>',
    "section": lambda inner: f"<section>{inner}</section>",
    "custom": lambda inner: f"<reader-post><div>{inner}</div></reader-post>",
}
REGIONS: dict[str, Thread] = {
    "section": lambda units: f'<section class="comments"><h2>3 Kommentare</h2>{"".join(units)}</section>',
    "kommentare": lambda units: f'<div id="kommentare"><h3>Kommentare (3)</h3>{"".join(units)}</div>',
    "aside_data": lambda units: f"<aside data-comments><h2>Diskussion</h2>{''.join(units)}</aside>",
    "aside_class": lambda units: f'<aside class="leserkommentare"><h2>Ihre Meinung</h2>{"".join(units)}</aside>',
    "aside_heading": lambda units: f"<aside><h2>3 Kommentare</h2><div>{''.join(units)}</div></aside>",
    "details": lambda units: f'<details class="comments"><summary>3 Kommentare</summary>{"".join(units)}</details>',
    "data": lambda units: f"<div data-comments><h2>Leserkommentare</h2>{''.join(units)}</div>",
    "custom": lambda units: f"<comment-list><h2>3 Kommentare</h2>{''.join(units)}</comment-list>",
    "bare": lambda units: f"<section><h2>3 Kommentare</h2>{''.join(units)}</section>",
}


def page(comments: str, is_inside: bool) -> bytes:
    """A page with an article, and the comments inside its element or behind the page's footer."""
    text = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    article = f"<article><h1>Leisere Turbine für das alte Wehr</h1>{text}{comments if is_inside else ''}</article>"
    return (
        "<!DOCTYPE html><html lang='de'><head><title>Leisere Turbine für das alte Wehr | Wehrbote</title></head><body>"
        f"<main>{article}</main><footer>Impressum</footer>{'' if is_inside else comments}</body></html>"
    ).encode()


def read(data: bytes) -> tuple[list[str], list[tuple[str, str, str, int | None]]]:
    """The paragraphs and the comments (author, time, text, parent) of a page."""
    document = parse_clip(data, "wehr.html").document
    assert document is not None
    comments = [
        (c.author, c.written_text.removeprefix("am ").removeprefix("Am "), c.text, c.parent) for c in document.comments
    ]
    return [block.text for block in document.body], comments


@pytest.mark.parametrize(("region", "unit"), every_pair(REGIONS, UNITS))
def test_comments_are_read_under_every_head(region: str, unit: str) -> None:
    for (name, head), is_inside in product(HEADS.items(), (True, False)):
        units = [UNITS[unit](head(*comment)) for comment in COMMENTS]
        paragraphs, comments = read(page(REGIONS[region](units), is_inside))

        second = f"\n\n{SECOND}" if name == "two" else ""
        expected = [(author, time, text + second, None) for author, time, text in COMMENTS]
        assert comments == expected, (name, is_inside)
        assert paragraphs == list(PARAGRAPHS), (name, is_inside)


NESTINGS: dict[str, Callable[[str, str], str]] = {  # what a comment says, and the replies to it
    "list": lambda own, replies: f"<li>{own}<ul>{replies}</ul></li>",
    "details": lambda own, replies: f'<details class="comment">{own}<div class="replies">{replies}</div></details>',
    "article": lambda own, replies: f"<article>{own}{replies}</article>",
    "beside": lambda own, replies: f'<li><div class="body">{own}</div><ol class="children">{replies}</ol></li>',
    "class": lambda own, replies: f'<div class="comment"><div>{own}</div><div class="answers">{replies}</div></div>',
}
NESTED_HEADS = ("dot", "wrote", "wrote_break", "break", "time", "lines", "by")


@pytest.mark.parametrize(("region", "nesting"), every_pair(REGIONS, NESTINGS))
def test_a_reply_belongs_to_the_comment_that_holds_it(region: str, nesting: str) -> None:
    wrap = NESTINGS[nesting]
    for name, is_inside in product(NESTED_HEADS, (True, False)):
        first, second, third = (HEADS[name](*comment) for comment in COMMENTS)
        if nesting == "details":
            first, second, third = (f"<summary>{c[0]}, {c[1]}</summary><p>{c[2]}</p>" for c in COMMENTS)
        thread = wrap(first, wrap(second, "") + wrap(third, ""))
        paragraphs, comments = read(page(REGIONS[region]([thread]), is_inside))

        assert [(author, parent) for author, _time, _text, parent in comments] == [
            ("Wehrwolf", None),
            ("Turbinchen", 0),
            ("Karl Muster", 0),
        ], (name, is_inside)
        assert [text for _author, _time, text, _parent in comments] == [text for _author, _time, text in COMMENTS]
        assert paragraphs == list(PARAGRAPHS)


@pytest.mark.parametrize("opening", ["@Wehrwolf ", "@Wehrwolf: ", "@ Wehrwolf, "])
def test_who_calls_a_writer_answers(opening: str) -> None:
    units = [HEADS["wrote"](*COMMENTS[0]), HEADS["wrote"](COMMENTS[1][0], COMMENTS[1][1], opening + COMMENTS[1][2])]
    _paragraphs, comments = read(page(REGIONS["section"]([f"<article>{unit}</article>" for unit in units]), True))

    assert [parent for _author, _time, _text, parent in comments] == [None, 0]


@pytest.mark.parametrize("time", AGO)
def test_a_time_ago_is_a_time(time: str) -> None:
    units = [f"<li><div>{author} <time>{time}</time></div><div>{text}</div></li>" for author, _time, text in COMMENTS]
    _paragraphs, comments = read(page(REGIONS["aside_data"]([f"<ul>{''.join(units)}</ul>"]), False))

    assert comments == [(author, time, text, None) for author, _time, text in COMMENTS]


@pytest.mark.parametrize(
    "box",
    [
        "<aside><h2>Diskussion</h2><div>03.02.2025</div><a href='/1'>Was das Wehr bringt</a>"
        "<div>02.02.2025</div><a href='/2'>Wer am Fluss wohnt</a></aside>",
        "<aside><h2>Forum</h2><p>Hier schreiben Leserinnen und Leser.</p></aside>",
        "<section><h2>Diskussion</h2><p>Im Ausschuss ging es am 3. Februar 2025 lange um die Kosten.</p></section>",
        "<aside><h3>12 Kommentare</h3><a href='#k'>Zum Forum</a></aside>",
    ],
)
def test_dated_teasers_and_a_crosshead_are_no_comments(box: str) -> None:
    _paragraphs, comments = read(page(box, True))

    assert comments == []


def test_every_character_of_the_comments_has_its_place() -> None:
    for region, head in product(REGIONS.values(), HEADS.values()):
        data = page(region([f"<article>{head(*comment)}</article>" for comment in COMMENTS]), True)
        reading = parse_clip(data, "wehr.html")
        document = reading.document
        assert document is not None

        ends = [(segment.start, segment.end) for segment in reading.segments]
        assert [ends[0][0], *(end for _start, end in ends)] == [*(start for start, _end in ends), len(data.decode())]
        for comment in document.comments:
            text = data.decode()
            assert all(text[start:end].strip() for start, end in comment.spans)
