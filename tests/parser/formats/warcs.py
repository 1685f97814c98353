"""Archives of crawlers made for the tests."""

import gzip

ADDRESS = "https://auenbote.example/bruecke.html"


def record(kind: str, block: bytes, address: str = ADDRESS, media: str = "application/http; msgtype=response") -> bytes:
    """A record."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-03-04T09:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(
    body: bytes, address: str = ADDRESS, media: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = ""
) -> bytes:
    """A record with the answer of a server; `more` are further lines of its head."""
    return record("response", f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body, address)


def warc(*records: bytes, packed: bool = False) -> bytes:
    """An archive that begins with a word on itself; `packed`: each record by itself, as is usual."""
    every = (record("warcinfo", b"software: test\r\n", "", "application/warc-fields"), *records)
    return b"".join(gzip.compress(entry, mtime=0) if packed else entry for entry in every)
