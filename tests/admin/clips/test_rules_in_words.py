"""Every rule by which the parser fills a field or gives a line its role has a label in both languages."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from articles import parser
from articles.admin.clips import provenance

ROOT = Path(parser.__file__).parent
# function → index of the argument that is the rule
ARGUMENT_INDEX = {
    "relabel": 1,
    "add_evidence": 1,
    "take": 1,
    "_dated": 1,
    "_agency": 1,
    "_sign": 2,
}


def rules() -> set[str]:
    """The rules that are named in the source of the parser, where they are given to a line or to a field."""
    rule_names: set[str] = set()
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = _named_constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                index = ARGUMENT_INDEX.get(name)
                argument = node.args[index] if index is not None and len(node.args) > index else None
            else:  # rule = "…" if … else "…"
                target = node.targets[0] if isinstance(node, ast.Assign) else None
                is_rule = getattr(target, "id", getattr(target, "attr", "")) == "rule"
                argument = node.value if is_rule else None
            rule_names |= _constants(named.get(getattr(argument, "id", ""), argument))
    return rule_names


def _named_constants(tree: ast.Module) -> dict[str, ast.expr]:
    """The constants of a module by name: KEPT = "uncertain"."""
    return {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def _constants(node: ast.AST | None) -> set[str]:
    if isinstance(node, ast.IfExp):
        return _constants(node.body) | _constants(node.orelse)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value
    return {node.value} if is_text else set()


def test_the_walk_finds_the_rules_of_every_package():
    assert {
        "only_text",
        "repeated_text",
        "html_heading_of_links",
        "signoff_line",
        "indent",
        "uncertain",
    } <= rules()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_rule_has_a_label(language):
    with translation.override(language):
        unlabelled = [rule for rule in sorted(rules()) if not str(provenance.describe_rule(rule))]

    assert unlabelled == []


def test_no_rule_keeps_its_english_label_in_german():
    with translation.override("de"):
        german_labels = {rule: str(label) for rule, label in provenance.RULE_LABELS.items()}
    with translation.override("en"):
        unchanged = [rule for rule, label in provenance.RULE_LABELS.items() if str(label) == german_labels[rule]]

    assert unchanged == []
