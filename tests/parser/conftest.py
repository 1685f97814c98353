"""The parser knows no Django, and so do most of its tests."""

import pytest


@pytest.fixture(autouse=True)
def _isolated_environment() -> None:
    """Nothing to isolate: the parser has no settings, writes no files and fills no cache."""
