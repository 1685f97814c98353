"""The examples of docs/api.md work as they stand there."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from articles.api.problems import CODES

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^curl -s 'http://127\.0\.0\.1:8000/api/v1(.*)'$", TEXT, re.MULTILINE)


def test_there_are_examples():
    assert len(EXAMPLES) == TEXT.count("\ncurl ") > 5


@pytest.mark.parametrize("path", EXAMPLES)
def test_an_example_answers(get, make_article, make_comment, path):
    article = make_article(pk=4)
    make_comment(article)

    assert get(path)


def test_every_problem_that_reading_can_meet_is_explained():
    met = {code for status, code in CODES.items() if status in {400, 404, 405, 406, 410}}

    assert {code for code in met if f"`{code}`" in TEXT} == met


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_reference_of_a_demonstration_is_kept_out_of_search_engines(is_demo, client, settings):
    settings.DEMO = is_demo

    page = client.get(reverse("api:docs")).content.decode()

    assert ('<meta name="robots" content="noindex, nofollow">' in page) is is_demo
