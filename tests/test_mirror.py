"""The folders and files of the tests mirror those of the code."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CODE = TESTS.parent / "articles"
CROSS_CUTTING = {"bench", "browser", "end_to_end", "settings"}  # test the whole project
SEVERAL_MODULES = {"domain/articles/test_why_not_public.py"}  # tests several modules of one folder


def folders(root: Path) -> set[str]:
    """The relative paths of all folders below `root` that contain Python files."""
    names = {path.parent.relative_to(root).as_posix() for path in root.rglob("*.py")}
    return {name for name in names if name != "." and "__pycache__" not in name}


def test_every_folder_of_tests_is_a_folder_of_the_code() -> None:
    mirrored = {name for name in folders(TESTS) if name.split("/")[0] not in CROSS_CUTTING}

    assert {"domain/comments", "parser", "admin/articles"} <= mirrored
    assert mirrored - folders(CODE) == set()


@pytest.mark.parametrize("floor", ["domain", "text"])
def test_every_file_of_tests_is_named_after_what_it_tests(floor: str) -> None:
    files = [path for path in sorted((TESTS / floor).rglob("test_*.py")) if "__pycache__" not in path.parts]
    strays = []
    for path in files:
        name = path.relative_to(TESTS).as_posix()
        source = CODE / path.relative_to(TESTS).parent / path.name.removeprefix("test_")
        if not source.exists() and not source.with_suffix("").is_dir() and name not in SEVERAL_MODULES:
            strays.append(name)

    assert files
    assert strays == []
