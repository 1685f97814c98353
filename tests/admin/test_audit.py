"""The audit's pages are read and exported, never changed; the other pages record their changes in it."""

import json

import pytest
from django.contrib.auth.models import Group, User
from lxml import html

from articles.domain import audit
from articles.domain.comments import thread
from articles.models import AuditEntry
from articles.models.audit import VERBS

AUDIT = "/admin/articles/auditentry/"


@pytest.fixture
def boss(db):
    user = User.objects.create_user("boss", password="test", is_staff=True)
    user.groups.add(Group.objects.get(name="Administration"))
    return user


def body_of(response):
    return b"".join(response.streaming_content).decode()


def test_the_list_shows_user_action_and_reason(make_article, visit, boss, editor, page_text):
    article = make_article(headline="Rathaus brennt")
    audit.record("withdraw", article, editor, "Der Bericht war falsch.")

    text = page_text(visit(boss).get(AUDIT))

    assert "editor zurückgezogen Rathaus brennt 1 Der Bericht war falsch." in text


def test_the_filters_narrow_the_list_and_the_export(make_article, visit, boss, editor):
    for verb in ("publish", "withdraw"):
        audit.record(verb, make_article(), editor)

    rows = [json.loads(line) for line in body_of(visit(boss).get(f"{AUDIT}export.jsonl?verb=withdraw")).splitlines()]

    assert [(row["verb"], row["by"], row["noun"]) for row in rows] == [("withdraw", "editor", "articles.article")]


def test_the_verbs_to_filter_by_are_folded_into_groups(make_article, visit, boss, editor):
    audit.record("withdraw", make_article(), editor)

    page = html.fromstring(visit(boss).get(f"{AUDIT}?verb=withdraw").content.decode())

    groups = page.xpath("//li[@class='filter-group']/details")
    verbs_by_group = {group.findtext("summary"): [a.text for a in group.iter("a")] for group in groups}
    assert [group.findtext("summary") for group in groups if group.get("open") is not None] == ["Veröffentlichung"]
    assert sum(len(verbs) for verbs in verbs_by_group.values()) == len(VERBS)
    assert "zurückgezogen" in verbs_by_group["Veröffentlichung"]
    assert "1 Protokolleintrag" in " ".join(page.text_content().split())


def test_no_cell_of_the_table_is_a_formula(make_article, visit, boss):
    audit.record("publish", make_article(headline="=HYPERLINK(1)"), None, "@SUM(A1)")

    lines = body_of(visit(boss).get(f"{AUDIT}export.csv")).splitlines()

    assert lines[0] == "at,by,verb,noun,object_id,object_text,version,reason,details"
    assert "'=HYPERLINK(1),1,'@SUM(A1)," in lines[1]


def test_an_export_of_the_audit_is_recorded_in_the_audit(visit, boss):
    visit(boss).get(f"{AUDIT}export.csv?verb=publish")

    entry = AuditEntry.objects.get(verb="export")
    assert (entry.by, entry.details) == (boss, {"query": "verb=publish"})


def test_a_duty_editor_reads_the_audit_and_may_not_export_it(visit, db):
    duty = User.objects.create_user("duty", is_staff=True)
    duty.groups.add(Group.objects.get(name="CvD"))

    assert visit(duty).get(AUDIT).status_code == 200
    assert visit(duty).get(f"{AUDIT}export.csv").status_code == 403


def test_an_entry_is_read_only_even_for_a_superuser(make_article, visit, admin_user):
    entry = audit.record("publish", make_article(), None, "Eilmeldung")
    address = f"{AUDIT}{entry.pk}/change/"

    assert visit(admin_user).get(address).status_code == 200
    assert visit(admin_user).post(address, {"reason": "anders"}).status_code == 403
    assert visit(admin_user).post(f"{AUDIT}{entry.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_list_costs_a_fixed_number_of_queries(make_article, visit, boss, django_assert_max_num_queries):
    for _ in range(30):
        audit.record("publish", make_article(), boss)
    visitor = visit(boss)

    with django_assert_max_num_queries(10):
        visitor.get(AUDIT)


def test_a_changed_right_of_an_outlet_is_recorded_with_old_and_new_value(outlet, visit, boss, change_url):
    form_id = "source_form"
    visit(boss).fill(change_url(outlet), form_id, right="excerpt", right_note="Vertrag gekündigt")

    entry = AuditEntry.objects.about(outlet).get()
    assert (entry.verb, entry.details["right"]) == ("change_rights", ["full", "excerpt"])


def test_a_new_group_of_a_user_is_recorded(visit, boss, reporter, change_url):
    group = Group.objects.get(name="Moderation")
    address = f"/admin/auth/user/{reporter.pk}/change/"

    response = visit(boss).fill(address, "user_form", groups=[group.pk])

    assert response.status_code == 302
    assert list(reporter.groups.all()) == [group]
    assert AuditEntry.objects.about(reporter).get().details == {"fields": ["groups"]}


def test_administration_makes_no_superuser_and_changes_none(visit, boss, reporter, admin_user):
    address = f"/admin/auth/user/{reporter.pk}/change/"
    visit(boss).fill(address, "user_form", is_superuser="on")
    reporter.refresh_from_db()

    assert not reporter.is_superuser
    assert visit(boss).post(f"/admin/auth/user/{admin_user.pk}/change/", {"username": "x"}).status_code == 403
    passwords = {"password1": "kx7-Qp2mvLw9", "password2": "kx7-Qp2mvLw9"}
    assert visit(boss).post(f"/admin/auth/user/{admin_user.pk}/password/", passwords).status_code == 403


def test_no_user_is_deleted_and_none_removes_their_own_access(visit, boss, reporter):
    assert visit(boss).post(f"/admin/auth/user/{reporter.pk}/delete/", {"post": "yes"}).status_code == 403

    form = visit(boss).form(f"/admin/auth/user/{boss.pk}/change/", "user_form")

    assert not {"is_active", "is_staff", "is_superuser"} & form.keys()


def test_a_new_password_is_recorded_without_the_password(visit, boss, reporter):
    address = f"/admin/auth/user/{reporter.pk}/password/"
    visit(boss).post(address, {"usable_password": "true", "password1": "kx7-Qp2mvLw9", "password2": "kx7-Qp2mvLw9"})

    entry = AuditEntry.objects.about(reporter).get()
    assert entry.details == {"fields": ["password"]}


def test_a_decision_about_many_comments_is_recorded_for_each(make_article, make_comment, moderator):
    comments = [make_comment(make_article(), status="pending", author="Ada Muster") for _ in range(3)]

    thread.reject(comments, moderator, "advertising")

    assert AuditEntry.objects.filter(noun="articles.comment").count() == 3
    assert not AuditEntry.objects.filter(object_text__contains="Ada").exists()
