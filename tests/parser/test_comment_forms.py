"""Readers' comments in plain text under the heads that sites give them, generated."""

from itertools import product

import pytest

from articles.parser.pipeline import parse_clip

from .test_html_comment_forms import COMMENTS, PARAGRAPHS

HEADS = {
    "wrote": "{name} schrieb am {time}:\n{text}",
    "wrote in line": "{name} schrieb am {time}: {text}",
    "wrote at": "{name} schrieb am {time} Uhr:\n{text}",
    "has written": "{name} hat am {time} geschrieben:\n{text}",
    "writes": "{name} schreibt am {time}:\n\n{text}",
    "commented": "{name} kommentierte am {time}:\n{text}",
    "English": "{name} wrote on {time}:\n{text}",
    "dot": "{name} · {time}\n{text}",
    "dash": "{name} – {time}\n{text}",
    "by": "Am {time} von {name}\n{text}",
    "said": "{name} sagt:\n{time}\n{text}",
}
HEADINGS = ("3 Kommentare\n\n", "Leserkommentare\n", "")


@pytest.mark.parametrize("form", HEADS)
def test_comments_of_a_text_are_read_under_every_head(form: str) -> None:
    for heading, between in product(HEADINGS, ("\n", "\n\n")):
        comments = [HEADS[form].format(name=name, time=time, text=text) for name, time, text in COMMENTS]
        article = "\n\n".join(["Leisere Turbine für das alte Wehr", *PARAGRAPHS])
        document = parse_clip(f"{article}\n\n{heading}{between.join(comments)}\n".encode(), "wehr.txt").document
        assert document is not None

        read = [(comment.author, comment.text) for comment in document.comments]
        assert read == [(name, text) for name, _time, text in COMMENTS], (heading, between)


@pytest.mark.parametrize("line_break", [" ", "\n"])
def test_letters_that_a_text_quotes_stay_text(line_break: str) -> None:
    quoted = [
        f"Die Betriebsleiterin schrieb am 3. Februar 2025:{line_break}„Die Anlage läuft gut, die Pegel stimmen.“",
        *PARAGRAPHS[1:3],
        f"Der Landrat schrieb am 12. Februar 2025:{line_break}„Das Gutachten liegt nun vor, wir prüfen es sorgfältig.“",
        PARAGRAPHS[3],
    ]
    text = "\n\n".join(["Leisere Turbine für das alte Wehr", PARAGRAPHS[0], *quoted])
    document = parse_clip(text.encode(), "wehr.txt").document
    assert document is not None

    assert document.comments == ()
    assert all(words in "\n".join(block.text for block in document.body) for words in ("die Pegel", "Das Gutachten"))
