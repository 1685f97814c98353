"""The command line of `import_seeds`: its arguments, what they may hold, and which of them go together."""

import argparse
import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from articles.domain.imports.storage import ImportDefaults
from articles.models.fields.partial_date import DateOutOfRange, parse_period

MAX_NAME_CHARS = 200
MAX_URL_CHARS = 2_000
MAX_LANGUAGE_CHARS = 12


def partial_date(text: str) -> tuple[date, str]:
    """`2024-06-19`, `2024-06` or `2024` as the first day of the period and its precision."""
    try:
        return parse_period(text)
    except DateOutOfRange as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: give 2024-06-19, 2024-06 or 2024") from None


def outlet_name(text: str) -> str:
    """An outlet's name that fits its column."""
    if len(text) > MAX_NAME_CHARS:
        raise argparse.ArgumentTypeError("the outlet's name has more than 200 characters")
    return text


def web_address(text: str) -> str:
    """An http or https address."""
    if len(text) > MAX_URL_CHARS:
        raise argparse.ArgumentTypeError("the address has more than 2,000 characters")
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise argparse.ArgumentTypeError(f"{text!r} is no http or https address") from None
    return text


def language(text: str) -> str:
    """A language tag such as de or pt-BR (BCP 47)."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) or len(text) > MAX_LANGUAGE_CHARS:
        raise argparse.ArgumentTypeError(f"{text!r} is no language tag such as de, en or pt-BR")
    return text


def add(parser: argparse.ArgumentParser) -> None:
    """Add all arguments to the parser."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files of any format of docs/formats.md, and folders: every file below them is read, or named",
    )
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen; write nothing")
    parser.add_argument("--json", action="store_true", help="with --dry-run: one JSON object per file on stdout")
    parser.add_argument(
        "--explain", action="store_true", help="with --json: why each line got its role, and what spoke most for it"
    )
    parser.add_argument("--source", type=outlet_name, default="", help="the outlet that all these clips come from")
    parser.add_argument("--url", type=web_address, help="the address of the original")
    parser.add_argument("--date", type=partial_date, help="when the originals appeared: 2024-06-19, 2024-06, 2024")
    parser.add_argument("--language", type=language, help="the texts' language: de, en, …")
    parser.add_argument(
        "--reread", action="store_true", help="read the stored clips again and merge what a newer reader sees"
    )
    parser.add_argument(
        "--publish",
        action="store_true",
        help="publish what comes in, its comments included; what is held back (an embargo, a kill, no article …) stays",
    )
    parser.add_argument("--right", choices=["internal", "excerpt", "full", "own"], help="the right to use these texts")


def check(options: dict[str, Any]) -> None:
    """Raise CommandError where options do not go together."""
    if options["json"] and not options["dry_run"]:
        raise CommandError(_("--json goes with --dry-run."))
    if options["explain"] and not options["json"]:
        raise CommandError(_("--explain goes with --json."))
    if options["publish"] and options["right"] == "internal":
        raise CommandError(_("--publish does not go with --right internal: internal texts are never public."))
    if options["reread"] and (options["paths"] or options["publish"] or options["json"]):
        raise CommandError(_("--reread reads the clips of the archive: it goes with --dry-run alone."))


def defaults(options: dict[str, Any], *, publish: bool) -> ImportDefaults:
    """What the options say of all clips; what is published and has no right given is published in full."""
    issued_on, precision = options["date"] or (None, "")
    return ImportDefaults(
        source=options["source"].strip(),
        url=options["url"] or "",
        issued_on=issued_on,
        issued_precision=precision,
        language=options["language"] or "",
        right=options["right"] or ("full" if publish else ""),
    )
