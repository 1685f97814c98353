"""Every address of the admin × every role × own and foreign rows, against the table permissions.txt.

The addresses come from the URL resolver: a new one without a line fails. A line's statuses are those of an empty POST
or a GET; where own rows are answered differently from those of another user, the cell has both: own/foreign.
"""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from model_bakery import baker

from articles.domain import audit
from articles.domain.articles import scheduled_changes
from articles.models import Article, CommentPolicy, Draft, FrontPlace, Image, ImportRun, Imprint, Page, Topic, Upload

TABLE = Path(__file__).with_name("permissions.txt")
ROLES = ("anonymous", "reader", "Redaktion", "CvD", "Moderation", "Dokumentation", "Administration", "superuser")
STATES = {"published": "article", "locked": "article"}  # in which an article's form is requested as well


def admin_routes(patterns=None, before="") -> Iterator[str]:
    """Every route of the admin, from the URL resolver."""
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from admin_routes(pattern.url_patterns, route)
        else:
            yield route or "index"


def table_routes() -> list[str]:
    """The routes that need two lines in the table: GET and POST."""
    routes = list(admin_routes())
    change = "articles/article/<path:object_id>/change/"
    return [*routes, *(f"{change}@{state}" for state in STATES)]


def table() -> dict[tuple[str, str], list[str]]:
    """The written table: route and method → a status for each role."""
    rows = (line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#"))
    return {(route, method): statuses for route, method, *statuses in rows}


def test_every_address_of_the_admin_has_its_lines_in_the_table():
    expected = {(route, method) for route in table_routes() for method in ("GET", "POST")}

    assert set(table()) == expected
    assert {len(statuses) for statuses in table().values()} == {len(ROLES)}


class AdminRows:
    """One row of every model of the admin, with `owner` as the user who is responsible or who made it."""

    def __init__(self, owner: User, make_article, make_clip, make_comment):
        clip = make_clip()
        ownership = {"responsible": owner, "submitted_by": owner, "clip": clip, "reading": clip.readings.get()}
        self.rows = {
            "article": make_article(state="in_review", **ownership),
            "article@published": make_article(**ownership),
            "article@locked": make_article(state="locked", **ownership),
            "clip": clip,
            "topic": Topic.objects.create(name="Rathaus", slug="rathaus"),
            "user": owner if owner.pk else User.objects.create_user("somebody"),
            "group": Group.objects.get(name="Moderation"),
            "image": Image.objects.create(caption="Ein Bild", credit="dpa"),
            "page": Page.objects.first()
            or Page.objects.create(key="privacy", title="Datenschutz", body="<p>Hier.</p>"),
            "imprint": Imprint.objects.first() or Imprint.objects.create(pk=1, provider="Verlag"),
            "commentpolicy": CommentPolicy.objects.get_or_create(pk=1)[0],
            "importrun": ImportRun.objects.create(parser_version="1", by=owner if owner.pk else None),
        }
        public = self.rows["article@published"]
        by = self.rows["user"]
        self.rows["comment"] = make_comment(public, status="pending")
        self.rows["frontplace"] = FrontPlace.objects.create(article=public)
        self.rows["source"] = public.source
        self.rows["preparedversion"] = scheduled_changes.prepare(public, {"lead": "Neu."}, by, "Nachtrag")
        self.rows["auditentry"] = audit.record("publish", public, by)
        self.rows["upload"] = Upload.objects.create(by=by)
        self.draft = Draft.objects.create(
            by=by,
            article=self.rows["article"],
            key=uuid.uuid4(),
            data={"headline": ["Anders"], "form_version": ["1"]},
            based_on=1,
        )

    def fill(self, route: str) -> str:
        """The route as an address with the keys of these rows."""
        route, _at, state = route.partition("@")
        model = route.split("/")[1] if "/" in route else ""
        wants_public = model == "article" and "/prepare/" in route
        name = f"article@{state or 'published'}" if state or wants_public else model
        row = self.row(name)
        filled = re.sub(r"<uuid:key>", str(self.draft.key), "" if route == "index" else route)
        filled = filled.replace("<int:upload_id>", str(self.rows["upload"].pk))
        filled = filled.replace("<path:content_type_id>", str(ContentType.objects.get_for_model(Article).pk))
        filled = filled.replace("r/1/<path:object_id>", f"r/1/{self.rows['article@published'].pk}")
        filled = re.sub(r"<(\w+:)?\w*id>", str(getattr(row, "pk", 1)), filled)
        if "([^/]+)" in filled:
            filled = filled.replace("([^/]+)", str(row.pk), 1).replace("([^/]+)", str(row.history.first().pk))
        filled = filled.replace("(?P<app_label>axes|articles|auth)", "articles").replace("(?P<url>.*)", "no/such")
        if filled.endswith("/history/compare/"):
            revision = row.history.first().pk
            filled += f"?a={revision}&b={revision}"
        elif filled == "autocomplete/":
            filled += "?app_label=articles&model_name=article&field_name=source&term="
        return "/admin/" + re.sub(r"[\^$]", "", filled)

    def row(self, name: str):
        """The row of that name; a model of a package gets a generated row."""
        if name not in self.rows:
            from django.apps import apps

            model = next(
                (m for m in apps.get_models() if m._meta.model_name == name and m in admin.site._registry), None
            )
            self.rows[name] = baker.make(model) if model is not None else None
        return self.rows[name]


def make_user(role: str, name: str = "") -> User:
    """Make a user in that role."""
    if role == "superuser":
        return User.objects.create_superuser(name or role)
    user = User.objects.create_user(name or role, is_staff=role != "reader")
    if role not in {"reader", "anonymous"}:
        user.groups.add(Group.objects.get(name=role))
    return user


def status(client: Client, method: str, address: str) -> str:
    """The status of the response; the request's changes are rolled back."""
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    return str(response.status_code)


def role_statuses(role: str, is_own: bool, makers) -> dict[tuple[str, str], str]:
    """The status of every route and method for a role, with rows of its own user or of another one."""
    user = make_user(role)
    owner = user if is_own and role != "anonymous" else User.objects.create_user("owner", is_staff=True)
    rows, client = AdminRows(owner, *makers), Client(raise_request_exception=False)
    statuses = {}
    for route in table_routes():
        address = rows.fill(route)
        for method in ("GET", "POST"):
            if role != "anonymous":
                client.force_login(user)  # logging out is one of the addresses
            statuses[route, method] = status(client, method, address)
    return statuses


def join_statuses(own: str, foreign: str) -> str:
    """The cell of the table."""
    return own if own == foreign else f"{own}/{foreign}"


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_every_role_as_the_table_says(role, make_article, make_clip, make_comment):
    makers = (make_article, make_clip, make_comment)
    columns = []
    for is_own in (True, False):
        with transaction.atomic():
            columns.append(role_statuses(role, is_own, makers))
            transaction.set_rollback(True)

    column = ROLES.index(role)
    cells = {key: join_statuses(columns[0][key], columns[1][key]) for key in columns[0]}

    assert cells == {key: statuses[column] for key, statuses in table().items()}
