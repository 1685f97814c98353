"""Tokens for programs are made, shown once, and revoked in the admin."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import ApiToken, AuditEntry

pytestmark = pytest.mark.usefixtures("noon")  # no token may end in the hour that daylight saving skips
ADD = "/admin/articles/apitoken/add/"


def _send(client: Client, user: User, **changes: object) -> str:
    until = timezone.localtime() + timedelta(days=30)
    data = {"name": "Spiegel", "user": user.pk, "scopes": ["read"], "expires_at": until.strftime("%Y-%m-%dT%H:%M")}
    return client.post(ADD, {**data, **changes}, follow=True).text


def test_a_token_is_made_and_its_secret_shown_once(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)

    page = _send(client, admin_user)
    secret = re.search(r"<code>(nr_[\w-]+)</code>", page)[1]

    assert ApiToken.objects.of_secret(secret) == ApiToken.objects.get()
    assert secret not in client.get("/admin/articles/apitoken/").text
    assert client.get("/api/v1/desk/articles/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_a_token_without_scopes_or_for_too_long_is_refused_at_its_field(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    late = timezone.localtime() + timedelta(days=800)

    assert "errorlist" in _send(client, admin_user, scopes=[])
    assert "höchstens ein Jahr" in _send(client, admin_user, expires_at=late.strftime("%Y-%m-%dT%H:%M"))
    assert ApiToken.objects.count() == 0


def test_a_revoked_token_is_shut_out_and_stays_on_record(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    secret = re.search(r"<code>(nr_[\w-]+)</code>", _send(client, admin_user))[1]

    client.post(f"/admin/articles/apitoken/{ApiToken.objects.get().pk}/revoke/", {"reason": "verloren"})

    client.logout()
    assert client.get("/api/v1/desk/articles/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert ApiToken.objects.get().revoked_at is not None
    assert AuditEntry.objects.filter(verb="revoke", reason="verloren").count() == 1


def test_only_administration_makes_tokens(client: Client, editor: User) -> None:
    client.force_login(editor)

    assert client.get(ADD).status_code == 403
