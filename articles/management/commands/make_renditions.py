"""Makes renditions in advance, so that no reader has to wait for them."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain.images import rendition_files

from ...models import Image

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """`make_renditions [NUMBER …] [--all]`: existing renditions are left as they are."""

    help = "Makes the missing renditions of the pictures that readers may see, or of those whose numbers are given."

    def add_arguments(self, parser: Any) -> None:
        """The command line."""
        parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="only these pictures")
        parser.add_argument("--all", action="store_true", help="of all pictures, public or not")

    def handle(self, *args: Any, **options: Any) -> None:
        """One picture after the other, outside any transaction; one that fails is reported and stops no other."""
        rows = Image.objects.exclude(file="").order_by("pk")
        if options["numbers"]:
            rows = rows.filter(pk__in=options["numbers"])
        elif not options["all"]:
            rows = rows.filter(pk__in=Image.objects.public().values("pk"))
        made = pictures = failed = 0
        for image in rows.iterator(chunk_size=100):
            try:
                new = rendition_files.make_all(image)
            except rendition_files.RenditionUnavailable as error:
                failed += 1
                words = {"number": image.pk, "error": error}
                self.stderr.write(_("Picture %(number)d: the original cannot be read (%(error)s).") % words)
                continue
            except Exception as error:
                failed += 1
                logger.exception("Picture %s: its renditions could not be made", image.pk)
                words = {"number": image.pk, "error": f"{type(error).__name__}: {error}"}
                self.stderr.write(_("Picture %(number)d: its renditions could not be made (%(error)s).") % words)
                continue
            made, pictures = made + new, pictures + bool(new)
        counts = {"made": made, "pictures": pictures}
        self.stdout.write(_("%(made)d renditions of %(pictures)d pictures made.") % counts)
        if failed:
            message = ngettext("%(n)d picture failed.", "%(n)d pictures failed.", failed)
            raise CommandError(message % {"n": failed})
