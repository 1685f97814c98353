"""Documents made for the tests, from few words: Word and OpenDocument."""

from html import escape

from tests.parser.formats.archives import zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{rest}</w:style>'
    for identity, name, rest in (
        ("Standard", "Normal", ""),
        ("Titel", "Title", ""),
        ("berschrift1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("berschrift2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Zwischen", "Zwischentitel", '<w:basedOn w:val="berschrift2"/>'),
        ("Zitat", "Quote", ""),
        ("Beschriftung", "caption", ""),
        ("Intern", "Interna", "<w:rPr><w:vanish/></w:rPr>"),
    )
)
_LISTS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def run(words: str, settings: str = "") -> str:
    """A run of Word's."""
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def par(content: str, style: str = "", settings: str = "") -> str:
    """A paragraph of Word's; `content` is words, or runs."""
    inner = content if content.startswith("<") else run(content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{settings}</w:pPr>{inner}</w:p>"


def item(words: str, list_id: int = 1) -> str:
    """An item of a list of Word's: 1 has points, 2 counts."""
    return par(words, settings=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')


def grid(*rows: tuple[str, ...], head: bool = True) -> str:
    """A table of Word's."""
    lines = "".join(
        f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head and not number else ''}"
        + "".join(f"<w:tc>{cell if cell.startswith('<') else par(cell)}</w:tc>" for cell in row)
        + "</w:tr>"
        for number, row in enumerate(rows)
    )
    return f"<w:tbl>{lines}</w:tbl>"


def docx(*blocks: str, properties: str = "", **parts: str) -> bytes:
    """A Word document; `parts` are the contents of footnotes, comments, header1 …"""
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W} {MC} {WPS}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE"/></w:rPr>'
        f"</w:rPrDefault></w:docDefaults>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {W}>{_LISTS}</w:numbering>",
    }
    if properties:
        files["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="a" xmlns:dc="b" xmlns:dcterms="c">' + properties + "</cp:coreProperties>"
        )
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {W}>{content}</w:{name}>"
    return zipped({name: content.encode() for name, content in files.items()})


_OFFICE = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short if short != "fo" else "xsl-fo-compatible"}:1.0"'
    for short in ("office", "text", "table", "style", "draw", "fo", "meta")
)
_ODF_STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    "</text:list-style>"
)


def odt(*blocks: str, meta: str = "", flat: bool = False, header: str = "") -> bytes:
    """An OpenDocument text; `flat`: as one XML file."""
    names = f'{_OFFICE} xmlns:dc="http://purl.org/dc/elements/1.1/"'
    inner = (
        f"<office:automatic-styles>{_ODF_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(blocks)}</office:text></office:body>"
    )
    said = f"<office:meta>{meta}</office:meta>"
    kind = "application/vnd.oasis.opendocument.text"
    head = f"<style:header><text:p>{header}</text:p></style:header>"
    master = f"<office:master-styles><style:master-page>{head}</style:master-page></office:master-styles>"
    if flat:
        start = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {names} office:mimetype="{kind}">'
        return f"{start}{said}{master}{inner}</office:document>".encode()
    return zipped(
        {
            "mimetype": kind.encode(),
            "content.xml": f"<office:document-content {names}>{inner}</office:document-content>".encode(),
            "styles.xml": f"<office:document-styles {names}>{master}</office:document-styles>".encode(),
            "meta.xml": f"<office:document-meta {names}>{said}</office:document-meta>".encode(),
        }
    )
