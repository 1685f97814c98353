"""Users and groups: the pages of Administration."""

from typing import Any

from axes.admin import AccessAttemptAdmin
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.base.audited import AuditedMixin
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.readonly_display import yes_or_no

admin.site.unregister([User, Group, AccessAttempt])  # their packages have registered pages of their own by now


@admin.register(User)
class StaffAdmin(AuditedMixin, LargeListAdmin, UserAdmin):
    """People. They are deactivated, not deleted: the record of what they did keeps their name."""

    list_display = ("username", "full_name", "group_names", "works_here", "last_login")
    list_filter = ("groups", "is_active")
    search_fields = ("username", "first_name", "last_name", "email")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("What they may do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("What they may do"), {"fields": ("is_staff", "groups")}),
    )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """There are few groups, so that each gets a check box."""
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the groups, in one more query."""
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Superusers are changed by superusers only."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody is deleted."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Every right is given only by who has it; nobody shuts themselves out."""
        locked = () if request.user.is_superuser else ("is_superuser",)
        own = ("is_active", "is_staff", "is_superuser") if obj is not None and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *dict.fromkeys((*locked, *own)))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """A new password is in the audit; the password is not."""
        user = self.get_object(request, id)
        if user is not None and not self.has_change_permission(request, user):
            raise PermissionDenied
        before = user.password if user is not None else ""
        response = super().user_change_password(request, id, form_url)
        if user is not None and User.objects.filter(pk=user.pk).exclude(password=before).exists():
            self.record(request, user, "change", ["password"])
        return response

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        """First and last name."""
        return user.get_full_name() or "–"

    @admin.display(description=_("active"), ordering="is_active")
    def works_here(self, user: User) -> str:
        """Yes or no."""
        return yes_or_no(user.is_active)

    @admin.display(description=_("groups"))
    def group_names(self, user: User) -> str:
        """The groups, in words."""
        return ", ".join(sorted(group.name for group in user.groups.all())) or "–"


@admin.register(AccessAttempt)
class LoginAttemptAdmin(AccessAttemptAdmin):  # type: ignore[misc]  # the package has no types
    """The page of django-axes without its clean-up: attempts are counted and forgotten by domain/login_guard.py."""

    actions = ()


VERBS = {"add": _("Add"), "change": _("Change"), "delete": _("Delete"), "view": _("View")}


class PermissionsField(ModelMultipleChoiceField):
    """Permissions with translated labels; Django keeps their names in English."""

    def label_from_instance(self, obj: Any) -> str:
        """The model, and what may be done with it."""
        noun = obj.content_type.model_class()
        name = str(noun._meta.verbose_name) if noun is not None else obj.content_type.model
        verb = VERBS.get(obj.codename.partition("_")[0]) if obj.name.startswith("Can ") else None
        is_plain = verb is not None and obj.codename.partition("_")[2] == obj.content_type.model
        return f"{capfirst(name)}: {verb if is_plain else gettext(obj.name)}"


@admin.register(Group)
class StaffGroupAdmin(AuditedMixin, LargeListAdmin, GroupAdmin):
    """Groups, and what each may do."""

    list_display = ("name", "members")
    search_fields = ("name",)
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the number of its members."""
        return super().get_queryset(request).annotate(member_count=Count("user"))

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """Only the permissions that this project checks."""
        if db_field.name == "permissions":
            kwargs |= {"widget": CheckboxSelectMultiple, "form_class": PermissionsField}
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "permissions" and field is not None:
            offered = Permission.objects.filter(content_type__app_label__in=["articles", "auth"])
            field.queryset = offered.exclude(codename__contains="historical").select_related("content_type")
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """A group with members is somebody's right to work."""
        return (obj is None or not obj.user_set.exists()) and super().has_delete_permission(request, obj)

    @admin.display(description=_("members"), ordering="member_count")
    def members(self, group: Any) -> int:
        """The number of its members."""
        return int(group.member_count)
