"""Static files as production stores them: each module finds what it imports, under the name of its content."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from newsroom.static_files import ModuleStorage

OURS = Path(settings.BASE_DIR) / "articles/static"
IMPORTED = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")


@pytest.fixture
def stored(tmp_path: Path) -> Any:
    """Our static files, collected."""
    storage = ModuleStorage(location=str(tmp_path), base_url="/static/")
    source = FileSystemStorage(location=str(OURS))
    names = [path.relative_to(OURS).as_posix() for path in OURS.rglob("*.*")]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    for name, _, failure in storage.post_process({name: (storage, name) for name in names}):
        assert not isinstance(failure, Exception), name
    return storage


def test_a_module_imports_what_is_there_under_the_name_of_its_content(stored: Any) -> None:
    imported = []
    for name in (name for name in stored.hashed_files.values() if name.endswith(".js")):
        module = Path(stored.path(name))
        imported += [module.parent / told for told in IMPORTED.findall(module.read_text())]

    assert imported
    assert [path.name for path in imported if not re.search(r"\.[0-9a-f]{12}\.js$", path.name)] == []
    assert [path for path in imported if not path.exists()] == []


def test_every_script_is_a_module() -> None:
    templates = (Path(settings.BASE_DIR) / "articles/templates").rglob("*.html")
    ours = re.compile(r"""<script[^>]*?src="\{% static ["'](?!admin/|drf_)([^"']+)["'] %\}"([^>]*)""")
    found = [told for path in templates for told in ours.findall(path.read_text())]

    assert {"keep.js", "admin-desk/autosave.js", "api/docs.js"} <= {name for name, _ in found}
    assert [name for name, rest in found if 'type="module"' not in rest] == []


def test_colours_and_typefaces_are_said_in_one_file() -> None:
    def declared(name: str) -> set[str]:
        """The custom properties that a sheet gives to all of a page; on paper all is black."""
        on_screen = (OURS / name).read_text().split("@media print")[0]
        roots = re.findall(r"^:root\b[^{]*\{(.*?)^\}", on_screen, re.M | re.S)
        return {told for root in roots for told in re.findall(r"^  (--[\w-]+):", root, re.M)}

    tokens, site, admin = map(declared, ("tokens.css", "site.css", "admin-desk/base.css"))

    assert {"--paper", "--ink", "--red", "--serif"} <= tokens
    assert "--measure" in site
    assert "--body-bg" in admin
    assert tokens & (site | admin) == set()


SHEETS = sorted(OURS.rglob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_rule_shouts_down_another(sheet: Path) -> None:
    text = sheet.read_text()

    assert "{" in text
    assert "!important" not in text


@pytest.mark.parametrize("path", [*SHEETS, *sorted(OURS.rglob("*.js"))], ids=lambda path: path.name)
def test_no_line_is_longer_than_a_screen(path: Path) -> None:
    assert [n for n, line in enumerate(path.read_text().splitlines(), 1) if len(line) > 120] == []
