"""Roles of the lines of press pages that people read twice, kept without their texts, and how gold is made of them.

    python -m tests.bench.labels.labels CLIPS OUT [--labels FILE]

`CLIPS` holds the pages' plain texts, `clips/<variant>/KEY.txt`; `OUT` gets `clips/` and `gold/` in the form that
`articles/parser/learning/gold.py` describes. A label file has a JSON object for each page: `key`, `publisher`, `url`
and `lines`, each the first half of a line's digest and its role. A line that no label knows stays open.

Roles: K kicker, H headline, D subheadline, L lead, P paragraph, I item of a list, Q quotation, Y row of data,
S subheading, B byline, T date, C caption, R credit, CR caption with credit, A alternative text, G sign-off or source,
U portrait or note, X no part of the article, M comment, N its head; ? text or not and ?S paragraph or subheading,
where the two readings could not be settled.
"""

import argparse
import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from articles.parser.learning.gold import level

LABELS = Path(__file__).parent / "german_press.jsonl"
DIGEST_CHARS = 12
VARIANTS = ("a", "b", "c", "d")
BLOCKS = {"P": "paragraph", "I": "list_item", "Q": "quote", "Y": "paragraph", "S": "subheading"}
OPEN = ("?", "?S", "G", "D", "U")  # for a scorer: may be text or not


def digest(line: str) -> str:
    """What stands for a line: its digest with case, quotes, dashes and blanks levelled."""
    return sha256(level(line).encode()).hexdigest()[:DIGEST_CHARS]


def read(path: Path = LABELS) -> list[dict[str, Any]]:
    """The labelled pages."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rebuild(page: dict[str, Any], text: str) -> dict[str, Any]:
    """The gold of a page from its labels and its text."""
    roles: dict[str, list[str]] = {}
    for name, role in page["lines"]:
        roles.setdefault(name, []).append(role)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [
        (line, places.pop(0) if len(places) > 1 else places[0]) for line in lines if (places := roles.get(digest(line)))
    ]
    lead = " ".join(_of(found, "L"))
    return {
        "publisher": page["publisher"],
        "lang": "de",
        "titles": list(dict.fromkeys(_of(found, "H"))) or None,
        "lead": lead or None,
        "blocks": [{"kind": BLOCKS[role], "text": _words(line, role)} for line, role in found if role in BLOCKS],
        "authors": None,
        "images": None,
        "comments": None,
        "neutral": list(_of(found, *OPEN)),
        "roles": found,
    }


def _of(found: list[tuple[str, str]], *roles: str) -> Iterable[str]:
    return [line for line, role in found if role in roles]


def _words(line: str, role: str) -> str:
    return line.lstrip("•*·-– ") if role == "I" else line


def main() -> None:
    """Write the gold of all labelled pages whose texts are there, and say how many were not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    options = parser.parse_args()
    missing = 0
    for page in read(options.labels):
        for variant in VARIANTS:
            source = options.clips / "clips" / variant / f"{page['key']}.txt"
            if not source.exists():
                missing += 1
                continue
            text = source.read_text(encoding="utf-8")
            gold = {"file": source.name, **rebuild(page, text)}
            for kind, name, content in (
                ("clips", source.name, text),
                ("gold", f"{page['key']}.json", json.dumps(gold, ensure_ascii=False)),
            ):
                target = options.out / kind / variant / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content, encoding="utf-8")
    print(f"{missing} texts are not there.")  # noqa: T201


if __name__ == "__main__":
    main()
