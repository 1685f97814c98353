"""The signed-in user of a request, for whatever needs to know who acts."""

from typing import Protocol

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied


class HasUser(Protocol):
    """A request of Django or of Django REST framework, after authentication."""

    @property
    def user(self) -> object:
        """A `User`, or `AnonymousUser` while nobody is signed in."""


def staff(request: HasUser) -> User:
    """Return the signed-in member of staff who sent `request`; raise PermissionDenied for everybody else.

    Views check sign-in and permissions before they call this: here it is an assertion, for the type as well.
    """
    user = request.user
    if not (isinstance(user, User) and user.is_staff):
        raise PermissionDenied
    return user
