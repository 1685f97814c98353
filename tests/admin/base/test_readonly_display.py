"""No page of the admin shows raw values: None, True, codes, ISO dates, markup or JSON, to any group."""

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
from articles.admin.base import readonly_display
from articles.domain import audit
from articles.models import Article, ArticleAgency, AuditEntry, Contribution, Image, Person, Source
from tests.admin.test_permissions import ROLES, AdminRows, admin_routes, make_user
from tests.rounds import slow_but

STAFF_ROLES = [role for role in ROLES if role not in {"anonymous", "reader"}]
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
    """The stored values of choices that no label has."""
    labels_by_code: dict[str, set[str]] = {}
    for model in apps.get_app_config("articles").get_models():
        for field in model._meta.get_fields():
            for code, label in getattr(field, "flatchoices", ()):
                labels_by_code.setdefault(str(code), set()).add(str(label))
    labels_by_code |= {code: set() for code in ("de", "en")}
    return {
        code for code, labels in labels_by_code.items() if code.isalpha() and not {code, code.capitalize()} & labels
    }


def texts(page: bytes) -> Iterator[str]:
    """The texts of the page with its alternative texts, without the values of editable fields."""
    tree = html.fromstring(page.decode())
    html.etree.strip_elements(tree, "script", "style", "textarea", "option", "code", "template", with_tail=False)
    yield from (" ".join(text.split()) for text in tree.itertext())
    yield from (image.get("alt", "") for image in tree.iter("img"))


def raw(page: bytes) -> set[tuple[str, str]]:
    """The raw texts of the page, each with its kind."""
    unlabelled = codes()
    matches = {(kind, text) for text in texts(page) for kind, pattern in RAW.items() if re.search(pattern, text)}
    return matches | {("code", text) for text in texts(page) if text.strip(" :,.") in unlabelled}


