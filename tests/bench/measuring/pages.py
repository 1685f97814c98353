"""The pages of a folder with gold, and the figures of each; they are kept as JSON for a later comparison."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from articles.parser.json_report import Json
from articles.text.language import detect_language

from .scores import Error, Score

HTML = "html"  # stands for the saved pages, beside the variants of the clips
HTML_GOLD = "c"  # the variant whose gold tells all that the page holds


@dataclass(frozen=True, slots=True)
class Task:
    """A file that is to be read, and its gold."""

    variant: str
    path: Path
    gold_path: Path

    def load_gold(self) -> Json:
        """The gold. Raises OSError or ValueError if it cannot be read."""
        gold: Json = json.loads(self.gold_path.read_text(encoding="utf-8"))
        return gold

    def load_data(self) -> bytes:
        """The bytes of the clip or page. Raises OSError if they cannot be read."""
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.path.suffix == ".gz" else data

    @property
    def file_name(self) -> str:
        """The name without the ending of its compression."""
        return self.path.name.removesuffix(".gz")


@dataclass(slots=True)
class Page:
    """A page that was read: what it is, its figures, and the lines that are wrong."""

    name: str
    variant: str
    publisher: str
    lang: str
    genre: str
    source: str
    figures: dict[str, float] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)


def find_tasks(folder: Path, variants: list[str], wanted: Callable[[Json], bool] = lambda _gold: True) -> list[Task]:
    """The files of the folder that have gold which is wanted. Raises OSError or ValueError for unreadable gold."""
    tasks = []
    for variant in variants:
        for gold_path in sorted((folder / "gold" / (HTML_GOLD if variant == HTML else variant)).glob("*.json")):
            html = folder / "html" / f"{gold_path.stem}.html.gz"
            path = html if variant == HTML else folder / "clips" / variant / f"{gold_path.stem}.txt"
            task = Task(variant, path, gold_path)
            if path.exists() and wanted(task.load_gold()):
                tasks.append(task)
    return tasks


def make_page(task: Task, gold: Json, found: Score) -> Page:
    """The page of a task with its figures."""
    return Page(
        task.path.name.split(".txt")[0].split(".html")[0],
        task.variant,
        publisher_of(gold, task.file_name),
        gold.get("lang") or _language(gold),
        gold.get("genre") or "",
        gold.get("source") or "",
        found.figures,
        found.errors,
    )


def publisher_of(gold: Json, name: str) -> str:
    """Whose page it is: as the gold says, else the file's name without date and ending."""
    return gold.get("publisher") or re.sub(r"(_\d{4}_\d\d_\d\d)?(\.[a-z]+)*$", "", name)


def _language(gold: Json) -> str:
    return detect_language(" ".join(block["text"] for block in gold.get("blocks") or ())).code


def keep(pages: list[Page], path: Path) -> None:
    """Write the pages as JSON. Raises OSError."""
    path.write_text(json.dumps([asdict(page) for page in pages], ensure_ascii=False, indent=1), encoding="utf-8")


def load(path: Path) -> list[Page]:
    """Read what `keep` wrote. Raises OSError, ValueError or TypeError if the file is none of its."""
    pages = [Page(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    for page in pages:
        page.errors = [(what, line) for what, line in page.errors]
    return pages
