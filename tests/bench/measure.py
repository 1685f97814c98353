"""Measures the parser on a folder of clips with gold, by cross-validation over publishers.

    python -m tests.bench.measure FOLDER [--folds 13] [--variants a,b,c,d] [--jsonl DIR] [--shipped]

With `--shipped` the weights in crf_weights.json are used for all. `--jsonl` keeps what was read, one file a
variant, for other scorers. Printed are means over clips: F1 of paragraphs and subheadings (equal texts), shares of
headlines and leads found, and how much of the body is none (leak) or is missing (lost), in characters.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path
from statistics import mean

from articles.parser.crf import CrfModel
from articles.parser.document import UnreadableClip
from articles.parser.json_report import Json, refusal, report
from articles.parser.pipeline import parse_clip

from . import gold


def record(example: gold.Example, model: CrfModel | None) -> Json:
    """What the dry run would print for a clip."""
    try:
        return report(parse_clip(example.data, example.name, model))
    except UnreadableClip as error:
        return refusal(example.name, error)


def score(example: gold.Example, result: Json) -> dict[str, float]:
    """The figures of one clip; one that does not apply is left out."""
    article = result.get("article") or {}
    body = [(block["kind"], gold.level(block["text"])) for block in article.get("body", [])]
    figures = {}
    for name, is_kind in (
        ("paragraphs", lambda kind: kind != "subheading"),
        ("subheadings", lambda kind: kind == "subheading"),
    ):
        right = [gold.level(block["text"]) for block in example.gold["blocks"] if is_kind(block["kind"])]
        actual = [text for kind, text in body if is_kind(kind)]
        if right or actual:
            figures[name] = _f1(actual, right)
    titles = {gold.level(title) for title in example.gold.get("titles", [])}
    if titles and example.gold.get("title_in_clip", True):
        head = gold.level(article.get("headline", ""))
        kicker = gold.level(article.get("kicker", ""))
        figures["headline"] = float(head in titles or bool({f"{kicker} {head}", f"{kicker}: {head}"} & titles))
    if example.gold.get("lead"):
        figures["lead"] = float(gold.near(gold.level(article.get("lead", "")), gold.level(example.gold["lead"])))
    right_text = {gold.level(block["text"]) for block in example.gold["blocks"]}
    given_text = {text for _, text in body}
    total = sum(map(len, given_text)) or 1
    figures["leak"] = sum(len(text) for text in given_text if not _known(text, right_text)) / total
    figures["lost"] = sum(len(text) for text in right_text if not _known(text, given_text)) / (
        sum(map(len, right_text)) or 1
    )
    if example.gold.get("comments"):
        wanted = [gold.level(comment["text"]) for comment in example.gold["comments"]]
        figures["comments"] = _f1([gold.level(comment["text"]) for comment in article.get("comments", [])], wanted)
    return figures


def _known(text: str, among: set[str]) -> bool:
    return text in among or any(text in other or other in text or gold.near(text, other) for other in among)


def _f1(actual: list[str], right: list[str]) -> float:
    unmatched = list(right)
    hits = 0
    for text in actual:
        match = text if text in unmatched else next((other for other in unmatched if gold.near(text, other)), None)
        if match is not None:
            unmatched.remove(match)
            hits += 1
    return 2 * hits / (len(actual) + len(right)) if actual or right else 1.0


def folds(examples: list[gold.Example], count: int) -> list[set[str]]:
    """The publishers in groups that are left out together."""
    names = sorted({example.publisher for example in examples})
    return [set(names[start::count]) for start in range(min(count, len(names)))]


def measure(
    examples: list[gold.Example], count: int, rounds: int, shipped: bool = False
) -> list[tuple[gold.Example, Json]]:
    """Every clip read by a model that has not seen its publisher (or by the shipped one)."""
    if shipped:
        return [(example, record(example, None)) for example in examples]
    from .learn import learn  # needs numpy

    results = []
    for left_out in folds(examples, count):
        model = CrfModel(learn([example for example in examples if example.publisher not in left_out], rounds))
        results += [(example, record(example, model)) for example in examples if example.publisher in left_out]
    return results


def table(results: list[tuple[gold.Example, Json]]) -> dict[str, dict[str, float]]:
    """The means of each variant."""
    collected: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for example, result in results:
        for name, value in score(example, result).items():
            collected[example.variant][name].append(value)
    return {variant: {name: mean(values) for name, values in figures.items()} for variant, figures in collected.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=13)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--variants", default="a,b,c,d")
    parser.add_argument("--jsonl", type=Path)
    parser.add_argument("--shipped", action="store_true")
    options = parser.parse_args()
    examples = gold.folder(options.folder, tuple(options.variants.split(",")))
    results = measure(examples, options.folds, options.rounds, options.shipped)
    for variant, figures in table(results).items():
        print(variant, "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))  # noqa: T201
    if options.jsonl:
        options.jsonl.mkdir(parents=True, exist_ok=True)
        for variant in options.variants.split(","):
            lines = [
                json.dumps(result, ensure_ascii=False) for example, result in results if example.variant == variant
            ]
            (options.jsonl / f"{variant}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
