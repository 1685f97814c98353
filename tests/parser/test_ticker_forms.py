"""Live tickers keep their times, headings and texts, in all the ways that they are written; generated."""

from collections.abc import Callable

import pytest

from articles.parser.pipeline import parse_clip

HEADLINE = "Hochwasser an der Mulde: Pegel in Muldenau sinkt langsam"
LEAD = "Seit Sonntag steht das Wasser in den Gassen der Altstadt. Hier lesen Sie alle Entwicklungen im Ticker."
ENTRIES = (
    (
        ("14", "20"),
        "Pegel sinkt langsam",
        "Der Pegel ist seit dem Mittag um acht Zentimeter gefallen, meldet das Landesamt.",
    ),
    (
        ("13", "05"),
        "Brücke wieder offen",
        "Die Brücke am Markt ist wieder frei. Lastwagen müssen noch einen Umweg fahren.",
    ),
    (("11", "40"), "Schule bleibt zu", "Die Grundschule bleibt bis Mittwoch geschlossen, sagt der Landrat."),
    (("09", "15"), "Sandsäcke reichen", "Die Feuerwehr hat nach eigenen Angaben genug Sandsäcke für zwei Tage."),
)
Form = Callable[[str, str, str], str]
IN_ONE: dict[str, Form] = {
    "stars": lambda h, m, words: f"+++ {h}:{m} Uhr: {words} +++",
    "few stars": lambda h, m, words: f"++ {h}.{m} Uhr: {words} ++",
    "bar": lambda h, m, words: f"{h}:{m} Uhr | {words}",
    "colon": lambda h, m, words: f"{h}.{m} Uhr: {words}",
    "dash": lambda h, m, words: f"{h}:{m} – {words}",
    "brackets": lambda h, m, words: f"[{h}:{m}] {words}",
    "day": lambda h, m, words: f"Montag, {h}.{m} Uhr: {words}",
    "date": lambda h, m, words: f"03.02.2025, {h}:{m} Uhr: {words}",
}
IN_TWO: dict[str, Form] = {
    "time": lambda h, m, words: f"{h}.{m} Uhr\n{words}",
    "bare": lambda h, m, words: f"{h}:{m}\n{words}",
    "day": lambda h, m, words: f"Montag, {h}:{m} Uhr\n{words}",
    "apart": lambda h, m, words: f"{h}.{m} Uhr\n\n{words}",
    "starred": lambda h, m, words: f"+++ {h}:{m} Uhr +++\n{words}",
}


def read(text: str) -> list[tuple[str, str]]:
    """The blocks of the body; a lead is its first paragraph."""
    document = parse_clip(text.encode(), "pegel.txt").document
    assert document is not None and document.headline == HEADLINE
    blocks = [(block.kind, block.text) for block in document.body]
    return [("paragraph", document.lead), *blocks] if document.lead else blocks


def expected(form: Form) -> list[tuple[str, str]]:
    """The blocks of a ticker whose heads are written so."""
    blocks = [("paragraph", LEAD)]
    for (h, m), words, text in ENTRIES:
        blocks += [("subheading", line) for line in form(h, m, words).split("\n") if line]
        blocks.append(("paragraph", text))
    return blocks


@pytest.mark.parametrize("form", [*IN_ONE.values(), *IN_TWO.values()], ids=[*IN_ONE, *(f"two {n}" for n in IN_TWO)])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_ticker_in_a_text_keeps_its_times_and_headings(form: Form, between: str) -> None:
    entries = "\n\n".join(f"{form(h, m, words)}{between}{text}" for (h, m), words, text in ENTRIES)

    assert read(f"{HEADLINE}\n\n{LEAD}\n\n{entries}\n") == expected(form)


MARKUP: dict[str, Form] = {
    "list": lambda time, words, text: f"<li><time>{time}</time><h2>{words}</h2><p>{text}</p></li>",
    "article": lambda time, words, text: f"<article><header>{time}</header><h3>{words}</h3><p>{text}</p></article>",
    "div": lambda time, words, text: f"<div><p><b>{time}</b></p><h3>{words}</h3><p>{text}</p></div>",
    "section": lambda time, words, text: f"<section><span>{time}</span><h2>{words}</h2><p>{text}</p></section>",
}


@pytest.mark.parametrize("form", MARKUP)
def test_a_ticker_of_a_page_keeps_its_times_and_headings(form: str) -> None:
    entries = "".join(MARKUP[form](f"{h}:{m} Uhr", words, text) for (h, m), words, text in ENTRIES)
    ticker = f"<ol>{entries}</ol>" if form == "list" else f"<div>{entries}</div>"
    body = f'<h1>{HEADLINE}</h1><p class="lead">{LEAD}</p>{ticker}'
    blocks = read(f"<html><head><title>{HEADLINE}</title></head><body><main>{body}</main></body></html>")

    assert blocks == expected(lambda h, m, words: f"{h}:{m} Uhr\n{words}")


def test_minutes_of_a_match_are_heads_too() -> None:
    shot = "Muldenau trifft den Pfosten, der Ball springt zurück ins Feld."
    goals = "\n\n".join(f"{minute}. Minute\n{shot}" for minute in (12, 30, 71))
    blocks = read(f"{HEADLINE}\n\n{LEAD}\n\n{goals}\n")

    assert [text for kind, text in blocks if kind == "subheading"] == ["12. Minute", "30. Minute", "71. Minute"]


def test_two_times_in_a_text_make_no_ticker() -> None:
    texts = [ENTRIES[0][2], "Um 14.30 Uhr: Treffen am Markt", ENTRIES[1][2], ENTRIES[3][2]]
    reading = parse_clip("\n\n".join([HEADLINE, LEAD, *texts]).encode(), "pegel.txt")

    assert all(segment.rule != "ticker_entry" for segment in reading.segments)
