"""Learns the weights of the line model from folders of clips with gold.

    python -m tests.bench.learn FOLDER[=IMPORTANCE] … [--out FILE] [--variants a,b,c,d] [--without PUBLISHER …]
        [--rounds 8]

The folders' form is described in articles/parser/learning/gold.py; a later folder replaces pages of the same name in
an earlier one. The written cases of the parser's rules are learned as well. Pages weigh by how sure their gold is
(`quality`) and by what they are (`genre`, `lang`). The calibration comes from a fifth of the publishers that is left
out before.
"""

import argparse
from pathlib import Path

from articles.parser.learning import calibration, evaluation, gold, training
from articles.parser.line_model.calibration import Calibration
from articles.parser.line_model.weights_file import SHIPPED

from . import cases

QUALITY = {"hand": 1.5, "selectors": 1.5, "checked": 0.7, "algorithm": 0.7}  # how much a page with such gold counts
WEB = 0.7  # how much a page counts that is no press
GERMAN = 3.0  # … and one in the language that comes first
FOLDS = 5  # parts of the publishers, of which one is left out to calibrate
MOST_LINES = 1_500  # of a page that is learned from


def read_folders(folders: list[str], variants: tuple[str, ...]) -> list[gold.Example]:
    """The examples of all folders, and tidier copies of those in the first variant."""
    found: dict[tuple[str, str], gold.Example] = {}
    for folder in folders:
        path, _, importance = folder.partition("=")
        for example in gold.load_folder(Path(path), variants, float(importance or 1)):
            if len(example.lines) <= MOST_LINES:
                weigh(example)
                found[example.name, example.variant] = example
    examples = list(found.values())
    return examples + [copy for example in examples if example.variant == variants[0] for copy in gold.tidy(example)]


def weigh(example: gold.Example) -> None:
    """Let a page count by its gold."""
    known = example.gold
    example.importance *= QUALITY.get(known.get("quality", ""), 1.0)
    example.importance *= WEB if known.get("genre") == "web" else 1.0
    example.importance *= GERMAN if known.get("lang") == "de" else 1.0


def calibrate(examples: list[gold.Example], plan: training.Plan) -> Calibration:
    """The calibration that fits the lines of a fifth of the publishers, read with weights that have not seen them."""
    left_out = evaluation.folds(examples, FOLDS)[0]
    model = training.learn([example for example in examples if example.publisher not in left_out], plan)
    return calibration.fit(*calibration.collect(model, [one for one in examples if one.publisher in left_out]))


def main() -> None:
    """Learn and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--variants", default="a,b,c,d")
    parser.add_argument("--without", action="append", default=[], help="a publisher that is left out")
    parser.add_argument("--rounds", type=int, default=training.Plan().rounds)
    options = parser.parse_args()
    examples = [*read_folders(options.folders, tuple(options.variants.split(","))), *cases.examples()]
    chosen = [example for example in examples if example.publisher not in options.without]
    plan = training.Plan(rounds=options.rounds)
    found = calibrate(chosen, plan)
    model = training.learn(chosen, plan, tell=print)
    model.calibration = found
    model.save(options.out)


if __name__ == "__main__":
    main()
