"""Means have intervals over publishers, and a comparison names the pages and lines that changed."""

import pytest

from .made_up_pages import CROSSHEAD, make_gold, make_result
from .measuring import comparison
from .measuring.intervals import estimate
from .measuring.pages import Page, keep, load
from .measuring.scores import score
from .measuring.tables import tables


def make_page(name, **figures):
    return Page(name, "a", f"{name}.example", "de", "news", "", figures)


def test_an_interval_holds_the_mean_and_is_the_same_each_time():
    values, publishers = [n % 2 for n in range(60)], [f"p{n // 2}" for n in range(60)]
    shifted = estimate([float(n < 30) for n in range(60)], publishers)

    found = estimate(values, publishers)

    assert found == estimate(values, publishers)
    assert (found.mean, found.low, found.high, found.pages) == (0.5, 0.5, 0.5, 60)  # every publisher has both
    assert shifted.low < shifted.mean == 0.5 < shifted.high


def test_many_pages_of_few_publishers_are_less_certain_than_of_many():
    values = [float(n < 50) for n in range(100)]
    few = estimate(values, [f"p{n // 25}" for n in range(100)])
    many = estimate(values, [f"p{n}" for n in range(100)])

    assert few.high - few.low > 1.5 * (many.high - many.low)


def test_one_publisher_has_no_interval_and_no_pages_no_mean():
    assert estimate([1.0, 0.0], ["p", "p"]).low is None
    assert estimate([], []) is None


def test_kept_figures_come_back_as_they_were(tmp_path):
    found = score(make_result(headline="Anderes"), make_gold())
    pages = [Page("1", "a", "anzeiger.example", "de", "news", "set", found.figures, found.errors)]

    keep(pages, tmp_path / "run.json")

    assert load(tmp_path / "run.json") == pages


def test_pages_are_better_or_worse_in_the_direction_of_the_figure():
    before = [make_page("1", leak=0.5, lead=0.0), make_page("2", leak=0.5, lead=1.0), make_page("3", leak=0.1)]
    after = [make_page("1", leak=0.0, lead=1.0), make_page("2", leak=0.6, lead=1.0), make_page("3", leak=0.1)]

    changes = {change.figure: change for change in comparison.compare_figures(comparison.pair(before, after))}

    assert (changes["leak"].better, changes["leak"].worse, changes["leak"].difference.pages) == (1, 1, 3)
    assert changes["leak"].difference.mean == pytest.approx(-0.4 / 3)
    assert (changes["lead"].better, changes["lead"].worse, changes["lead"].difference.pages) == (1, 0, 2)
    assert "paragraphs" not in changes


def test_the_lines_that_became_right_and_wrong_are_told():
    body = [{"kind": "paragraph", "text": block["text"]} for block in make_gold()["blocks"]]
    runs = []
    for changes in ({"body": body}, {"headline": "Ein ganz anderer Titel"}):
        found = score(make_result(**changes), make_gold())
        runs.append([Page("1", "a", "anzeiger.example", "de", "news", "", found.figures, found.errors)])

    (change,) = comparison.compare_pages(comparison.pair(*runs))
    told = "\n".join(comparison.tell(*runs))

    assert change.became_right == [
        ("paragraph too many", CROSSHEAD.casefold().replace("ß", "ss")),
        ("subheading missing", CROSSHEAD.casefold().replace("ß", "ss")),
    ]
    assert change.became_wrong == [("headline", "Ein ganz anderer Titel")]
    assert "gained most" in told
    assert "wrong now: headline: Ein ganz anderer Titel" in told
    assert "no longer wrong: subheading missing: mehrheit" in told


def test_the_most_changed_pages_come_first_each_way():
    names = [f"{n:02}" for n in range(30)]
    before = [make_page(name, paragraphs=0.5) for name in names]
    after = [make_page(name, paragraphs=0.5 + (n - 15) / 100) for n, name in enumerate(names)]
    for page in after:
        page.errors = [("lead", "x")]

    told = list(comparison.tell(before, after))

    gained, lost = (next(n for n, line in enumerate(told) if title in line) for title in ("gained most", "lost most"))
    assert "29 (" in told[gained + 1]
    assert "00 (" in told[lost + 1]
    assert sum("example)" in line for line in told) == 2 * comparison.NAMED


def test_runs_over_other_pages_are_not_compared():
    told = list(comparison.tell([make_page("1", lead=1.0)], [make_page("2", lead=1.0)]))

    assert told == ["The earlier run has none of these pages: nothing to compare."]


def test_pages_that_one_run_lacks_are_told():
    told = list(comparison.tell([make_page("1", lead=1.0), make_page("2", lead=1.0)], [make_page("2", lead=1.0)]))

    assert told[0] == "1 pages are in both runs; 2 were read before, 1 now."


def test_every_variant_and_group_has_a_table():
    pages = [make_page("1", lead=1.0), make_page("2", lead=0.0), make_page("3", lead=0.5)]
    pages[2].lang = "en"
    pages[1].variant = "c"

    titles = [line for line in tables(pages, "lang") if " pages of " in line]

    assert titles == [
        "variant a: 2 pages of 2 publishers",
        "variant a, lang de: 1 pages of 1 publishers",
        "variant a, lang en: 1 pages of 1 publishers",
        "variant c: 1 pages of 1 publishers",
    ]


def test_a_table_counts_only_pages_that_have_the_figure():
    told = list(tables([make_page("1", lead=1.0), make_page("2", leak=0.5)], "lang"))

    assert told[2].split() == ["lead", "leak"]
    assert told[3].split() == ["mean", "1.000", "0.500"]
    assert told[-1].split() == ["pages", "1", "1"]
