"""Pages made for the purpose: what belongs to the text of their article by the place where it stands."""

import pytest

from articles.parser.pipeline import parse_clip

TITLE = "Gemeinderat beschließt neue Regeln für den Wochenmarkt"
LONG = (
    "Der Gemeinderat hat am Abend nach langer Debatte neue Regeln für den Wochenmarkt am Lindenplatz beschlossen.",
    "Künftig dürfen nur Händler aus dem Landkreis ihre Waren anbieten, sagte die Bürgermeisterin nach der Sitzung.",
    "Kritik kam von Marktleuten, die um ihre Stammplätze fürchten und eine Übergangsfrist von zwei Jahren verlangen.",
    "Der Ausschuss will die Satzung im Herbst nochmals prüfen und dann auch über die Gebühren für Strom entscheiden.",
)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang=de><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>".encode()


def article(inner: str, tag: str = "div class=text") -> bytes:
    return page(f"<main><h1>{TITLE}</h1><{tag}>{inner}</{tag.split()[0]}></main>")


def blocks(source: bytes) -> list[tuple[str, str]]:
    reading = parse_clip(source, "markt.html")
    assert "".join(reading.text[slice(*segment.span)] for segment in reading.segments) == reading.text
    document = reading.document
    assert document is not None
    lead = [("paragraph", document.lead)] if document.lead else []
    return lead + [(block.kind, block.text) for block in document.body]


def texts(source: bytes) -> list[str]:
    return [text for _, text in blocks(source)]


SHORT = ("Preis: 12 Euro", "Ja.", "Und dann?", "Vera Muster, 34", "Bude 4: Käse aus Norderhaven", "Das war es schon.")


@pytest.mark.parametrize("short", SHORT)
def test_a_short_line_between_the_paragraphs_of_a_page_is_text(short):
    source = article(f"<p>{LONG[0]}</p><p>{LONG[1]}</p><p>{short}</p><p>{LONG[2]}</p><p>{LONG[3]}</p>")

    assert short in texts(source)


def test_the_items_of_a_list_in_the_text_of_a_page_are_text():
    items = ("Käse aus der Region", "Honig und Wachs", "Brot, aber keine Torten")
    listed = "".join(f"<li>{item}" for item in items)

    found = blocks(article(f"<p>{LONG[0]}</p><p>{LONG[1]}</p><ul>{listed}</ul><p>{LONG[2]}</p><p>{LONG[3]}</p>"))

    assert [text for kind, text in found if kind == "list_item"] == list(items)


def test_a_list_of_links_in_the_text_of_a_page_is_no_text():
    links = "".join(f'<li>Markt: <a href="/{n}">Was die Händler am Stand {n} anbieten</a></li>' for n in range(3))

    found = texts(article(f"<p>{LONG[0]}</p><p>{LONG[1]}</p><ul>{links}</ul><p>{LONG[2]}</p><p>{LONG[3]}</p>"))

    assert found == list(LONG)


def test_a_list_of_which_each_item_leads_away_is_no_text():
    items = "".join(
        f'<li>Der Markt auch auf anderen Kanälen, zum Beispiel <a href="/{n}">hier</a>.</li>' for n in range(3)
    )

    assert texts(article(f"<p>{LONG[0]}</p><p>{LONG[1]}</p><ul>{items}</ul><p>{LONG[2]}</p>")) == list(LONG[:3])


def test_the_text_of_a_page_goes_on_with_short_answers_to_its_last_line():
    asked = "<p>Frage: Was essen Sie am liebsten vom Markt?</p><p>Antwort: Ziegenkäse</p>"

    assert texts(article("".join(f"<p>{text}</p>" for text in LONG) + asked))[-1] == "Antwort: Ziegenkäse"


def test_paragraphs_that_are_spread_over_elements_of_one_class_are_one_text():
    parts = "".join(
        f'<div class="sidebar-grid__content"><p>{text}</p><p>Punkt {n}.</p></div>' for n, text in enumerate(LONG)
    )

    found = texts(article(parts))

    assert found == [part for n, text in enumerate(LONG) for part in (text, f"Punkt {n}.")]


