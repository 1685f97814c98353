"""The matrix in docs/formats.md: each of its cells names a test, and each test that is named there is there."""

import re
from functools import cache
from pathlib import Path

from articles.parser.formats import registry
from tests.parser.formats.test_every_format import SAMPLES

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "formats.md").read_text()
FOLDERS = (ROOT / "tests" / "parser" / "formats", ROOT / "tests" / "parser")
DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NOTHING = "–"


@cache
def tests_in(file: str) -> frozenset[str]:
    path = next(folder / file for folder in FOLDERS if (folder / file).exists())
    return frozenset(re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE))


def matrix() -> dict[str, list[str]]:
    lines = DOCUMENT.split("| format | text | headline | byline |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return {cells[0]: cells[1:] for cells in ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)}


def notes() -> dict[int, str]:
    return {int(number): text for number, text in re.findall(r"^\| (\d+) \| (.+) \|$", DOCUMENT, re.MULTILINE)}


def test_each_test_that_is_named_is_there():
    missing = []
    for line in DOCUMENT.splitlines():
        file = ""
        for name in re.findall(r"`(test_\w+(?:\.py)?)`", line):
            if name.endswith(".py"):
                file = name
                assert tests_in(file)
            elif file and name not in tests_in(file):
                missing.append(f"{file}: {name}")
    assert missing == []


def test_each_cell_of_the_matrix_names_its_tests_or_is_empty():
    known = notes()
    for row, cells in matrix().items():
        assert len(cells) == 9, row
        for cell in cells:
            numbers = [int(number.translate(DIGITS)) for number in re.findall(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", cell)]
            assert cell == NOTHING or (numbers and set(numbers) <= set(known)), (row, cell)


def test_each_note_is_referred_to():
    text = DOCUMENT.split("| 1 | `", 1)[0]
    named = {int(number.translate(DIGITS)) for number in re.findall(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", text)}

    assert named == set(notes())


def test_each_format_has_an_example_and_a_row():
    formats = {entry.name for entry in registry.FORMATS}

    assert {name for name, _data in SAMPLES.values()} == formats
    assert len(matrix()) >= len(formats)
