"""The rules for comments and the word list, as moderators set them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from articles.models import Article, AuditEntry, BlockedWord, CommentPolicy


@pytest.fixture
def chief(moderator: User) -> User:
    """A moderator who also sets the rules."""
    moderator.user_permissions.add(
        *Permission.objects.filter(content_type__model__in=["blockedword", "commentpolicy"]).exclude(
            codename="delete_commentpolicy"
        )
    )
    return moderator


def test_the_rules_are_one_page_and_their_changes_are_recorded(chief: User, visit: Callable[[User], Any]) -> None:
    visitor = visit(chief)

    first = visitor.get("/admin/articles/commentpolicy/")
    visitor.fill(first["Location"], "commentpolicy_form", moderation="post", opens_at="08:00", closes_at="22:00")
    second = visitor.get("/admin/articles/commentpolicy/")

    policy = CommentPolicy.current()
    assert (policy.moderation, str(policy.opens_at), policy.per_address) == ("post", "08:00:00", 5)
    assert first["Location"].endswith("/add/") and second["Location"].endswith("/1/change/")
    assert visitor.get("/admin/articles/commentpolicy/add/").status_code == 403
    assert AuditEntry.objects.filter(verb="add", noun="articles.commentpolicy", by=chief).count() == 1


def test_opening_hours_need_both_ends(chief: User, visit: Callable[[User], Any]) -> None:
    page = visit(chief).fill("/admin/articles/commentpolicy/add/", "commentpolicy_form", opens_at="08:00")

    assert page.status_code == 200
    assert not CommentPolicy.objects.exists()


def test_a_blocked_word_is_saved_with_its_author_and_the_audit_does_not_repeat_it(
    chief: User, visit: Callable[[User], Any]
) -> None:
    visit(chief).fill(
        "/admin/articles/blockedword/add/", "blockedword_form", text="Pleitegeier", kind="banned", note="Kampagne"
    )

    word = BlockedWord.objects.get()
    assert (word.text, word.kind, word.created_by) == ("Pleitegeier", "banned", chief)
    assert "Pleitegeier" in visit(chief).get("/admin/articles/blockedword/").text
    assert "Pleitegeier" not in str(AuditEntry.objects.filter(noun="articles.blockedword").values_list())


def test_users_who_may_not_set_rules_see_none(reporter: User, visit: Callable[[User], Any]) -> None:
    visitor = visit(reporter)

    assert {visitor.get(f"/admin/articles/{noun}/").status_code for noun in ("commentpolicy", "blockedword")} <= {
        302,
        403,
    }
    assert visitor.get("/admin/articles/blockedword/add/").status_code == 403
    assert visitor.get("/admin/articles/commentpolicy/add/").status_code == 403


def test_an_article_may_have_its_own_rules(
    editor: User, visit: Callable[[User], Any], make_article: Callable[..., Article], change_url: Callable[[Any], str]
) -> None:
    article = make_article()

    visit(editor).fill(change_url(article), moderation="post", comment_days="3")

    article.refresh_from_db()
    assert (article.moderation, article.comment_days) == ("post", 3)
