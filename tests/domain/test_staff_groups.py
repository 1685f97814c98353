"""The groups of the house."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

from articles.domain import staff_groups
from articles.models import StaffGroup

pytestmark = pytest.mark.django_db


def may(group: str, permission: str) -> bool:
    user = User.objects.create_user(f"{group}-{permission}")
    user.groups.add(Group.objects.get(name=group))
    return user.has_perm(permission)


def test_the_groups_are_there_after_migrate():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Redaktion",
        "CvD",
        "Moderation",
        "Dokumentation",
        "Administration",
    }


@pytest.mark.parametrize(
    ("permission", "groups"),
    [
        ("articles.change_article", {"Redaktion", "CvD", "Administration"}),
        ("articles.submit_article", {"Redaktion", "CvD", "Administration"}),
        ("articles.approve_article", {"CvD", "Administration"}),
        ("articles.publish_article", {"CvD", "Administration"}),
        ("articles.withdraw_article", {"CvD", "Administration"}),
        ("articles.lock_article", {"CvD", "Administration"}),
        ("articles.unlock_article", {"Administration"}),
        ("articles.moderate_comment", {"Moderation", "Administration"}),
        ("articles.import_clip", {"CvD", "Dokumentation", "Administration"}),
        ("articles.triage_clip", {"Redaktion", "CvD", "Dokumentation", "Administration"}),
        ("articles.change_source", {"CvD", "Dokumentation", "Administration"}),
        ("articles.view_auditentry", {"CvD", "Administration"}),
        ("articles.export_auditentry", {"Administration"}),
        ("auth.change_user", {"Administration"}),
        ("articles.delete_comment", set()),
    ],
)
def test_each_group_may_what_its_work_needs_and_no_more(permission, groups):
    assert {name for name in Group.objects.values_list("name", flat=True) if may(name, permission)} == groups


def test_what_an_operator_took_away_renamed_or_deleted_stays_so():
    desk, moderation = Group.objects.get(name="Redaktion"), Group.objects.get(name="Moderation")
    desk.permissions.remove(Permission.objects.get(codename="discard_article"))
    desk.name = "Lokalredaktion"
    desk.save()
    moderation.delete()

    call_command("migrate", verbosity=0)

    assert not desk.permissions.filter(codename="discard_article").exists()
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Lokalredaktion",
        "CvD",
        "Dokumentation",
        "Administration",
    }


def test_a_permission_that_is_new_to_the_house_is_given_to_its_groups(monkeypatch):
    desk = StaffGroup.objects.get(code="editors")
    desk.group.permissions.remove(*Permission.objects.filter(codename__in=["submit_article", "triage_clip"]))
    desk.given.remove("articles.submit_article")
    desk.save()

    staff_groups.make_groups()

    names = set(desk.group.permissions.values_list("codename", flat=True))
    assert "submit_article" in names
    assert "triage_clip" not in names


def test_a_second_migrate_costs_next_to_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        staff_groups.make_groups()
