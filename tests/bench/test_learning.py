"""Learning from clips with gold gives weights that label a clip which was not among them."""

import json
from pathlib import Path

import pytest

from articles.parser.crf import STATES, CrfModel
from articles.parser.pipeline import parse_clip

from . import gold, learn, measure

MATTERS = ("Brücke", "Schule", "Bahnlinie", "Sternwarte", "Mühle", "Halle", "Schleuse", "Bibliothek")
TEXTS = (
    "Die {0} wird im nächsten Jahr gebaut, hat der Rat der Stadt am Montag beschlossen. Vorausgegangen war ein langer "
    "Streit über die Kosten, die seit der ersten Planung um ein Drittel gestiegen sind.",
    "Für die {0} stimmten am Ende fast alle Mitglieder des Rates. Nur zwei Stimmen waren dagegen, weil sie das Geld "
    "lieber für die Wege in den Dörfern ausgegeben hätten, wie sie in der Sitzung sagten.",
    "Wann die {0} fertig wird, ist offen. Die Bürgermeisterin rechnet mit drei Jahren, die Fachleute des Landes sind "
    "vorsichtiger und sprechen von fünf, denn der Boden am Ufer gilt als schwierig.",
)


def write(folder: Path, number: int, matter: str) -> None:
    """A clip and its gold, made up."""
    title, lead = (
        f"Rat stimmt für die neue {matter}",
        f"Nach langem Streit um die {matter} fällt die Entscheidung deutlich aus.",
    )
    first, second, third = (text.format(matter) for text in TEXTS)
    crosshead = f"Mehrheit für {matter} ist groß"
    lines = ["Startseite", "Politik", title, lead, first, crosshead, second, third, "Mehr zum Thema", "Impressum"]
    gold = {
        "publisher": f"Blatt {number}",
        "titles": [title],
        "lead": lead,
        "blocks": [
            {"kind": "paragraph", "text": first},
            {"kind": "subheading", "text": crosshead},
            {"kind": "paragraph", "text": second},
            {"kind": "paragraph", "text": third},
        ],
    }
    for name, text in ((f"clips/a/{number}.txt", "\n\n".join(lines)), (f"gold/a/{number}.json", json.dumps(gold))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def clips(tmp_path):
    for number, matter in enumerate(MATTERS):
        write(tmp_path, number, matter)
    return gold.folder(tmp_path, ("a",))


def test_the_gold_tells_what_every_line_is(clips):
    before, after = {"X0"}, {"X1", "X2"}

    states = [set(states) for states in clips[0].states]

    assert states == [before, before, {"H"}, {"L"}, {"P"}, {"S"}, {"P"}, {"P"}, after, after]


def test_what_was_learned_reads_a_clip_that_was_left_out(clips):
    seen, unseen = clips[:-1], clips[-1]

    model = CrfModel(json.loads(json.dumps(learn.learn(seen, rounds=30, penalty=0.5))))

    figures = measure.score(unseen, measure.record(unseen, model))
    assert {name: round(value, 2) for name, value in figures.items()} == {
        "paragraphs": 1.0,
        "subheadings": 1.0,
        "headline": 1.0,
        "lead": 1.0,
        "leak": 0.0,
        "lost": 0.0,
    }


def test_every_publisher_is_left_out_once(clips):
    groups = measure.folds(clips, 3)

    assert sorted(name for group in groups for name in group) == sorted(example.publisher for example in clips)


def test_the_slope_is_that_of_the_objective(clips):
    batch = learn.Batch(clips[:3], rare=1)
    function = learn.objective(batch, penalty=1.0)
    point = learn.np.random.default_rng(1).normal(scale=0.1, size=(len(batch.names) + 1) * 9 + len(STATES) ** 2 + 4)
    _, slope = function(point)

    for place in (0, 5, len(point) // 2, len(point) - 3, len(point) - 60):
        step = learn.np.zeros_like(point)
        step[place] = 1e-5
        rise = (function(point + step)[0] - function(point - step)[0]) / 2e-5
        assert slope[place] == pytest.approx(rise, rel=1e-3, abs=1e-3)


def test_the_written_numbers_can_be_read_by_people_and_programs(clips, tmp_path):
    path = tmp_path / "weights.json"

    learn.write(learn.learn(clips, rounds=3), path)

    assert path.read_text(encoding="utf-8").count("\n") > 50
    assert parse_clip(clips[0].data, "a.txt", CrfModel(json.loads(path.read_text(encoding="utf-8")))).segments


def test_a_verdict_can_be_explained_by_the_features_that_spoke_for_it(clips):
    model = CrfModel(learn.learn(clips, rounds=30, penalty=0.5))

    reasons = model.explain(clips[0].features[2], "H")

    assert reasons[0][1] > 0
    assert all(name in clips[0].features[2] for name, _ in reasons)


def test_the_measure_counts_what_is_missing_and_what_is_too_much(clips):
    wrong = {
        "article": {"headline": "Anderes", "lead": "", "body": [{"kind": "paragraph", "text": "Ganz anderer Text."}]}
    }

    figures = measure.score(clips[0], wrong)

    assert figures["paragraphs"] == figures["headline"] == figures["lead"] == 0.0
    assert figures["leak"] == figures["lost"] == 1.0
