"""Tables in a real browser: made, edited and pasted in the admin's editor, and shown on the page."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.rounds import every_pair, slow_but

from .test_admin import open_article, save, to_the_end
from .waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = (
    "<table><caption>Die <em>neuen</em> Preise</caption><thead><tr><th>Karte</th><th>bisher</th></tr></thead>"
    '<tbody><tr><th>Kinder</th><td>2,00 <a href="tel:+49123">Euro</a></td></tr><tr><td>CO<sub>2</sub><br>m<sup>2</sup>'
    "</td><td></td></tr></tbody></table>"
)
PASTE = """([markup, text]) => {
  const data = new DataTransfer();
  if (markup) data.setData("text/html", markup);
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(".ProseMirror[contenteditable=true]").dispatchEvent(event);
}"""


def paste(desk: Page, markup: str, text: str = "x") -> None:
    """Paste at the caret, as another program hands it over."""
    desk.evaluate(PASTE, [markup, text])


def stored(article: Article) -> str:
    return Article.objects.get(pk=article.pk).body


def rows(article: Article) -> list[str]:
    """The lines of the table's text."""
    (table,) = [block for block in Article.objects.get(pk=article.pk).blocks if block.kind == "table"]
    return table.text.split("\n")


def test_a_table_survives_the_editor(desk: Page, console_errors: list[str], make_article: Any) -> None:
    article = make_article(state="draft", body=f"<p>Vorn.</p>{TABLE}<p>Ende.</p>")
    before = stored(article)

    area = open_article(desk, article)
    expect(area.locator("caption")).to_have_text("Die neuen Preise")
    to_the_end(area)
    area.press_sequentially("!")
    save(desk)

    assert stored(article) == before.replace("Ende.", "Ende.!")
    assert console_errors == []


def test_a_table_is_made_and_changed_by_the_toolbar_and_the_keyboard(
    desk: Page, console_errors: list[str], make_article: Any
) -> None:
    article = make_article(state="draft", body="<p>Vorn.</p>")
    area = open_article(desk, article)
    bar = desk.get_by_role("toolbar", name="Werkzeuge des Texteditors")

    to_the_end(area)
    area.press("Enter")
    bar.get_by_role("button", name="Tabelle einfügen").click()
    for word in ("Karte", "bisher", "neu", "Kinder", "2", "3", "Hunde", "1", "2"):
        desk.keyboard.type(word)
        desk.keyboard.press("Tab")
    desk.keyboard.type("Pferde")  # in a row that the tab key has made
    bar.get_by_role("button", name="Spalte rechts einfügen").click()
    bar.get_by_role("button", name="Zeile darüber einfügen").click()
    desk.keyboard.press("Control+Alt+ArrowDown")
    bar.get_by_role("button", name="Überschrift der Tabelle …").click()
    desk.get_by_role("textbox", name="Überschrift der Tabelle").fill("Preise & mehr")
    desk.get_by_role("button", name="Fertig").click()
    save(desk)

    # rows without words are left out
    assert rows(article) == ["Preise & mehr", "", "Karte\t\tbisher\tneu", "Kinder\t\t2\t3", "Hunde\t\t1\t2", "Pferde"]
    assert "<thead>" in stored(article)
    assert "<caption>Preise &amp; mehr</caption>" in stored(article)
    area = open_article(desk, article)
    area.locator("td").first.click()
    bar.get_by_role("button", name="Spalte links einfügen").click()
    bar.get_by_role("button", name="Spalte löschen").click()
    bar.get_by_role("button", name="Zeile löschen").click()
    bar.get_by_role("button", name="Kopfzeile ein oder aus").click()
    save(desk)
    assert rows(article) == ["Preise & mehr", "", "\t\tbisher\tneu", "\t\t1\t2"]
    assert "<thead>" not in stored(article)
    area = open_article(desk, article)
    area.locator("td").first.click()
    bar.get_by_role("button", name="Tabelle löschen").click()
    save(desk)
    assert stored(article) == "<p>Vorn.</p>"
    assert console_errors == []


