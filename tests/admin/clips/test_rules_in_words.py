"""Every rule by which the parser fills a field, or gives a line its role, has words for people."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from articles import parser
from articles.admin.clips import provenance

ROOT = Path(parser.__file__).parent
PLACE = {
    "relabel": 1,
    "add_evidence": 1,
    "take": 1,
    "_dated": 1,
    "_agency": 1,
    "_sign": 2,
}  # of the rule among the arguments


def rules() -> set[str]:
    """The rules that are named in the source of the parser, where they are given to a line or to a field."""
    found: set[str] = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = node.args[PLACE[name]] if name in PLACE and len(node.args) > PLACE[name] else None
            else:  # rule = "…" if … else "…"
                is_rule = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "rule"
                given = node.value if is_rule else None
            found |= _constants(given)
    return found


def _constants(given: ast.AST | None) -> set[str]:
    if isinstance(given, ast.IfExp):
        return _constants(given.body) | _constants(given.orelse)
    is_word = isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value
    return {given.value} if is_word else set()


def test_the_walk_finds_the_rules_of_every_package():
    assert {"torn_paragraph", "repeated_text", "html_heading_of_links", "signoff_line", "indent"} <= rules()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_rule_has_words(language):
    with translation.override(language):
        without = [rule for rule in sorted(rules()) if not str(provenance.describe_rule(rule))]

    assert without == []


def test_no_rule_keeps_its_english_words_in_german():
    with translation.override("de"):
        german = {rule: str(words) for rule, words in provenance.RULE_LABELS.items()}
    with translation.override("en"):
        same = [rule for rule, words in provenance.RULE_LABELS.items() if str(words) == german[rule]]

    assert same == []