class FilledAdminRows(AdminRows):
    """One row of every model of the admin, with a value in every field."""

    def __init__(self, *args: Any):
        super().__init__(*args)
        image = self.rows["image"]
        for name in ("article", "article@published", "article@locked"):
            article = self.rows[name]
            article.body = BODY.format(image=image.pk)
            article.headline_is_provisional = True
            article.genre, article.moderation, article.comment_status = "news", "pre", "paused"
            article.issued_on, article.issued_precision = date(2024, 6, 1), "month"
            article.due_at = article.embargo_until = timezone.now() - timedelta(minutes=5)
            article.expires_at, article.noindex = timezone.now() + timedelta(days=9), True
            article.original_url, article.note = "https://anzeiger.example/1", "Bitte prüfen."
            article.save()
            article.topics.add(self.rows["topic"])
            agency = Source.objects.get_or_create(kind="agency", name="dpa", slug="dpa")[0]
            ArticleAgency.objects.create(article=article, source=agency)
            person = Person.objects.get_or_create(name="Erika Muster", slug="erika-muster")[0]
            Contribution.objects.create(article=article, person=person)
        self.rows["auditentry"] = audit.record(
            *("change", self.rows["article"], args[0], "Vertrag"),
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
        source = self.rows["source"]
        source.right_until = date(2099, 1, 1)
        source.save()


# A page about column names, and the pages of a package that only an operator sees.
LEFT_OUT = {"articles/article/import/"}
PACKAGE_PREFIX = "axes/"
STATES = [f"articles/article/<path:object_id>/change/@{state}" for state in ("published", "locked")]


def raw_texts_of(routes: list[str], role: str, makers: Any) -> set[tuple[str, str, str]]:
    """The raw texts of these pages for a role."""
    user, raw_texts = make_user(role), set()
    rows, client = FilledAdminRows(user, *makers), Client(raise_request_exception=False)
    for route in routes:
        client.force_login(user)
        with transaction.atomic():
            response = client.get(rows.fill(route))
            transaction.set_rollback(True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            raw_texts |= {(route, *fault) for fault in raw(response.content)}
    return raw_texts


def routes() -> list[str]:
    """Every page of this project, an article's in each state."""
    own = [route for route in admin_routes() if route not in LEFT_OUT and not route.startswith(PACKAGE_PREFIX)]
    return [*own, *STATES]


@pytest.mark.parametrize("role", slow_but(["Administration"], STAFF_ROLES))
def test_no_form_shows_a_group_raw_values(role, make_article, make_clip, make_comment):
    pages = [route for route in routes() if route.endswith("/change/") or route in STATES]

    assert len(pages) >= len([m for m in admin.site._registry if m._meta.app_label != "axes"])
    assert raw_texts_of(pages, role, (make_article, make_clip, make_comment)) == set()


@pytest.mark.slow
@pytest.mark.parametrize("role", STAFF_ROLES)
def test_no_page_of_the_admin_shows_raw_values(role, make_article, make_clip, make_comment):
    assert raw_texts_of(routes(), role, (make_article, make_clip, make_comment)) == set()


def test_a_read_only_body_is_displayed_as_html_without_scripts(make_article, visit, reporter):
    """It is cleaned even where the database has unclean HTML."""
    image = Image.objects.create(caption="Das <b>Rathaus</b>", credit="Ada/dpa")
    body = BODY.format(image=image.pk) + "<ol><li>Eins</li></ol><p>Mehr: <a href='https://a.example/'>hier</a></p>"
    article = make_article(state="locked")
    Article.objects.filter(pk=article.pk).update(body=body + "<script>alert(1)</script><p onclick='x()'>Ende</p>")

    page = html.fromstring(visit(reporter).get(f"/admin/articles/article/{article.pk}/change/").content.decode())

    (text,) = page.find_class("set-text")
    elements = [(e.tag, e.text_content()) for e in text.iter("h2", "strong", "li", "blockquote", "ol", "a")]
    assert elements == [
        *(("h2", "Zwischentitel"), ("strong", "Welt"), ("blockquote", "Ein Zitat."), ("li", "Erstens")),
        *(("ol", "Eins"), ("li", "Eins"), ("a", "hier")),
    ]
    (figure,) = text.iter("figure")
    assert [figure.find_class(f"picture-{part}")[0].text for part in ("caption", "credit")] == [
        "Das <b>Rathaus</b>",
        "Ada/dpa",
    ]
    assert [element for element in text.iter() if element.tag == "script" or element.get("onclick")] == []


def test_a_read_only_date_has_the_precision_that_is_known(make_article, visit, reporter, page_text):
    article = make_article(state="locked", issued_on=date(2024, 6, 1), issued_precision="month", language="fr")

    text = page_text(visit(reporter).get(f"/admin/articles/article/{article.pk}/change/"))

    assert "Erschienen am (Original): Juni 2024 Schlagwörter" in text.replace("Thema ", "")
    assert "Sprache: Französisch" in text


def test_a_related_row_is_a_link_only_for_users_who_may_open_it(make_article, visit, reporter, admin_user):
    article = make_article(state="locked", responsible=admin_user)
    address = f"/admin/auth/user/{admin_user.pk}/change/"

    assert address not in visit(reporter).get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert address in visit(admin_user).get(f"/admin/articles/article/{article.pk}/change/").content.decode()


def test_every_recorded_detail_has_a_label():
    """The details are the keywords of the calls of record()."""
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


def test_the_details_of_an_entry_are_shown_with_labels(admin_user):
    image = Image.objects.create(caption="Das Rathaus")
    entry = audit.record(
        *("change_rights", image, admin_user),
        fields=["rights_until"],
        rights_until=[None, "2026-01-31"],
        kind=["photo", "video"],
        sheet=True,
    )

    rows = html.fromstring(audit_targets.details(entry)).xpath("//div")

    assert [" ".join(row.itertext()) for row in rows] == [
        *("Felder Nutzung bis", "Nutzung bis – → 31. Januar 2026", "Art Foto → Videobild", "Aus einer Tabelle ja"),
    ]
    assert AuditEntry.objects.get(pk=entry.pk).details["kind"] == ["photo", "video"]


def test_a_path_breaks_behind_its_slashes_and_is_escaped():
    assert readonly_display.breakable("ordner/a&b/<c>.txt") == "ordner/<wbr>a&amp;b/<wbr>&lt;c&gt;.txt"
    assert readonly_display.breakable("c.txt") == "c.txt"
