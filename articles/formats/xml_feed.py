"""RSS and Atom feeds that are well-formed XML, whatever characters a text holds."""

from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils import feedgenerator
from django.utils.xmlutils import SimplerXMLGenerator

from .xml_text import allowed


class XmlWriter(SimplerXMLGenerator):
    """Writes texts and attributes without the characters that XML does not allow."""

    def characters(self, content: str) -> None:
        """The text of an element."""
        super().characters(allowed(content))

    def startElement(self, name: str, attrs: Any) -> None:
        """The beginning of an element, with its attributes."""
        super().startElement(name, AttributesImpl({key: allowed(value) for key, value in attrs.items()}))


class StableDateMixin(feedgenerator.SyndicationFeed):
    """A feed without entries has the date of today, not of this second: asked for again, it is the same."""

    def latest_post_date(self) -> datetime:
        """The date of the newest entry; midnight in UTC where there is none."""
        if self.items:
            return super().latest_post_date()
        return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class RssFeed(StableDateMixin, feedgenerator.Rss201rev2Feed):
    """An RSS feed that no character breaks."""

    content_type = "application/rss+xml; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        """The whole feed."""
        handler = XmlWriter(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        self.endChannelElement(handler)
        handler.endElement("rss")


class AtomFeed(StableDateMixin, feedgenerator.Atom1Feed):
    """An Atom feed that no character breaks."""

    def write(self, outfile: Any, encoding: str) -> None:
        """The whole feed."""
        handler = XmlWriter(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")
