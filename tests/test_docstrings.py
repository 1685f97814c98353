"""Each class that a docstring says is raised exists, so that a search for it leads somewhere."""

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

import django.core.exceptions
import django.core.management
import django.db
import django.http
import rest_framework.exceptions

ROOT = Path(__file__).resolve().parents[1]
FOREIGN = (builtins, django.core.exceptions, django.core.management, django.db, django.http, rest_framework.exceptions)
SENTENCE = re.compile(r"\bRaises ((?:[^.;]|\.(?=\w))+)")
CLASS = re.compile(r"(?:\b[a-z_]+\.)?\b([A-Z][a-z]+(?:[A-Z][a-z]*)*)\b")
HEADERS = {"If", "Match"}  # If-Match is no class


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every module of the product."""
    for folder in ("articles", "newsroom"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield path.relative_to(ROOT), node


def test_what_a_docstring_raises_is_a_class_of_that_name() -> None:
    known = {name for module in FOREIGN for name in vars(module)} | HEADERS
    raised = []
    for path, node in nodes():
        if isinstance(node, ast.ClassDef):
            known.add(node.name)
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            text = (ast.get_docstring(node) or "").replace("\n", " ")
            names = [name for sentence in SENTENCE.findall(text) for name in CLASS.findall(sentence)]
            raised += [(str(path), getattr(node, "name", ""), name) for name in names]

    assert len(raised) > 100
    assert [row for row in raised if row[2] not in known] == []
