"""Static files as stored in production: each module imports files by their hashed names."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from newsroom.static_files import ModuleStorage

STATIC_FOLDER = Path(settings.BASE_DIR) / "articles/static"
IMPORT_PATH = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")


@pytest.fixture
def storage(tmp_path: Path) -> Any:
    """A storage with the collected static files of the project."""
    storage = ModuleStorage(location=str(tmp_path), base_url="/static/")
    source = FileSystemStorage(location=str(STATIC_FOLDER))
    names = [path.relative_to(STATIC_FOLDER).as_posix() for path in STATIC_FOLDER.rglob("*.*")]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    for name, _, failure in storage.post_process({name: (source, name) for name in names}):
        assert not isinstance(failure, Exception), name
    return storage


def test_a_module_imports_existing_files_by_their_hashed_names(storage: Any) -> None:
    imported = []
    for name in (name for name in storage.hashed_files.values() if name.endswith(".js")):
        module = Path(storage.path(name))
        imported += [module.parent / import_path for import_path in IMPORT_PATH.findall(module.read_text())]

    assert imported
    assert [path.name for path in imported if not re.search(r"\.[0-9a-f]{12}\.js$", path.name)] == []
    assert [path for path in imported if not path.exists()] == []


def test_an_imported_style_sheet_costs_no_request_of_its_own(storage: Any) -> None:
    collected = Path(storage.path(storage.hashed_files["site.css"])).read_text()

    assert '@import "tokens.css";' in (STATIC_FOLDER / "site.css").read_text()
    assert "@import" not in collected
    assert "--paper:" in collected and "--measure:" in collected


def test_every_script_is_a_module() -> None:
    templates = (Path(settings.BASE_DIR) / "articles/templates").rglob("*.html")
    own_script = re.compile(r"""<script[^>]*?src="\{% static ["'](?!admin/|drf_)([^"']+)["'] %\}"([^>]*)""")
    scripts = [script for path in templates for script in own_script.findall(path.read_text())]

    assert {"keep.js", "admin-desk/autosave.js", "api/docs.js"} <= {name for name, _ in scripts}
    assert [name for name, rest in scripts if 'type="module"' not in rest] == []


def test_colours_and_typefaces_are_defined_in_one_file() -> None:
    def declared(name: str) -> set[str]:
        """The custom properties that a style sheet sets on :root for screens."""
        on_screen = (STATIC_FOLDER / name).read_text().split("@media print")[0]
        roots = re.findall(r"^:root\b[^{]*\{(.*?)^\}", on_screen, re.M | re.S)
        return {property_name for root in roots for property_name in re.findall(r"^  (--[\w-]+):", root, re.M)}

    tokens, site, admin = map(declared, ("tokens.css", "site.css", "admin-desk/base.css"))

    assert {"--paper", "--ink", "--red", "--serif"} <= tokens
    assert "--measure" in site
    assert "--body-bg" in admin
    assert tokens & (site | admin) == set()


SHEETS = sorted(STATIC_FOLDER.rglob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_rule_is_important(sheet: Path) -> None:
    text = sheet.read_text()

    assert "{" in text
    assert "!important" not in text


def test_no_line_is_longer_than_120_characters() -> None:
    lines = [
        (f"{path.name}:{number}", len(line))
        for path in [*SHEETS, *sorted(STATIC_FOLDER.rglob("*.js"))]
        for number, line in enumerate(path.read_text().splitlines(), 1)
    ]

    assert [(place, length) for place, length in lines if length > 120] == []
