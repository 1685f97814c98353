"""What fails keeps nothing else back, and whoever looks into the log afterwards learns why."""

import ast
import logging
from pathlib import Path

import pytest

from articles.domain import job_runner

ROOT = Path(__file__).resolve().parents[2]
WITH_TRACEBACK = {"exception", "failed"}  # logger.exception(), importer.failed()


def test_each_is_done_whatever_happens_to_another(caplog):
    done = []

    def act(number):
        if number % 2:
            raise ValueError(f"{number} is odd")
        done.append(number)
        return number

    with pytest.raises(job_runner.SomeFailed, match=r"1, 3"):
        job_runner.each(range(5), act)

    assert done == [0, 2, 4]
    assert [record.exc_info[0] for record in caplog.records] == [ValueError, ValueError]
    assert job_runner.each([2, 4], act) == 6


def test_whatever_catches_every_exception_logs_its_traceback_or_hands_it_on():
    handlers, silent = 0, []
    for file in sorted([*ROOT.glob("articles/**/*.py"), *ROOT.glob("newsroom/**/*.py"), ROOT / "manage.py"]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
                handlers += 1
                if not any(_tells(inner) for inner in ast.walk(node)):
                    silent.append(f"{file.relative_to(ROOT)}:{node.lineno}")

    assert silent == []
    assert handlers > 10


def _is_broad(caught):
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or getattr(name, "id", "") in {"Exception", "BaseException"} for name in names)


def _tells(node):
    if isinstance(node, ast.Raise):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return name in WITH_TRACEBACK or any(
        key.arg == "exc_info" and isinstance(key.value, ast.Constant) and key.value.value is True
        for key in node.keywords
    )


def test_the_log_of_a_production_shows_what_was_logged(settings):
    handler = settings.LOGGING["root"]["handlers"]

    assert not settings.DEBUG
    assert handler == ["console"]
    assert logging.getLevelName(settings.LOGGING["root"]["level"]) <= logging.ERROR
