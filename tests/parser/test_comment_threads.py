"""Readers' comments in every form, tested with cases that everybody can read: tests/parser/comments.txt."""

import re
from pathlib import Path

import pytest

from articles.parser.pipeline import parse_clip

CASES = Path(__file__).with_name("comments.txt")
ARTICLE = """Streit um die neue Brücke in der Innenstadt

Die Anwohner wollen klagen, der Rat der Stadt stimmt im Mai über die Pläne ab.

Die Stadt will im Herbst mit dem Bau der neuen Brücke beginnen, sagte die Bürgermeisterin am Montag im Rat. Die Kosten sind in den letzten Jahren stark gestiegen, und noch fehlt das Geld vom Land. Die alte Brücke war nach einer Prüfung gesperrt worden, weil die Pfeiler Risse haben.

Die alte Brücke ist seit zwei Jahren gesperrt. Wer auf die andere Seite will, muss einen Umweg von zehn Kilometern fahren. Die Händler in der Innenstadt klagen über leere Läden und hoffen auf den Neubau.

Der Rat stimmt im Mai über die Pläne ab. Die Mehrheit dafür gilt als sicher, doch die Anwohner der neuen Zufahrt wollen klagen. Sie fürchten den Lärm und haben ein Gutachten über die Brücke bestellt. (dpa)

"""  # noqa: E501


def cases():
    for block in CASES.read_text(encoding="utf-8").split("\n== ")[1:]:
        title, _, rest = block.partition("\n")
        section, _, table = rest.partition("\n--")
        rows = [tuple(cell.strip() for cell in row.split("|")) for row in table.splitlines() if "|" in row]
        yield pytest.param(section, rows, id=title)


@pytest.mark.parametrize("is_spaced", [True, False], ids=["spaced", "one line after another"])
@pytest.mark.parametrize(("section", "rows"), list(cases()))
def test_the_comments_are_found_and_each_knows_whom_it_answers(section, rows, is_spaced):
    clip = ARTICLE + section
    reading = parse_clip((clip if is_spaced else re.sub(r"\n\n+", "\n", clip)).encode(), "case.txt")

    comments = [
        ("." if comment.parent is None else str(comment.parent), comment.author, re.sub(r"\n+", "¶", comment.text))
        for comment in reading.document.comments
    ]
    assert comments == rows
    body = " ".join(block.text for block in reading.document.body)
    assert not any(text[-30:] in body for _parent, _author, text in rows)
    assert "ein Gutachten über die Brücke bestellt" in body