def test_behind_an_empty_last_row_the_tab_key_leaves_the_text(desk: Page, make_article: Any) -> None:
    article = make_article(state="draft", body="<p>Vorn.</p>")
    area = open_article(desk, article)

    to_the_end(area)
    desk.get_by_role("button", name="Tabelle einfügen").click()
    for _cell in range(9):
        desk.keyboard.press("Tab")

    expect(area).not_to_be_focused()
    expect(area.locator("tr")).to_have_count(3)


WORD = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body lang=DE>{}</body></html>"


def word_item(words: str, level: int, sign: str) -> str:
    return (
        f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>"
        f"<span style='mso-list:Ignore'>{sign}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
        f"<![endif]>{words}<o:p></o:p></p>"
    )


ONLINE_TEXT = (
    '<p class="Paragraph SCXW1"><span class="TextRun SCXW1">{}</span><span class="EOP SCXW1">&nbsp;</span></p>'
)
ONLINE_ITEM = (
    '<div class="ListContainerWrapper SCXW1"><{0} role="list"><li data-aria-level="{1}" role="listitem">'
    + ONLINE_TEXT.replace("{}", "{2}")
    + "</li></{0}></div>"
)
PASTED = {
    "signs of Word": (
        WORD.format(
            "<p class=MsoNormal>CO<sub>2</sub> und 3 m<sup>2</sup>.<o:p></o:p></p><p>&nbsp;<o:p>&nbsp;</o:p></p>"
        ),
        "<p>CO<sub>2</sub> und 3 m<sup>2</sup>.</p>",
    ),
    "list of Word": (
        WORD.format(word_item("eins", 1, "·") + word_item("zwei", 1, "·") + "<p>Danach.</p>"),
        "<ul><li>eins</li><li>zwei</li></ul>\n<p>Danach.</p>",
    ),
    "numbered list of Word": (
        WORD.format(word_item("eins", 1, "1.") + word_item("innen", 2, "a)") + word_item("zwei", 1, "2.")),
        "<ol><li>eins</li><li>innen</li><li>zwei</li></ol>",
    ),
    "list of Word in the browser": (
        f"<div>{ONLINE_TEXT.format('<b>Vorn</b>')}</div>"
        + "".join(ONLINE_ITEM.format("ul", level, words) for level, words in ((1, "eins"), (2, "innen"), (1, "zwei")))
        + f"<div>{ONLINE_TEXT.format('Mitte.')}</div>"
        + "".join(ONLINE_ITEM.format("ol", 1, words) for words in ("drei", "vier")),
        "<p><strong>Vorn</strong></p>\n<ul><li>eins</li><li>innen</li><li>zwei</li></ul>\n<p>Mitte.</p>\n"
        "<ol><li>drei</li><li>vier</li></ol>",
    ),
    "table of Word": (
        WORD.format(
            "<table class=MsoTableGrid border=1><tr><td width=200><p class=MsoNormal>a<o:p></o:p></p></td>"
            "<td><p class=MsoNormal><b>b</b><o:p></o:p></p></td></tr><tr><td><p>c<p></td><td><p>d</p></td></tr></table>"
        ),
        "<table><tbody><tr><td>a</td><td><strong>b</strong></td></tr><tr><td>c</td><td>d</td></tr></tbody></table>",
    ),
    "Google Docs": (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span '
        'style="font-weight:400;">H</span><span style="vertical-align:sub;font-size:0.6em">2</span><span>O </span>'
        '<span style="font-weight:700">fett</span></p><ul><li dir="ltr" aria-level="1"><p role="presentation">'
        '<span>eins</span></p></li><ul><li aria-level="2"><p><span>innen</span></p></li></ul></ul></b>',
        "<p>H<sub>2</sub>O <strong>fett</strong></p>\n<ul><li>eins</li><li>innen</li></ul>",
    ),
    "table of Google Docs": (
        '<b style="font-weight:normal;" id="docs-internal-guid-2"><div dir="ltr"><table>'
        "<colgroup><col/><col/></colgroup>"
        '<tbody><tr><td><p dir="ltr"><span>a</span></p></td><td><p><span>b</span></p></td></tr></tbody>'
        "</table></div></b>",
        "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
    ),
    "LibreOffice": (
        "<html><head><style>p{}</style></head><body><ol><li><p>eins</p></li><li><p>zwei</p></li></ol>"
        '<table width="100%">'
        '<col width="128*"/><tr><th><p>A</p></th><th><p>B</p></th></tr><tr><td><p>1</p></td><td><p>2</p></td></tr>'
        "</table></body></html>",
        '<ol><li>eins</li><li>zwei</li></ol>\n<table><thead><tr><th scope="col">A</th>'
        '<th scope="col">B</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ),
    "Excel": (
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><body><table><!--StartFragment--><col width=80><tr>"
        "<td class=xl65 align=right>1,5</td><td colspan=2>zwei</td></tr><tr><td>3</td><td></td><td>4</td></tr>"
        "<!--EndFragment--></table></body></html>",
        "<table><tbody><tr><td>1,5</td><td>zwei</td><td></td></tr><tr><td>3</td><td></td><td>4</td></tr></tbody></table>",
    ),
    "links": (
        '<p><a href="tel:+49123">ruf</a> <a href="/articles/x/">hier</a> <a href="//ex.org/a">dort</a></p>',
        '<p><a href="tel:+49123">ruf</a> <a href="/articles/x/">hier</a> <a href="//ex.org/a">dort</a></p>',
    ),
    "terms": (
        "<dl><dt>Becken</dt><dd>Sechs Bahnen.</dd><div><dt>Kiosk</dt><dd><p>Ab Juli.</p></dd><dd>Bar.</dd></div></dl>",
        "<ul><li><strong>Becken</strong><br>Sechs Bahnen.</li><li><strong>Kiosk</strong><br>Ab Juli.<br>Bar.</li></ul>",
    ),
    "verse": (
        "<p>Der Turm ist hoch,<br>das Becken tief,</p><p>und niemand kam,<br>der nach mir rief.</p>",
        "<p>Der Turm ist hoch,<br>das Becken tief,</p>\n<p>und niemand kam,<br>der nach mir rief.</p>",
    ),
    "a frame": (
        "<table><tr><td><p>Ein Satz.</p><p>Noch einer.</p></td></tr></table>",
        "<p>Ein Satz.</p>\n<p>Noch einer.</p>",
    ),
}


@pytest.mark.parametrize("name", slow_but(["list of Word", "table of Google Docs"], PASTED))
def test_what_other_programs_paste_keeps_its_shape(
    name: str, desk: Page, console_errors: list[str], make_article: Any
) -> None:
    markup, kept = PASTED[name]
    article = make_article(state="draft", body="")

    open_article(desk, article).click()
    paste(desk, markup)
    save(desk)

    assert stored(article) == kept
    assert console_errors == []


WRAPPED = (
    "Dieser Absatz ist in einem Programm\numbrochen worden, das "
    "Zeilen zu 36\nZeichen schreibt, und geht noch wei-\nter."
    "\n\nZweiter Absatz.\n\n- Punkt\n- Punkt zwei, der in die nächste\n  Zeile reicht\n\n1. eins\n2. zwei"
)
TEXTS = {
    "wrapped": (
        WRAPPED,
        "<p>Dieser Absatz ist in einem Programm umbrochen worden, das Zeilen zu 36 Zeichen schreibt, und geht noch "
        "weiter.</p>\n<p>Zweiter Absatz.</p>\n"
        "<ul><li>Punkt</li><li>Punkt zwei, der in die nächste Zeile reicht</li></ul>\n"
        "<ol><li>eins</li><li>zwei</li></ol>",
    ),
    "Windows": ("Erster\r\n\r\nZweiter", "<p>Erster</p>\n<p>Zweiter</p>"),
    "an address": ("Ute Probe\nAm Bad 3\nMuldenau\n\nEnde.", "<p>Ute Probe<br>Am Bad 3<br>Muldenau</p>\n<p>Ende.</p>"),
    "a line each": (
        f"{'Ein langer Satz, der in einer Zeile steht. ' * 4}\n{'Noch ein langer Satz in einer Zeile. ' * 4}",
        f"<p>{('Ein langer Satz, der in einer Zeile steht. ' * 4).strip()}</p>\n"
        f"<p>{('Noch ein langer Satz in einer Zeile. ' * 4).strip()}</p>",
    ),
    "verse": (
        "Davor.\n\nDer Turm ist hoch,\ndas Becken tief,\nund niemand kam,\nder nach mir rief.\n\nDanach.",
        "<p>Davor.</p>\n<p>Der Turm ist hoch,<br>das Becken tief,<br>und niemand kam,<br>der nach mir rief.</p>"
        "\n<p>Danach.</p>",
    ),
    "verse alone": (
        "Der Turm ist hoch,\ndas Becken tief,\nund niemand kam,\nder nach mir rief.",
        "<p>Der Turm ist hoch,<br>das Becken tief,<br>und niemand kam,<br>der nach mir rief.</p>",
    ),
    "terms": (
        "Becken\n    Das große Becken hat sechs Bahnen.\n\nKiosk\n    Er öffnet erst im Juli.",
        "<p>Becken<br>Das große Becken hat sechs Bahnen.</p>\n<p>Kiosk<br>Er öffnet erst im Juli.</p>",
    ),
    "turns": (
        "Frage: Wer bezahlt das?\nAntwort: Die Stadt.\n\nFrage: Und dann?\nAntwort: Dann öffnen wir.",
        "<p>Frage: Wer bezahlt das?<br>Antwort: Die Stadt.</p>\n<p>Frage: Und dann?<br>Antwort: Dann öffnen wir.</p>",
    ),
    "columns": (
        "Karte\tbisher\nKinder\t2 < 3",
        "<table><tbody><tr><td>Karte</td><td>bisher</td></tr><tr><td>Kinder</td><td>2 &lt; 3</td></tr></tbody></table>",
    ),
}


@pytest.mark.parametrize("name", slow_but(["columns"], TEXTS))
def test_pasted_text_becomes_paragraphs_lists_and_tables(name: str, desk: Page, make_article: Any) -> None:
    text, kept = TEXTS[name]
    article = make_article(state="draft", body="")

    open_article(desk, article).click()
    paste(desk, "", text)
    save(desk)

    assert stored(article) == kept


WIDE = (
    "<table><caption>Alle Preise</caption><tr>"
    + "".join(f"<th>Spalte Nummer {n}</th>" for n in range(9))
    + "</tr>"
    + ("<tr>" + "".join(f"<td>{n}.000,00 Euro</td>" for n in range(9)) + "</tr>") * 4
    + "</table>"
)


@pytest.mark.parametrize(("width", "scheme"), every_pair([390, 768, 1280], ["light", "dark"]))
def test_a_wide_table_scrolls_within_itself(width: int, scheme: Any, page: Page, make_article: Any) -> None:
    article = make_article(body=f"<p>Vorn.</p>{WIDE}{TABLE}<p>Ende.</p>")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    page.goto(article.get_absolute_url())

    box = page.get_by_role("group", name="Alle Preise")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.activeElement.scrollLeft > 0")
    assert Axe().run(page).response["violations"] == []


def test_on_paper_a_table_is_whole(page: Page, make_article: Any) -> None:
    article = make_article(body=f"<p>Vorn.</p>{WIDE}")
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")

    page.goto(article.get_absolute_url())

    assert page.locator(".table").evaluate("box => getComputedStyle(box).overflowX") == "visible"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
