"""Schemathesis sends requests that the schema allows, and many that it does not, in each role."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connections
from django.utils import timezone

from articles.api.views.docs import openapi
from articles.domain import api_tokens
from articles.domain.imports import importer
from articles.models.api_token import Scope
from newsroom.wsgi import application

Make = Callable[..., Any]
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
EXAMPLES = 5  # of each operation in the fuzzing; examples and coverage come on top
ROLES = ("nobody", "stranger", "reporter", "editor", "moderator", "boss")
MIN_CALLS = 1_150  # at least, of a role with a seed: 18 × 1,150 are more than 20,000

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secrets(reporter: User, editor: User, moderator: User, admin_user: User) -> dict[str, str]:
    """The token of each role: empty for nobody, invalid for a stranger."""
    editor.user_permissions.add(*Permission.objects.filter(codename__in=["import_clip", "change_comment"]))
    users = {"reporter": reporter, "editor": editor, "moderator": moderator, "boss": admin_user}
    until = timezone.now() + timedelta(days=1)
    tokens = {name: api_tokens.issue(user, name, Scope.values, until, None)[1] for name, user in users.items()}
    return {"nobody": "", "stranger": "nr_none-of-ours", **tokens}


@pytest.fixture
def examples(
    make_article: Make, make_comment: Make, add_image: Make, add_agency: Make, add_person: Make, add_topic: Make
) -> None:
    """Rows with the first ids of every kind."""
    clip = importer.import_clip(b"Rathaus\n\nDer Turm steht.\n\n" + b"Er ist hoch. " * 30, "turm.txt").clip
    for state in ("published", "draft", "withdrawn", "published", "in_review"):
        article = make_article(state=state, clip=clip if state == "draft" else None)
        make_comment(article, make_comment(article), status="pending")
        for add in (add_image, add_agency, add_person, add_topic):
            add(article)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("role", ROLES)
def test_no_request_violates_the_schema(
    role: str, seed: int, secrets: dict[str, str], examples: None, record_property: Callable[[str, object], None]
) -> None:
    calls, faults = 0, []

    for scenario in scenarios(secrets[role], seed):
        calls += len(scenario.recorder.interactions)
        for fault in describe_failures(scenario):
            print(fault)  # noqa: T201 - is seen even where the time runs out
            faults.append(fault)

    record_property("calls", calls)
    assert not faults, "\n".join(faults)
    assert calls >= MIN_CALLS


def scenarios(secret: str, seed: int) -> Iterator[Any]:
    """The finished scenarios of Schemathesis, in turn."""
    import schemathesis  # here, because it takes a second, and the quick round loads this file as well
    from schemathesis.engine import events, from_schema

    config = schemathesis.Config.from_dict(
        {
            "seed": seed,
            "headers": {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {secret}"} if secret else {})},
            "suppress-health-check": ["all"],
            "generation": {"max-examples": EXAMPLES, "database": "none", "no-shrink": True},
            "phases": {"stateful": {"enabled": False}},
            "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
        }
    )
    schema = schemathesis.openapi.from_dict(openapi(), config=config)
    schema.app, schema.location = application, "/api/v1/schema/"
    try:
        for event in from_schema(schema).execute():
            assert not isinstance(event, events.NonFatalError | events.FatalError), (
                vars(event) if hasattr(event, "__dict__") else str(event)
            )
            if isinstance(event, events.ScenarioFinished):
                yield event
    finally:
        connections.close_all()


def describe_failures(scenario: Any) -> Iterator[str]:
    """One line for each failed check, with its request."""
    for case_id, checks in scenario.recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                request = scenario.recorder.interactions[case_id].request
                failure = check.failure_info.failure
                line = f"{request.method} {request.uri} {request.body and request.body[:300]}"
                yield f"{line}: {failure.title} {failure.message}"
