"""Prints everything that is stored of what a person wrote, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.domain.privacy import erasure, export
from articles.management import person


class Command(BaseCommand):
    """`export_person --email …`"""

    help = "Prints everything that is kept of what a person wrote, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """The person."""
        person.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the export; raises CommandError for an unknown person."""
        subject = person.read_person(options)
        if subject is None:
            raise CommandError(person.nobody_named())
        try:
            data = export.export(subject)
        except erasure.UnknownPerson as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
