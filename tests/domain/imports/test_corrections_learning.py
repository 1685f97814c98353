"""An installation learns from its own corrections, on top of the weights that the parser came with."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import translation

from articles.domain.imports import corrections_learning, line_weights
from articles.parser.learning import evaluation, gold
from articles.parser.line_model import weights_file
from articles.parser.line_model.model import LineModel, default_model
from tests.bench.test_learning import MATTERS, write


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    for number, matter in enumerate(MATTERS):
        write(folder, number, matter)
    return folder


@pytest.fixture
def house_pages(pages):
    """Pages of a house where what looks like a subheading everywhere else belongs to no article."""
    for path in (pages / "gold" / "a").glob("*.json"):
        path.write_text(path.read_text(encoding="utf-8").replace('"subheading"', '"paragraph"'), encoding="utf-8")
    return pages


@pytest.fixture
def shipped_weights():
    yield
    weights_file.choose(weights_file.SHIPPED)
    default_model.cache_clear()


def test_what_editors_decided_is_learned_on_top_of_the_weights(house_pages, tmp_path, capsys):
    out = tmp_path / "own.npz"

    call_command("learn_corrections", house_pages, out=out)

    seen = gold.load_folder(house_pages, ("a",))
    before = evaluation.count_lines(default_model(), seen).share
    assert evaluation.count_lines(LineModel.load(out), seen).share > before
    assert f"8 pages of 8 publishers: {out}" in capsys.readouterr().out


def test_clips_are_labelled_with_the_weights_that_the_settings_name(pages, tmp_path, settings, shipped_weights):
    out = tmp_path / "own.npz"
    model, _ = corrections_learning.learn(corrections_learning.read_pages(pages), lambda _text: None)
    model.save(out)
    settings.PARSER_WEIGHTS = str(out)

    line_weights.choose_weights()

    assert weights_file.chosen() == out
    default_model.cache_clear()
    assert (default_model().weights.bias != LineModel.load(weights_file.SHIPPED).weights.bias).any()


def test_a_name_of_no_file_stops_the_start(settings, tmp_path):
    settings.PARSER_WEIGHTS = str(tmp_path / "missing.npz")

    with pytest.raises(ImproperlyConfigured, match=r"missing\.npz, which is no file"):
        line_weights.choose_weights()


def break_a_page(folder: Path) -> None:
    next((folder / "gold" / "a").iterdir()).write_text("{", encoding="utf-8")


def leave_two_pages(folder: Path) -> None:
    for path in sorted((folder / "gold" / "a").iterdir())[2:]:
        path.unlink()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [(break_a_page, "cannot be read"), (leave_two_pages, "holds 2 pages with gold; at least 5 are needed")],
)
def test_pages_that_teach_nothing_are_refused_and_nothing_is_written(pages, tmp_path, spoil, sentence):
    spoil(pages)

    with pytest.raises(CommandError, match=sentence):
        call_command("learn_corrections", pages, out=tmp_path / "own.npz")

    assert not list(tmp_path.glob("*.npz"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("own.json", r"must end in \.npz"), ("no/folder/own.npz", "There is no folder"), (None, "Say with --out")],
)
def test_a_place_that_cannot_be_written_to_is_refused_first(pages, tmp_path, name, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("learn_corrections", pages, out=tmp_path / name if name else None)
