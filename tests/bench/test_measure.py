"""The measurement reads a folder of clips and saved pages, prints its tables, and compares with an earlier run."""

import json

import pytest
from lxml import html

from articles.parser.learning import training
from articles.parser.line_model import weights_file

from . import extractors, measure
from .made_up_pages import FIRST, SECOND, TITLE, write_folder
from .measuring.pages import find_tasks, load, publisher_of
from .measuring.peers import PEERS, Peer, article, lines_of

PUBLISHERS = ["a.example", "b.example", "c.example"]


@pytest.fixture
def folder(tmp_path):
    write_folder(tmp_path, PUBLISHERS)
    return tmp_path


def test_clips_and_pages_are_read_kept_and_compared(folder, capsys):
    kept = folder / "run.json"
    measure.main([str(folder), "--variants", "a", "--html", "--keep", str(kept)])
    printed = capsys.readouterr().out

    pages = load(kept)
    for page in pages:
        page.figures["paragraphs"] = 0.25
    earlier = folder / "earlier.json"
    earlier.write_text(json.dumps([vars_of(page) for page in pages]), encoding="utf-8")
    measure.main([str(folder), "--variants", "a", "--only", "source=set0", "--before", str(earlier)])
    compared = capsys.readouterr().out

    assert [(page.variant, page.publisher) for page in pages] == [(v, p) for v in ("a", "html") for p in PUBLISHERS]
    assert all(page.figures["headline"] == 1.0 for page in pages)
    assert "variant a, lang en: 2 pages of 2 publishers" in printed
    assert "variant html: 3 pages of 3 publishers" in printed
    assert "variant a: 2 pages of 2 publishers" in compared
    assert "variant a, compared with the earlier run: 2 pages" in compared
    assert "2 pages are in both runs; 6 were read before, 2 now." in compared


def vars_of(page):
    return {name: getattr(page, name) for name in page.__slots__}


def test_pages_are_read_with_the_weights_that_are_named(folder, tmp_path):
    missing = tmp_path / "none.npz"

    with pytest.raises(OSError, match=r"none\.npz"):
        measure.main([str(folder), "--variants", "a", "--weights", str(missing)])
    assert weights_file.chosen() == weights_file.SHIPPED


def test_every_page_is_read_with_weights_that_have_not_seen_its_site(folder, monkeypatch):
    seen = []

    def learn(examples, _plan):
        seen.append({example.publisher for example in examples} & set(PUBLISHERS))
        return training.LineModel.load(weights_file.SHIPPED)

    monkeypatch.setattr(training, "learn", learn)
    tasks = find_tasks(folder, ["a", "html"])
    pages = measure.measure_folds([str(folder)], tasks, 3, training.Plan(rounds=1))

    assert seen == [{"b.example", "c.example"}, {"a.example", "c.example"}, {"a.example", "b.example"}]
    assert [(page.variant, page.name) for page in pages] == [(task.variant, task.gold_path.stem) for task in tasks]


def test_pages_of_one_site_are_left_out_together_whatever_their_publisher_is_called():
    assert measure.site_of({"publisher": "Anzeiger", "url": "https://www.anzeiger.example/1.html"}, "1") == (
        measure.site_of({"publisher": "anzeiger.example", "url": "https://m.anzeiger.example/"}, "2")
    )
    assert measure.site_of({"publisher": "Anzeiger"}, "1") == "Anzeiger"


def test_a_folder_without_gold_is_told(tmp_path):
    with pytest.raises(SystemExit, match="holds no clips with gold"):
        measure.main([str(tmp_path)])
    with pytest.raises(SystemExit, match="holds no saved pages with gold"):
        extractors.main([str(tmp_path)])


def test_only_clips_that_are_wanted_and_there_are_tasks(folder):
    (folder / "clips/a/0.txt").unlink()

    assert [task.path.name for task in find_tasks(folder, ["a"])] == ["1.txt", "2.txt"]
    assert [task.file_name for task in find_tasks(folder, ["html"], measure.parse_filter("lang=de,fr"))] == ["1.html"]


def test_pages_without_a_publisher_go_by_their_name():
    assert publisher_of({}, "de_Anzeiger_2024_05_03.html.gz") == "de_Anzeiger"
    assert publisher_of({"publisher": "anzeiger.example"}, "1.txt") == "anzeiger.example"


def test_an_extractor_that_is_missing_is_named(folder, capsys, monkeypatch):
    monkeypatch.setattr(extractors, "PEERS", {"other": Peer("other-extractor", "no_such_module", "MIT", lambda *_: {})})

    extractors.main([str(folder)])

    assert capsys.readouterr().out == "other is left out: the package other-extractor is not installed.\n"


def test_an_extractor_is_scored_by_its_lines(folder, monkeypatch):
    def read(data, _address):
        return article(TITLE, "", [TITLE, *lines_of(html.fromstring(data.decode()))])

    monkeypatch.setitem(PEERS, "other", Peer("other", "json", "MIT", read, tells_authors=False))
    page = extractors.read_page(find_tasks(folder, ["html"])[0], "other")

    assert page.variant == "other"
    assert "byline" not in page.figures
    assert (page.figures["text"], page.figures["headline"], page.figures["leak"]) == (1.0, 1.0, 0.0)


def test_a_page_that_an_extractor_fails_at_is_not_read_and_told(folder, monkeypatch):
    def read(_data, _address):
        raise RuntimeError("Zu tief")

    monkeypatch.setitem(PEERS, "other", Peer("other", "json", "MIT", read))
    page = extractors.read_page(find_tasks(folder, ["html"])[0], "other")

    assert page.errors[0] == (extractors.FAILED, "RuntimeError('Zu tief')")
    assert (page.figures["text"], page.figures["lost"]) == (0.0, 1.0)


def test_marks_of_lists_are_no_text_of_a_peer():
    body = article(TITLE, "", ["- Eins", "• Zwei", "3. Drei", "", TITLE, "- "])["article"]["body"]

    assert [block["text"] for block in body] == ["Eins", "Zwei", "Drei", "-"]


def test_html_is_divided_at_blocks_and_line_breaks():
    inside = (
        f"<h2>Der  Rat</h2>\n<p>{FIRST} <b>fett</b>\n{SECOND}<br>Ende</p>lose <!-- nie -->\nnoch<ul><li>Punkt</li></ul>"
    )
    lines = lines_of(html.fromstring(f"<div>{inside}</div>"))

    assert [line.strip() for line in lines if line.strip()] == [
        "Der Rat",
        f"{FIRST} fett {SECOND}",
        "Ende",
        "lose  noch",
        "Punkt",
    ]
