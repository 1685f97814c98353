"""The staff groups and their permissions. Created after every migrate; what an operator changed stays changed."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import connections, transaction
from django.db.models import Exists, OuterRef, Value
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article, StaffGroup
from articles.models.articles.querysets import ArticleQuerySet
from articles.models.comments.comment import CommentQuerySet


def _codes(verbs: str, *nouns: str) -> set[str]:
    return {f"articles.{verb}_{noun}" for verb in verbs.split() for noun in nouns}


ARTICLE_PARTS = ("articleagency", "contribution", "correction", "placement")
ARCHIVE_MODELS = (
    "agencytask",
    "article",
    "clip",
    "comment",
    "image",
    "person",
    "preparedversion",
    "reading",
    "source",
    "topic",
    *ARTICLE_PARTS,
)

READ = _codes("view", *ARCHIVE_MODELS)
WRITE = _codes("add change", "article", "image", "person", "topic", *ARTICLE_PARTS) | _codes("delete", *ARTICLE_PARTS)
EDIT = (
    READ
    | WRITE
    | {f"articles.{code}" for code in ("submit_article", "discard_article", "prepare_article", "decide_agencytask")}
)
EDIT |= {"articles.triage_clip"}
PUBLISH = {f"articles.{code}_article" for code in ("approve", "publish", "withdraw", "lock")}
PUBLISH |= _codes("view add change delete", "frontplace")
SHEETS = _codes("export import", "article")
RIGHTS = _codes("add change", "source") | {"articles.change_clip"}
IMPORT = {"articles.import_clip", "articles.view_importrun"}
MODERATE = _codes("view", "article", "comment") | {"articles.moderate_comment"}
MODERATE |= _codes("view add change delete", "blockedword") | _codes("view add change", "commentpolicy")
ARCHIVING = READ | _codes("add change", "image", "person", "topic") | RIGHTS | IMPORT | {"articles.triage_clip"}
ARCHIVING |= {"articles.export_article"}
AUDIT = {"articles.view_auditentry", "articles.export_auditentry"}
STAFF = {f"auth.{verb}_{noun}" for verb in ("view", "add", "change") for noun in ("user", "group")}
NEVER_DELETED = _codes(
    "delete", "article", "clip", "comment", "reading", "importrun", "importedfile"
)  # nobody deletes these

# code: (name, permissions). None stands for all permissions of the project.
GROUPS: dict[str, tuple[str | Promise, set[str] | None]] = {
    "editors": (_("Editors"), EDIT),
    "duty_editors": (_("Duty editors"), EDIT | PUBLISH | SHEETS | RIGHTS | IMPORT | {"articles.view_auditentry"}),
    "moderators": (_("Moderators"), MODERATE),
    "archivists": (_("Archivists"), ARCHIVING),
    "administrators": (_("Administrators"), None),
}


def reads_drafts(user: User | AnonymousUser) -> bool:
    """Whether a user may read unpublished articles: may change articles, or view articles and clips."""
    sees = user.has_perms(["articles.view_article", "articles.view_clip"])
    return bool(user.has_perm("articles.change_article") or sees)


def articles_for(user: User | AnonymousUser) -> ArticleQuerySet:
    """The articles that a member of staff may see: all, or the public ones."""
    rows: ArticleQuerySet = Article.objects.all()
    return rows if reads_drafts(user) else rows.published()


def with_article_names(comments: CommentQuerySet, user: User | AnonymousUser) -> CommentQuerySet:
    """These comments, annotated with `names_article`: whether this user may see which article it belongs to."""
    known = Value(True) if reads_drafts(user) else Exists(articles_for(user).filter(pk=OuterRef("article")))
    return comments.annotate(names_article=known)


def after_migrate(using: str = "default", **_kwargs: Any) -> None:
    """Create the groups as soon as their tables exist."""
    here = set(connections[using].introspection.table_names())
    if {StaffGroup._meta.db_table, "auth_group", "auth_permission"} <= here:
        for label in ("articles", "auth"):  # Django makes permissions after every app's migrations, ours come first
            create_permissions(apps.get_app_config(label), verbosity=0, using=using)
        make_groups(using)


@transaction.atomic
def make_groups(using: str = "default") -> None:
    """Grant each group the permissions that it was never granted before; revoked ones stay revoked."""
    known = _permissions(using)
    stored = {group.code: group for group in StaffGroup.objects.using(using).select_related("group")}
    for code, (name, wanted) in GROUPS.items():
        wanted = wanted if wanted is not None else _everything(known)
        staff_group = stored.get(code) or _new(code, name, using)
        added = sorted((wanted & known.keys()) - set(staff_group.given))
        if added:
            if staff_group.group is not None:
                staff_group.group.permissions.add(*(known[code] for code in added))
            staff_group.given = sorted({*staff_group.given, *added})
            staff_group.save(using=using)


def _new(code: str, name: str | Promise, using: str) -> StaffGroup:
    with translation.override(settings.LANGUAGE_CODE):  # migrate speaks no language
        group, _made = Group.objects.using(using).get_or_create(name=str(name))
    return StaffGroup(code=code, group=group)


def _permissions(using: str) -> dict[str, int]:
    rows = Permission.objects.using(using).filter(content_type__app_label__in=["articles", "auth"])
    return {f"{app}.{code}": pk for app, code, pk in rows.values_list("content_type__app_label", "codename", "pk")}


def _everything(known: Iterable[str]) -> set[str]:
    return {code for code in known if code.startswith("articles.") and "historical" not in code} - NEVER_DELETED | STAFF
