"""The line length of the templates."""

from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "articles/templates"
MOST = 120  # characters a line
FILES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_line_is_longer_than_120_characters(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [f"{n}: {len(line)}" for n, line in enumerate(lines, 1) if len(line) > MOST] == []
