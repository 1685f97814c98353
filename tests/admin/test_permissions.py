"""Every address of the admin × every role × one's own and somebody else's thing, against the table permissions.txt.

The addresses come from the URL resolver: a new one without a line fails. A line's statuses are those of an empty POST
or a GET; where one's own thing is answered differently from somebody else's, both stand there: own/foreign.
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
STATES = {"published": "article", "locked": "article"}  # in which an article's own page is tried as well


def addresses(patterns=None, before="") -> Iterator[str]:
    """Every route of the admin, as the resolver has it."""
    for one in admin.site.get_urls() if patterns is None else patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns, route)
        else:
            yield route or "index"


def lines() -> list[str]:
    """What the table has to have a line for, twice each: GET and POST."""
    routes = list(addresses())
    change = "articles/article/<path:object_id>/change/"
    return [*routes, *(f"{change}@{state}" for state in STATES)]


def table() -> dict[tuple[str, str], list[str]]:
    """The written table: route and method → a status for each role."""
    rows = (line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#"))
    return {(route, method): statuses for route, method, *statuses in rows}


def test_every_address_of_the_admin_has_its_lines_in_the_table():
    wanted = {(route, method) for route in lines() for method in ("GET", "POST")}

    assert set(table()) == wanted
    assert {len(statuses) for statuses in table().values()} == {len(ROLES)}


class World:
    """One of everything, of which `owner` is who is responsible, or who made it."""

    def __init__(self, owner: User, make_article, make_clip, make_comment):
        clip = make_clip()
        mine = {"responsible": owner, "submitted_by": owner, "clip": clip, "reading": clip.readings.get()}
        self.things = {
            "article": make_article(state="in_review", **mine),
            "article@published": make_article(**mine),
            "article@locked": make_article(state="locked", **mine),
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
        public = self.things["article@published"]
        by = self.things["user"]
        self.things["comment"] = make_comment(public, status="pending")
        self.things["frontplace"] = FrontPlace.objects.create(article=public)
        self.things["source"] = public.source
        self.things["preparedversion"] = scheduled_changes.prepare(public, {"lead": "Neu."}, by, "Nachtrag")
        self.things["auditentry"] = audit.record("publish", public, by)
        self.things["upload"] = Upload.objects.create(by=by)
        self.draft = Draft.objects.create(
            by=by,
            article=self.things["article"],
            key=uuid.uuid4(),
            data={"headline": ["Anders"], "form_version": ["1"]},
            based_on=1,
        )

    def fill(self, route: str) -> str:
        """The route as an address of this world."""
        route, _at, state = route.partition("@")
        model = route.split("/")[1] if "/" in route else ""
        wants_public = model == "article" and "/prepare/" in route
        name = f"article@{state or 'published'}" if state or wants_public else model
        thing = self.thing(name)
        filled = re.sub(r"<uuid:key>", str(self.draft.key), "" if route == "index" else route)
        filled = filled.replace("<int:upload_id>", str(self.things["upload"].pk))
        filled = filled.replace("<path:content_type_id>", str(ContentType.objects.get_for_model(Article).pk))
        filled = filled.replace("r/1/<path:object_id>", f"r/1/{self.things['article@published'].pk}")
        filled = re.sub(r"<(\w+:)?\w*id>", str(getattr(thing, "pk", 1)), filled)
        if "([^/]+)" in filled:
            filled = filled.replace("([^/]+)", str(thing.pk), 1).replace("([^/]+)", str(thing.history.first().pk))
        filled = filled.replace("(?P<app_label>axes|articles|auth)", "articles").replace("(?P<url>.*)", "no/such")
        if filled.endswith("/history/compare/"):
            number = thing.history.first().pk
            filled += f"?a={number}&b={number}"
        elif filled == "autocomplete/":
            filled += "?app_label=articles&model_name=article&field_name=source&term="
        return "/admin/" + re.sub(r"[\^$]", "", filled)

    def thing(self, name: str):
        """One of the things; of the nouns of packages a row of any kind."""
        if name not in self.things:
            from django.apps import apps

            model = next(
                (m for m in apps.get_models() if m._meta.model_name == name and m in admin.site._registry), None
            )
            self.things[name] = baker.make(model) if model is not None else None
        return self.things[name]


def person(role: str, name: str = "") -> User:
    """Somebody in that role."""
    if role == "superuser":
        return User.objects.create_superuser(name or role)
    user = User.objects.create_user(name or role, is_staff=role != "reader")
    if role not in {"reader", "anonymous"}:
        user.groups.add(Group.objects.get(name=role))
    return user


def status(client: Client, method: str, address: str) -> str:
    """What the address answers; whatever it does is undone."""
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    return str(response.status_code)


def answers(role: str, is_own: bool, makers) -> dict[tuple[str, str], str]:
    """What every address answers to somebody in that role, in a world of their own or of somebody else's."""
    somebody = person(role)
    owner = somebody if is_own and role != "anonymous" else User.objects.create_user("owner", is_staff=True)
    world, client = World(owner, *makers), Client(raise_request_exception=False)
    found = {}
    for route in lines():
        address = world.fill(route)
        for method in ("GET", "POST"):
            if role != "anonymous":
                client.force_login(somebody)  # logging out is one of the addresses
            found[route, method] = status(client, method, address)
    return found


def both(own: str, foreign: str) -> str:
    """As the table writes it."""
    return own if own == foreign else f"{own}/{foreign}"


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_every_role_as_the_table_says(role, make_article, make_clip, make_comment):
    makers = (make_article, make_clip, make_comment)
    worlds = []
    for is_own in (True, False):
        with transaction.atomic():
            worlds.append(answers(role, is_own, makers))
            transaction.set_rollback(True)

    column = ROLES.index(role)
    found = {key: both(worlds[0][key], worlds[1][key]) for key in worlds[0]}

    assert found == {key: statuses[column] for key, statuses in table().items()}
