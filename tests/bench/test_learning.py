"""Learning from clips with gold gives weights that label a clip which was not among them."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from articles.parser.learning import evaluation, gold, gradient, training
from articles.parser.line_model.calibration import UNCALIBRATED
from articles.parser.line_model.measures import MEASURES
from articles.parser.line_model.model import LineInput, LineModel
from articles.parser.line_model.states import STATES
from articles.parser.line_model.weights import Weights, score_lines
from articles.parser.pipeline import parse_clip
from articles.parser.rules import sequence
from tests.bench import learn, rules
from tests.bench.measuring.pages import find_tasks
from tests.bench.measuring.reading import read_page

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


PLAN = training.Plan(rounds=60, rare=2, rate=1e-2, batch_lines=60)


@pytest.fixture
def clips(tmp_path):
    for number, matter in enumerate(MATTERS):
        write(tmp_path, number, matter)
    return gold.load_folder(tmp_path, ("a",))


def test_the_gold_tells_what_every_line_is(clips):
    before, after = {"X0"}, {"X1"}

    states = [set(states) for states in clips[0].states]

    assert states == [before, before, {"H"}, {"L"}, {"P"}, {"S"}, {"P"}, {"P"}, after, after]


def test_what_the_gold_does_not_tell_stays_open(clips):
    known = clips[0].gold
    unknown = {**known, "authors": None, "images": None, "lead": None, "titles": None}

    states = gold.right_states(clips[0].lines, unknown)

    assert {"H", "X0"} <= states[2]
    assert {"L", "X0", "B0", "C0"} <= states[3]
    assert states[6] == {"P"}


def test_of_a_page_with_segments_only_their_lines_are_known(clips):
    lines = clips[0].lines
    segments = {"blocks": None, "segments": {"body": [lines[4][:60]], "not_body": ["Impressum"]}}

    states = gold.right_states(lines, segments)

    assert states[4] <= {"P", "S", "L"}
    assert not states[9] & {"P", "S"}
    assert {"P", "S", "X1"} <= states[6]


def test_what_was_learned_labels_a_clip_that_was_left_out(clips):
    model = training.learn(clips[:-1], PLAN)

    assert evaluation.count_lines(model, clips[-1:]).share == 1.0


def test_every_publisher_is_left_out_once(clips):
    groups = evaluation.folds(clips, 3)

    assert sorted(name for group in groups for name in group) == sorted(example.publisher for example in clips)


def make_batch(clips):
    names = training.known_features(clips, 1)
    index = {name: number for number, name in enumerate(names)}
    weights = Weights.empty(len(names), len(MEASURES))
    random = np.random.default_rng(2)
    for array in weights:
        array += random.normal(scale=0.1, size=array.shape).astype(np.float32)
    coded = [training.code(example, index, PLAN) for example in clips]
    return replace_precision(weights), training.join(coded)


def replace_precision(weights):
    """In double precision, so that a small step can be measured."""
    return Weights(**{name: array.astype(np.float64) for name, array in weights.as_dict().items()})


def test_the_slope_is_that_of_the_loss(clips):
    weights, batch = make_batch(clips[:3])
    batch = replace(batch, measures=batch.measures.astype(np.float64))
    _, slope = gradient.loss_and_slope(weights, batch)
    checked = 0

    for name, array in weights.as_dict().items():
        flat, wanted = array.reshape(-1), getattr(slope, name).reshape(-1)
        for place in np.argsort(-np.abs(wanted))[:3]:
            before = flat[place]
            flat[place] = before + 1e-4
            above, _ = gradient.loss_and_slope(weights, batch)
            flat[place] = before - 1e-4
            below, _ = gradient.loss_and_slope(weights, batch)
            flat[place] = before
            assert wanted[place] == pytest.approx((above - below) / 2e-4, rel=2e-2, abs=2e-3), name
            checked += 1
    assert checked >= 15


def test_a_clip_is_scored_in_a_batch_as_alone(clips):
    model = training.learn(clips[:4], training.Plan(rounds=2, rare=1))
    ids, lengths = model.encode([*clips[0].features, *clips[1].features])
    measures = np.concatenate([clips[0].measures, clips[1].measures])

    together = score_lines(model.weights, ids, lengths, measures)

    alone = [score_lines(model.weights, *model.encode(clip.features), clip.measures) for clip in (clips[0], clips[1])]
    assert np.allclose(together, np.concatenate(alone), atol=1e-4)


def test_the_written_weights_can_be_read_and_label_as_before(clips, tmp_path):
    model = training.learn(clips, training.Plan(rounds=3, rare=1))
    path = tmp_path / "weights.npz"

    model.save(path)

    again = LineModel.load(path)
    given = LineInput(clips[0].features, clips[0].measures, clips[0].excluded)
    assert np.allclose(again.scores(given), model.scores(given), atol=0.05)
    assert parse_clip(clips[0].data, "a.txt", again).segments


@pytest.mark.parametrize("key", ["states", "measures_names"])
def test_weights_of_another_form_are_refused(clips, tmp_path, key):
    path = tmp_path / "weights.npz"
    training.learn(clips[:2], training.Plan(rounds=1, rare=1)).save(path)
    with np.load(path) as arrays:
        changed = {name: arrays[name] for name in arrays}
    np.savez(path, **{**changed, key: np.array(["another"])})

    with pytest.raises(ValueError, match="belong to other"):
        LineModel.load(path)


def test_probabilities_of_a_line_sum_to_one_over_all_paths(clips):
    from articles.parser.line_model import chain

    model = training.learn(clips[:4], training.Plan(rounds=2, rare=1))
    scores = model.scores(LineInput(clips[0].features[:4], clips[0].measures[:4], clips[0].excluded[:4]))

    likely = chain.marginals(scores, *model.odds)

    total, expected = 0.0, np.zeros_like(likely)
    for path in np.ndindex(*[len(STATES)] * 4):
        weight = model.start[path[0]] + sum(scores[n, state] for n, state in enumerate(path))
        weight += sum(model.steps[one, two] for one, two in pairwise(path))
        if weight > -1e5:
            total += np.exp(weight)
            for number, state in enumerate(path):
                expected[number, state] += np.exp(weight)
    assert np.allclose(likely, expected / total, atol=1e-6)


def test_a_rule_that_is_left_out_is_left_out_of_that_reading_alone(clips, tmp_path):
    tasks = find_tasks(tmp_path, ["a"])
    complete = [read_page(task) for task in tasks]

    without = rules.read_without("lead_or_first_paragraph", tasks)

    assert [page.name for page in without] == [page.name for page in complete]
    assert "lead_or_first_paragraph" in [rule.__name__ for rule in sequence.RULES]
    assert rules.describe("lead_or_first_paragraph", complete, complete).split()[1:3] == ["changes", "0"]


def test_learning_fits_the_calibration_on_publishers_that_are_left_out(clips):
    found = learn.calibrate(clips, PLAN)

    assert found.scale > 0
    assert found != UNCALIBRATED
