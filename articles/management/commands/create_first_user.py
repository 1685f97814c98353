"""Creates the first user of a new newsroom, once."""

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _


class Command(BaseCommand):
    """`create_first_user [NAME]`: prints a random password, which is stored nowhere in plain text."""

    help = "Creates the first user with all rights and prints a random password; does nothing where users exist."

    def add_arguments(self, parser: Any) -> None:
        """The command line."""
        parser.add_argument("name", nargs="?", default="cvd", help="the user's name (default: cvd)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the user unless there is one already."""
        if User.objects.exists():
            self.stdout.write(_("There is a user already; none was created."))
            return
        password = secrets.token_urlsafe(12)
        User.objects.create_superuser(options["name"], password=password)
        self.stdout.write(
            _("First user: %(name)s – password: %(password)s (shown only this once)")
            % {"name": options["name"], "password": password}
        )
