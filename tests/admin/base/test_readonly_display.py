"""Nothing on the admin's pages is raw: no None, True, code, ISO date, markup or JSON, for any group, on any page."""

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.utils import timezone
from lxml import html

from articles.admin import audit_targets
from articles.domain import audit
from articles.models import Article, ArticleAgency, AuditEntry, Contribution, Image, Person, Source
from tests.admin.test_permissions import ROLES, World, addresses, person
from tests.rounds import slow_but

HOUSE = [role for role in ROLES if role not in {"anonymous", "reader"}]
BODY = (
    "<h2>Zwischentitel</h2><p>Hallo <strong>Welt</strong>.</p><figure data-image='{image}'></figure>"
    "<blockquote><p>Ein Zitat.</p></blockquote><ul><li>Erstens</li></ul>"
)
RAW = {
    "None": r"\bNone\b",
    "True": r"\b(True|False)\b",
    "markup": r"</?(p|h2|h3|figure|strong|em|ul|ol|li|blockquote|a|br|span|div)\b[^<>]*>",
    "ISO date": r"\b\d{4}-\d\d-\d\d\b",
    "JSON": r"""[{\[]\s*["'{]""",
    "name of a column": r"\b[a-z]{2,}(_[a-z]+)+\b",
}


@cache
def codes() -> set[str]:
    """What the database has for a choice and nobody says."""
    found: dict[str, set[str]] = {}
    for model in apps.get_app_config("articles").get_models():
        for field in model._meta.get_fields():
            for code, label in getattr(field, "flatchoices", ()):
                found.setdefault(str(code), set()).add(str(label))
    found |= {code: set() for code in ("de", "en")}
    return {code for code, labels in found.items() if code.isalpha() and not {code, code.capitalize()} & labels}


def texts(page: bytes) -> Iterator[str]:
    """What the page says: also instead of its pictures, and not what stands in fields to type into."""
    tree = html.fromstring(page.decode())
    html.etree.strip_elements(tree, "script", "style", "textarea", "option", "code", "template", with_tail=False)
    yield from (" ".join(text.split()) for text in tree.itertext())
    yield from (image.get("alt", "") for image in tree.iter("img"))


def raw(page: bytes) -> set[tuple[str, str]]:
    """What of it is raw, and why."""
    unsaid = codes()
    found = {(why, text) for text in texts(page) for why, shape in RAW.items() if re.search(shape, text)}
    return found | {("code", text) for text in texts(page) if text.strip(" :,.") in unsaid}


class FullWorld(World):
    """One of everything, with something in every field."""

    def __init__(self, *args: Any):
        super().__init__(*args)
        image = self.things["image"]
        for name in ("article", "article@published", "article@locked"):
            article = self.things[name]
            article.body = BODY.format(image=image.pk)
            article.headline_is_provisional = True
            article.genre, article.moderation, article.comment_status = "news", "pre", "paused"
            article.issued_on, article.issued_precision = date(2024, 6, 1), "month"
            article.due_at = article.embargo_until = timezone.now() - timedelta(minutes=5)
            article.expires_at, article.noindex = timezone.now() + timedelta(days=9), True
            article.original_url, article.note = "https://anzeiger.example/1", "Bitte prüfen."
            article.save()
            article.topics.add(self.things["topic"])
            agency = Source.objects.get_or_create(kind="agency", name="dpa", slug="dpa")[0]
            ArticleAgency.objects.create(article=article, source=agency)
            someone = Person.objects.get_or_create(name="Erika Muster", slug="erika-muster")[0]
            Contribution.objects.create(article=article, person=someone)
        self.things["auditentry"] = audit.record(
            *("change", self.things["article"], args[0], "Vertrag"),
            fields=["source_id", "issued_on", "topics", "articleagency"],
            issued_on=[None, "2026-01-31"],
            genre=["news", "opinion"],
            before="draft",
            restored=3,
            sheet=True,
            scopes=["read", "edit"],
            role="lead",
            decision="approve",
            expires_at="2026-01-31T12:00:00+00:00",
        )
        source = self.things["source"]
        source.right_until = date(2099, 1, 1)
        source.save()


# Where names of columns are the matter itself, and the pages of a package that only an operator sees.
LEFT_OUT = {"articles/article/import/"}
OF_A_PACKAGE = "axes/"
STATES = [f"articles/article/<path:object_id>/change/@{state}" for state in ("published", "locked")]


