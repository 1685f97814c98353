"""Who acts: a member of staff, or nobody."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject
from rest_framework.request import Request

from articles.domain.staff import staff


@pytest.mark.parametrize("wrap", [lambda user: user, lambda user: SimpleLazyObject(lambda: user)])
def test_staff_is_the_user_of_either_kind_of_request(wrap: object) -> None:
    member = User(username="cvd", is_staff=True)
    request = RequestFactory().get("/")
    request.user = wrap(member)  # type: ignore[operator]  # the session's user is lazy
    api_request = Request(request)
    api_request.user = member

    assert staff(request) == member
    assert staff(api_request) is member


@pytest.mark.parametrize("user", [AnonymousUser(), User(username="reader")])
def test_staff_refuses_everybody_else(user: User | AnonymousUser) -> None:
    request = RequestFactory().get("/")
    request.user = user

    with pytest.raises(PermissionDenied):
        staff(request)
