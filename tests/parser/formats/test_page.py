"""Pages as archives and extensions save them: what these have added is no part of the page."""

import pytest

from articles.parser.pipeline import parse_clip
from tests.parser.formats.samples import HEADLINE, PAGE, PARAGRAPHS
from tests.parser.formats.test_word import rule_of, said

ADDRESS = "https://auenbote.example/bruecke.html"
ARCHIVED = "https://web.archive.org/web/20240304174500"
BAR = (
    '<!-- BEGIN WAYBACK TOOLBAR INSERT -->\n<div id="wm-ipp-base" lang="en"><p>Dieses Archiv hat 14 Aufnahmen davon, '
    "die erste vom 4. März 2024 und die letzte aus dem Sommer danach.</p></div>\n<!-- END WAYBACK TOOLBAR INSERT -->"
)
SCRIPTS = (
    '<script src="https://web-static.archive.org/_static/js/bundle-playback.js"></script><script>'
    f'__wm.wombat("{ADDRESS}","20240304174500","https://web.archive.org/","web")</script>'
    "<!-- End Wayback Rewrite JS Include -->"
)
END = (
    "\n<!--\n     FILE ARCHIVED ON 17:45:00 Mar 04, 2024 AND RETRIEVED FROM THE\n"
    "     INTERNET ARCHIVE ON 10:00:00 Mar 05, 2024.\n-->\n"
)
METADATA = (
    f'<link rel="canonical" href="{ARCHIVED}/{ADDRESS}">'
    f'<meta property="og:image" content="{ARCHIVED}im_/https://auenbote.example/b.jpg">'
)
SINGLE_FILE = (
    f"<!DOCTYPE html> <html lang=de><!--\n Page saved with SingleFile \n url: {ADDRESS} \n"
    " saved date: Mon Mar 04 2024 10:00:00 GMT+0100 (CET)\n-->"
)


def wayback() -> str:
    page = PAGE.replace("<head>", "<head>" + SCRIPTS + METADATA).replace("<body>", "<body>" + BAR)
    return page.replace("href='/'", f"href='{ARCHIVED}/https://auenbote.example/'") + END


def single_file(start: str = SINGLE_FILE, bar: str = "") -> str:
    return PAGE.replace('<!DOCTYPE html><html lang="de">', start).replace("</body>", bar + "</body>")


def test_the_wayback_machines_bar_and_addresses_are_no_part_of_the_page():
    reading = parse_clip(wayback().encode(), "seite.html")

    assert reading.document.headline == HEADLINE
    assert [block.text for block in reading.document.body] == list(PARAGRAPHS)
    assert reading.document.date is None
    assert said(reading)["url"] == [ADDRESS]
    assert rule_of(reading, "Dieses Archiv hat") == "format:archive"
    assert rule_of(reading, "FILE ARCHIVED") == "format:archive"
    assert reading.text == wayback()


@pytest.mark.parametrize(
    "start",
    [
        SINGLE_FILE,
        f'<!DOCTYPE html>\n<!-- saved from url=(0037){ADDRESS} -->\n<html lang="de">',
        SINGLE_FILE.replace(ADDRESS, f"{ARCHIVED}/{ADDRESS}"),
    ],
)
def test_where_a_page_was_saved_from_is_said(start):
    reading = parse_clip(single_file(start).encode(), "seite.html")

    assert reading.document.headline == HEADLINE
    assert said(reading)["url"] == [ADDRESS]
    assert [reading.text[slice(*span)] for fact in reading.said for span in fact.spans] == [ADDRESS]


@pytest.mark.parametrize("tag", ["singlefile-infobar", "single-file-infobar"])
def test_singlefiles_bar_is_no_part_of_the_page(tag):
    words = "Diese Seite wurde am 4. März 2024 gespeichert, und sie ist seither nicht mehr verändert worden."
    bar = f"<{tag}><p>{words}</p></{tag}>"
    reading = parse_clip(single_file(bar=bar).encode(), "seite.html")

    assert [block.text for block in reading.document.body] == list(PARAGRAPHS)
    assert rule_of(reading, "Diese Seite wurde") == "format:archive"


def test_a_page_with_large_pictures_in_it_is_read():
    picture = f'<img src="data:image/png;base64,{"iVBORw0K" * 250_000}">'
    reading = parse_clip(single_file().replace("<article>", "<article>" + picture).encode(), "seite.html")

    assert reading.document.headline == HEADLINE
