"""The arguments of the commands about a person."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from articles.domain.privacy.erasure import PersonToErase


def add_arguments(parser: CommandParser) -> None:
    """Add the arguments that name a person; each adds comments."""
    parser.add_argument("--comment", type=int, action="append", default=[], help="number of a comment; may be repeated")
    parser.add_argument("--email", default="", help="everything that was written with this e-mail")
    parser.add_argument("--token", default="", help="the last part of the private link that came with a comment")
    parser.add_argument("--name", default="", help="a name in clips of one outlet; needs --outlet")
    parser.add_argument("--outlet", default="", help="the outlet's name or short address")


def read_person(options: dict[str, Any]) -> PersonToErase | None:
    """The person that the options name; None where they name nobody."""
    person = PersonToErase(
        tuple(options["comment"]), options["email"], options["token"], options["name"], options["outlet"]
    )
    return person if any((person.comments, person.email, person.token, person.name)) else None


def nobody_named() -> str:
    """The error message where the options name nobody."""
    return _("Please say who: --comment, --email, --token, or --name with --outlet.")
