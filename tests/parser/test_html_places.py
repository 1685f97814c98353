"""Pages made for the purpose: which of their elements is the article."""

from articles.parser.pipeline import parse_clip
from tests.parser.test_html_text import LONG, TITLE, article, blocks, page, texts

OTHER = tuple(
    f"Am Hafen Nummer {n} wurde gestern ein neuer Kran aufgestellt, der Container aus Übersee entlädt."
    for n in range(4)
)


def paragraphs(lines: tuple[str, ...], classes: str = "") -> str:
    return "".join(f"<p{classes}>{line}</p>" for line in lines)


def test_an_article_in_several_sections_is_one_text():
    long_section = f"<section><div class=n><div class=ap>{paragraphs(LONG + OTHER, ' class=jy')}</div></div></section>"
    short_section = "<section><div class=n><div class=ap><p class=jy>{}</p></div></div></section>"

    found = texts(page(f"<article><h1>{TITLE}</h1>{long_section}<hr>{short_section.format(LONG[0].upper())}</article>"))

    assert found[-1] == LONG[0].upper()


def test_the_next_article_of_an_endless_page_is_not_part_of_the_first():
    one = f"<article><h1>{TITLE}</h1><div class=body>{paragraphs(LONG * 2)}</div></article>"
    other = f"<article><h1>Neue Kräne für den alten Hafen</h1><div class=body>{paragraphs(OTHER * 2)}</div></article>"

    found = texts(page(f"<div>{one}{other}</div>"))

    assert not set(OTHER) & set(found)
    assert set(found) == set(LONG)


def test_the_news_of_a_letter_that_consists_of_linked_headings_is_its_text():
    news = "".join(
        f'<article><h3><a href="/{n}">Meldung Nummer {n} vom Markt</a></h3><p>{text}</p></article>'
        for n, text in enumerate(LONG)
    )

    assert set(LONG) <= set(texts(page(f"<h1>{TITLE}</h1><div>{news}</div>")))


def test_teasers_below_the_article_are_not_its_text_though_they_are_longer():
    teasers = "".join(
        f'<div class=card><h3><a href="/{n}">Kran Nummer {n}</a></h3><p>{text}</p></div>'
        for n, text in enumerate(OTHER)
    )

    found = texts(page(f"<main><h1>{TITLE}</h1><div>{paragraphs(LONG[:3])}</div><div>{teasers}</div></main>"))

    assert found == list(LONG[:3])


def test_a_text_in_east_asian_script_is_read_though_its_paragraphs_have_few_characters():
    lines = (
        "市議会は火曜日の夜、中央広場の朝市に関する新しい規則を決定した。来年から始まる予定だ。",
        "今後は県内の業者だけが商品を販売できると、市長は会議の後に記者団に語った。",
        "出店者からは批判の声が上がり、二年間の移行期間を求める意見も出ている。",
    )
    source = page(f"<div class=contents><h1>朝市に新しい規則、市議会が決定</h1><div>{paragraphs(lines)}</div></div>")

    assert texts(source) == list(lines)


def test_the_elements_around_the_text_may_have_any_name():
    for name in ("contents", "sidebar-layout", "no-sidebar", "has-banner"):
        assert texts(article(f'<div class="{name}">{paragraphs(LONG)}</div>')) == list(LONG), name


def test_a_page_of_a_heading_and_short_lines_has_them_as_its_text():
    short = ("Der Markt ist eröffnet.", "Alle sind gekommen.", "Das Wetter war gut.")

    found = blocks(page(f"<div><h1>{TITLE}</h1>{paragraphs(short)}</div>"))

    assert [text for _, text in found] == list(short)


def test_a_heading_below_the_text_is_not_its_headline():
    translator = "<div class=tool><h1>Originaltext anzeigen</h1><div>Bessere Übersetzung vorschlagen</div></div>"

    reading = parse_clip(page(f"<div><p>{TITLE}</p>{paragraphs(LONG)}</div>{translator}"), "markt.html")

    assert reading.document.headline == TITLE
    assert set(LONG) <= {reading.document.lead, *(block.text for block in reading.document.body)}


def test_the_items_of_a_box_without_links_among_the_paragraphs_are_text():
    box = "<section class=recipe><div><h3>Zutaten</h3><ul><li>500 g Mehl</li><li>3 Eier</li></ul></div></section>"

    found = texts(article(f"<p>{LONG[0]}</p><p>{LONG[1]}</p>{box}<p>{LONG[2]}</p><p>{LONG[3]}</p>"))

    assert {"500 g Mehl", "3 Eier"} <= set(found)