def test_a_class_that_clips_what_is_too_long_does_not_hide_the_text():
    assert texts(article("".join(f"<p>{text}</p>" for text in LONG), 'div class="overflow-hidden"')) == list(LONG)


def test_what_is_hidden_is_no_text_even_if_it_is_longer_than_the_article():
    shop = "".join(
        f'<div class="url">https://laden.example/artikel-{n}.html?quelle=startseite&amp;werbung=ja{"x" * 60}</div>'
        for n in range(8)
    )

    found = texts(
        page(f'<main><h1>{TITLE}</h1><p>{LONG[0]}</p><p>{LONG[1]}</p></main><div class="hidden">{shop}</div>')
    )

    assert found == [LONG[0], LONG[1]]


def test_a_line_that_equals_the_title_of_a_page_is_its_headline_though_the_h1_names_the_section():
    ticker = "<div class=ticker>" + "Neue App zeigt Nachbarn; Katze gerettet; Stau am Tunnel; " * 40 + "</div>"
    body = f"<div class=story><div class=titel>{TITLE}</div>" + "".join(f"<p>{text}</p>" for text in LONG) + "</div>"

    reading = parse_clip(page(f"<div>{body}<h1>SATIRE</h1>{ticker}{ticker}</div>"), "markt.html")

    assert reading.document.headline == TITLE
    assert set(LONG[1:]) <= {block.text for block in reading.document.body}


def test_a_line_that_looks_like_the_head_of_comments_does_not_end_the_text_of_a_page():
    source = article(f"<p>Eingesandt von Max</p><p>3 Kommentare</p><p>{LONG[0]}</p><p>{LONG[1]}</p><p>{LONG[2]}</p>")

    assert set(LONG[:3]) <= set(texts(source))


ODD = {
    "unclosed paragraphs": "<P>{}<P>{}<P>{}<P>{}",
    "divs as paragraphs": "<div>{}</div><div>{}</div><div>{}</div><div>{}</div>",
    "line breaks": "{}<br><br>{}<BR/><br />{}<br>\n<br>{}",
    "paragraphs in divs in paragraphs": "<p><div><p>{}</p></div><p>{}<div>{}</div></p><p>{}",
    "comments in the text": "<p>{}</p><!-- <p>kein Text</p> --><p>{}</p><p><!-- x -->{}</p><p>{}</p>",
    "templates": "<p>{}</p><template><p>Vorlage, die niemand sieht.</p></template><p>{}</p><p>{}</p><p>{}",
    "noscript": "<p>{}</p><noscript><img src=x>Bitte mit JavaScript.</noscript><p>{}</p><p>{}</p><p>{}</p>",
    "fonts and centres": "<center><font size=2><p>{}</p><p>{}</p><p>{}</p><p>{}</p></font></center>",
}


@pytest.mark.parametrize("form", ODD.values(), ids=ODD.keys())
def test_odd_markup_changes_nothing_in_the_text_of_a_page(form):
    assert texts(article(form.format(*LONG))) == list(LONG)


def test_a_post_that_the_article_quotes_is_text_though_its_frame_is_an_embedded_widget():
    post = '<div class="social-media-embed"><blockquote class=tweet><p>Der Markt war voll!</p></blockquote></div>'

    found = texts(article(f"<p>{LONG[0]}</p><p>{LONG[1]}</p>{post}<p>{LONG[2]}</p><p>{LONG[3]}</p>"))

    assert "Der Markt war voll!" in found


@pytest.mark.parametrize("line", ["___________", "* * *", "–––", '<p class="share-text">Sagt es weiter!</p>'])
def test_rules_and_lines_with_the_class_of_a_button_are_not_text(line):
    found = texts(article(f"<p>{LONG[0]}</p><p>{LONG[1]}</p><p>{line}</p><p>{LONG[2]}</p><p>{LONG[3]}</p>"))

    assert found == list(LONG)
