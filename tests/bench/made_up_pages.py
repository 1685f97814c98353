"""A made-up page with gold, and a folder of such pages, for the tests of the measurements."""

import gzip
import json
from pathlib import Path

from articles.parser.json_report import Json

TITLE = "Rat stimmt für die neue Schleuse"
LEAD = "Nach langem Streit um die Schleuse fällt die Entscheidung am Ende deutlich aus."
FIRST = (
    "Die Schleuse wird im nächsten Jahr gebaut, hat der Rat der Stadt am Montag beschlossen. Vorausgegangen war ein "
    "langer Streit über die Kosten, die seit der ersten Planung um ein Drittel gestiegen sind."
)
SECOND = (
    "Für den Bau stimmten am Ende fast alle Mitglieder des Rates. Nur zwei Stimmen waren dagegen, weil sie das Geld "
    "lieber für die Wege in den Dörfern ausgegeben hätten, wie sie in der Sitzung sagten."
)
CROSSHEAD = "Mehrheit ist größer als erwartet"
CAPTION = "Die alte Schleuse am Hafen soll im Herbst abgerissen werden."


def make_gold(**changes: object) -> Json:
    """The gold of the page, with changes."""
    gold: Json = {
        "publisher": "anzeiger.example",
        "lang": "de",
        "titles": [TITLE],
        "title_in_clip": True,
        "all_titles": [TITLE],
        "lead": LEAD,
        "blocks": [
            {"kind": "paragraph", "text": FIRST},
            {"kind": "subheading", "text": CROSSHEAD},
            {"kind": "paragraph", "text": SECOND},
        ],
        "authors": ["Ada Berg"],
        "images": [{"caption": CAPTION, "credits": ["Jan Holm"], "alt": ""}],
        "comments": [],
        "neutral": [],
    }
    return gold | changes


def make_result(**changes: object) -> Json:
    """What a parser that makes no mistake says of the page, with changes of its article."""
    gold = make_gold()
    article: Json = {
        "headline": TITLE,
        "kicker": "",
        "headline_is_provisional": False,
        "lead": LEAD,
        "dateline": "",
        "byline": "Von Ada Berg",
        "agencies": [],
        "body": gold["blocks"],
        "images": [{"caption": CAPTION, "credit": "Foto: Jan Holm"}],
        "comments": [],
    }
    return {"article": article | changes}


def write_folder(folder: Path, publishers: list[str]) -> None:
    """Write the page as a clip and as HTML, with gold of variants a and c, once for each publisher."""
    for number, publisher in enumerate(publishers):
        gold = make_gold(publisher=publisher, lang="de" if number % 2 else "en", source=f"set{number % 2}")
        lines = [TITLE, LEAD, FIRST, CROSSHEAD, SECOND]
        html = f"<html><body><article><h1>{TITLE}</h1><p>{'</p><p>'.join(lines[1:])}</p></article></body></html>"
        files = {
            **{f"clips/{variant}/{number}.txt": "\n\n".join(lines).encode() for variant in "ac"},
            **{f"gold/{variant}/{number}.json": json.dumps(gold).encode() for variant in "ac"},
            f"html/{number}.html.gz": gzip.compress(html.encode()),
        }
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