def faults(routes: list[str], role: str, makers: Any) -> set[tuple[str, str, str]]:
    """What is raw on these pages for somebody in that role."""
    somebody, found = person(role), set()
    world, client = FullWorld(somebody, *makers), Client(raise_request_exception=False)
    for route in routes:
        client.force_login(somebody)
        with transaction.atomic():
            answer = client.get(world.fill(route))
            transaction.set_rollback(True)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found |= {(route, *fault) for fault in raw(answer.content)}
    return found


def routes() -> list[str]:
    """Every page of the house's own, an article's in each state."""
    own = [one for one in addresses() if one not in LEFT_OUT and not one.startswith(OF_A_PACKAGE)]
    return [*own, *STATES]


@pytest.mark.parametrize("role", slow_but(["Redaktion", "Administration"], HOUSE))
def test_no_noun_s_page_says_anything_raw_to_any_group(role, make_article, make_clip, make_comment):
    pages = [one for one in routes() if one.endswith("/change/") or one in STATES]

    assert len(pages) >= len([m for m in admin.site._registry if m._meta.app_label != "axes"])
    assert faults(pages, role, (make_article, make_clip, make_comment)) == set()


@pytest.mark.slow
@pytest.mark.parametrize("role", HOUSE)
def test_no_page_of_the_admin_says_anything_raw(role, make_article, make_clip, make_comment):
    assert faults(routes(), role, (make_article, make_clip, make_comment)) == set()


def test_a_read_text_is_set_like_a_page_and_runs_nothing(make_article, visit, reporter):
    """Clean, whatever way it came into the database."""
    image = Image.objects.create(caption="Das <b>Rathaus</b>", credit="Ada/dpa")
    body = BODY.format(image=image.pk) + "<ol><li>Eins</li></ol><p>Mehr: <a href='https://a.example/'>hier</a></p>"
    article = make_article(state="locked")
    Article.objects.filter(pk=article.pk).update(body=body + "<script>alert(1)</script><p onclick='x()'>Ende</p>")

    page = html.fromstring(visit(reporter).get(f"/admin/articles/article/{article.pk}/change/").content.decode())

    (text,) = page.find_class("set-text")
    said = [(e.tag, e.text_content()) for e in text.iter("h2", "strong", "li", "blockquote", "ol", "a")]
    assert said == [
        *(("h2", "Zwischentitel"), ("strong", "Welt"), ("blockquote", "Ein Zitat."), ("li", "Erstens")),
        *(("ol", "Eins"), ("li", "Eins"), ("a", "hier")),
    ]
    (figure,) = text.iter("figure")
    assert [figure.find_class(f"picture-{part}")[0].text for part in ("caption", "credit")] == [
        "Das <b>Rathaus</b>",
        "Ada/dpa",
    ]
    assert [one for one in text.iter() if one.tag == "script" or one.get("onclick")] == []


def test_a_date_that_is_read_is_as_exact_as_it_is_known(make_article, visit, reporter, words_of):
    article = make_article(state="locked", issued_on=date(2024, 6, 1), issued_precision="month", language="fr")

    text = words_of(visit(reporter).get(f"/admin/articles/article/{article.pk}/change/"))

    assert "Erschienen am (Original): Juni 2024 Schlagwörter" in text.replace("Thema ", "")
    assert "Sprache: Französisch" in text


def test_what_a_page_points_to_is_a_link_for_who_may_go_there(make_article, visit, reporter, admin_user):
    article = make_article(state="locked", responsible=admin_user)
    address = f"/admin/auth/user/{admin_user.pk}/change/"

    assert address not in visit(reporter).get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert address in visit(admin_user).get(f"/admin/articles/article/{article.pk}/change/").content.decode()


def test_every_detail_that_the_desk_records_has_a_word():
    """Of each keyword of each call of record() in the house."""
    names = {
        keyword.arg
        for path in Path(audit_targets.__file__).parent.parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in {"record", "record_all"}
        for keyword in call.keywords
        if keyword.arg
    }

    assert {"fields", "before", "format"} <= names
    assert names - set(audit_targets.DETAIL_LABELS) == set()


def test_the_details_of_an_entry_are_told_in_words(admin_user):
    image = Image.objects.create(caption="Das Rathaus")
    entry = audit.record(
        *("change_rights", image, admin_user),
        fields=["rights_until"],
        rights_until=[None, "2026-01-31"],
        kind=["photo", "video"],
        sheet=True,
    )

    said = html.fromstring(audit_targets.details(entry)).xpath("//div")

    assert [" ".join(row.itertext()) for row in said] == [
        *("Felder Nutzung bis", "Nutzung bis – → 31. Januar 2026", "Art Foto → Videobild", "Aus einer Tabelle ja"),
    ]
    assert AuditEntry.objects.get(pk=entry.pk).details["kind"] == ["photo", "video"]
