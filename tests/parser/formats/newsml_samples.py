"""Small files of NewsML 1, made for the tests."""

from tests.parser.formats.news_samples import MARKUP
from tests.parser.formats.samples import HEADLINE

NITF_BODY = f"<nitf><body><body.content>{MARKUP}</body.content></body></nitf>"


def content(data: str = NITF_BODY, media: str = "Text", more: str = "") -> str:
    """A content item."""
    return (
        f'<ContentItem><MediaType FormalName="{media}"/><Format FormalName="NITF"/>{more}'
        f"<DataContent>{data}</DataContent></ContentItem>"
    )


def component(lines: str | None = None, inner: str = "", about: str = "", role: str = "", attributes: str = "") -> str:
    """A component with lines, what is said about it, and what is in it: a text if nothing else is given."""
    lines = f"<HeadLine>{HEADLINE}</HeadLine><ByLine>Von Petra Vorlage</ByLine>" if lines is None else lines
    return (
        f"<NewsComponent{attributes}>"
        + (f'<Role FormalName="{role}"/>' if role else "")
        + (f"<NewsLines>{lines}</NewsLines>" if lines else "")
        + about
        + (inner or content())
        + "</NewsComponent>"
    )


ABOUT = (
    '<AdministrativeMetadata><Provider><Party FormalName="dpa"/></Provider></AdministrativeMetadata>'
    '<DescriptiveMetadata><Language FormalName="de"/><Property FormalName="Keyword" Value="Verkehr"/>'
    "</DescriptiveMetadata>"
)


def item(inner: str = "", status: str = "Usable", more: str = "", number: str = "bau-0001", revision: str = "3") -> str:
    """A news item."""
    inner = inner or component(
        f"<HeadLine>{HEADLINE}</HeadLine><ByLine>Von Petra Vorlage</ByLine><DateLine>Auenfeld (dpa) -</DateLine>"
        "<CopyrightLine>© 2024 Auenbote</CopyrightLine><SlugLine>Bau/Brücke</SlugLine>",
        about=ABOUT,
    )
    return (
        '<NewsItem xml:lang="de"><Identification><NewsIdentifier><ProviderId>bote.example</ProviderId>'
        f"<DateId>20240303</DateId><NewsItemId>{number}</NewsItemId>"
        f'<RevisionId PreviousRevision="2" Update="N">{revision}</RevisionId>'
        f"<PublicIdentifier>urn:newsml:bote.example:20240303:{number}:{revision}</PublicIdentifier></NewsIdentifier>"
        '</Identification><NewsManagement><NewsItemType FormalName="News"/>'
        "<FirstCreated>20240303T120000+0100</FirstCreated>"
        f"<ThisRevisionCreated>20240303T174500+0100</ThisRevisionCreated><Status FormalName='{status}'/>"
        f'<Urgency FormalName="4"/>{more}</NewsManagement>{inner}</NewsItem>'
    )


def newsml(*items: str) -> str:
    """An envelope of items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd" [<!ENTITY % nitf SYSTEM'
        ' "nitf-3-0.dtd"> %nitf; ]>\n<NewsML Version="1.2"><Catalog Href="http://bote.example/catalog.xml"/>'
        "<NewsEnvelope><DateAndTime>20240303T180000+0100</DateAndTime><Priority FormalName='4'/></NewsEnvelope>"
        f"{''.join(items or (item(),))}</NewsML>"
    )
