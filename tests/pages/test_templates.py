"""The line length of the templates."""

from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "articles/templates"
MOST = 120  # characters a line
FILES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def test_no_template_line_is_longer_than_120_characters() -> None:
    lines = [
        (f"{path.relative_to(TEMPLATES)}:{number}", len(line))
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]

    assert len(FILES) > 100
    assert [(place, length) for place, length in lines if length > MOST] == []
