"""RSS and Atom as they are written: whatever a text holds, the feed is XML."""

from datetime import UTC, datetime
from typing import Any

from django.utils import feedgenerator
from django.utils.xmlutils import SimplerXMLGenerator

from .xml_text import allowed


class Writer(SimplerXMLGenerator):
    """Writes texts and attributes without what XML may not hold: no field that comes this way can be forgotten."""

    def characters(self, content: str) -> None:
        """The text of an element."""
        super().characters(allowed(content))

    def startElement(self, name: str, attrs: Any) -> None:
        """The beginning of an element, with its attributes."""
        super().startElement(name, {key: allowed(value) for key, value in attrs.items()})


class _Dated:
    """A feed without entries is of today, not of this very second: asked for again, it is the same."""

    def latest_post_date(self) -> datetime:
        """When something was added last."""
        if self.items:  # type: ignore[attr-defined]
            return super().latest_post_date()  # type: ignore[misc,no-any-return]
        return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class Rss(_Dated, feedgenerator.Rss201rev2Feed):
    """An RSS feed that no character breaks."""

    content_type = "application/rss+xml; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        """The whole feed."""
        handler = Writer(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        self.endChannelElement(handler)
        handler.endElement("rss")


class Atom(_Dated, feedgenerator.Atom1Feed):
    """An Atom feed that no character breaks."""

    def write(self, outfile: Any, encoding: str) -> None:
        """The whole feed."""
        handler = Writer(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")
