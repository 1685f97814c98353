"""The examples of docs/api.md work as written."""

import re
import shlex
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from articles.api.exceptions import CODES
from articles.domain import api_tokens
from articles.models import AgencyTask
from articles.models.api_token import Scope
from tests.rounds import every_pair

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^(curl -s .*)$", TEXT, re.MULTILINE)


@pytest.fixture
def token(admin_user):
    until = timezone.now() + timedelta(days=1)
    return api_tokens.issue(admin_user, "Skript", Scope.values, until, None)[1]


def run(client, command, token, **more):
    """Send the request that curl would make of this line in a shell where TOKEN is set; `more` are added headers."""
    words = iter(shlex.split(command.replace("$TOKEN", token))[2:])
    method, data, address = "GET", "", ""
    headers = {name.replace("_", "-"): value for name, value in more.items()}
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-X":
            method = next(words)
        elif word == "--json":
            data, method = next(words), "POST" if method == "GET" else method
        else:
            address = word
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("http", "127.0.0.1:8000")
    return client.generic(method, f"{parts.path}?{parts.query}", data, "application/json", headers=headers)


def test_the_documentation_has_examples():
    assert len(EXAMPLES) == TEXT.count("\ncurl ") >= 10


@pytest.mark.parametrize(("command", "coding"), every_pair(EXAMPLES, ["gzip, deflate, br, zstd", "identity"]))
def test_each_example_gets_a_response(client, token, make_article, make_comment, make_clip, command, coding):
    cache.clear()
    article = make_article(pk=4)
    make_article(pk=5, state="draft")
    make_comment(article, pk=2, status="pending")
    AgencyTask.objects.create(pk=3, article=article, clip=make_clip(), kind="kill", matched_by="number")

    response = run(client, command, token, Accept_Encoding=coding)

    assert response.status_code in {200, 201}, response.content
    assert response.getvalue()


def test_every_problem_is_explained():
    explained = {code for status, code in CODES.items() if f"| {status} | `{code}` |" in TEXT}

    assert set(CODES.values()) == explained


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_reference_of_a_demonstration_is_kept_out_of_search_engines(is_demo, client, settings):
    settings.DEMO = is_demo

    page = client.get(reverse("api:docs")).content.decode()

    assert ('<meta name="robots" content="noindex, nofollow">' in page) is is_demo
