"""The log of erasures, outside the database and its backups, so that no import or restore brings anything back.

One line of JSON for each erasure, in the file that ERASURE_LOG names. It contains no personal data: hashes under
ERASURE_KEY, and for clips the SHA-256 of their bytes with the blanked passages.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Comment

Span = tuple[int, int]
MIN_TEXT_CHARS = 40  # from this length on, a text is a person's own wherever it occurs again


@dataclass(slots=True)
class ErasureLog:
    """What was erased: hash → the last time for which it holds; SHA-256 of a clip → its blanked passages."""

    comments: dict[str, datetime] = field(default_factory=dict)
    emails: dict[str, datetime] = field(default_factory=dict)
    names: dict[str, datetime] = field(default_factory=dict)  # within one outlet
    texts: dict[str, datetime] = field(default_factory=dict)
    pseudonyms: dict[str, str] = field(default_factory=dict)
    clips: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def contains(self, comment: Comment) -> bool:
        """Whether this comment was erased, or all comments of its author. Needs clip__source."""
        if self._holds(self.comments, key_of(comment), comment) or self._holds(
            self.emails, email(comment.email), comment
        ):
            return True
        if comment.clip is None:
            return False
        outlet = comment.clip.source_id
        by_name = bool(comment.author and outlet) and name(comment.author, str(comment.clip.source)) in self.names
        return by_name or text(comment.text) in self.texts

    @staticmethod
    def _holds(known: dict[str, datetime], key: str, comment: Comment) -> bool:
        """Whether the comment was received before the erasure: later comments of the same person stay."""
        return key in known and comment.created_at <= known[key]


def _hash(kind: str, value: str) -> str:
    return salted_hmac(
        "articles.erasure", f"{kind}:{value}", secret=settings.ERASURE_KEY, algorithm="sha256"
    ).hexdigest()


def key_of(comment: Comment) -> str:
    """The hash of one row, also after a restore; never of another row that gets its id later."""
    return _hash("comment", f"{comment.pk} {comment.created_at.isoformat()}")


def email(address: str) -> str:
    """The hash of an e-mail address; empty for none."""
    return _hash("email", address.strip().casefold()) if address else ""


def name(author: str, outlet: str) -> str:
    """The hash of a name in one outlet; the same name in another one is not the same person."""
    return _hash("name", f"{outlet.casefold()} {' '.join(author.split()).casefold()}")


def text(words: str) -> str:
    """The hash of a long text, however its lines are broken; empty for a short one, which many may write."""
    words = " ".join(words.split()).casefold()
    return _hash("text", words) if len(words) >= MIN_TEXT_CHARS else ""


def log_file() -> Path:
    """The path of the log; it is backed up apart from the database."""
    return Path(settings.ERASURE_LOG)


def append(
    comments: Iterable[Comment],
    clips: dict[str, list[Span]],
    emails: Iterable[str] = (),
    names: Iterable[tuple[str, str]] = (),
) -> None:
    """Add one erasure, synced to disk before this returns. Raises OSError where it cannot be written."""
    comments = list(comments)
    entry = {
        "at": timezone.now().isoformat(),
        "comments": [key_of(c) for c in comments],
        "texts": sorted({text(c.text) for c in comments if c.clip_id} - {""}),
        "emails": sorted({email(e) for e in emails} - {""}),
        "names": sorted({name(*n) for n in names}),
        "clips": clips,
    }
    _append(entry)


def append_name(author: str, outlet: str, pseudonym: str) -> None:
    """Add the replacement of a name in one outlet. Raises OSError where it cannot be written."""
    _append({"at": timezone.now().isoformat(), "pseudonyms": {name(author, outlet): pseudonym}})


def _append(entry: dict[str, Any]) -> None:
    path = log_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (json.dumps(entry) + "\n").encode())  # one write: two processes never mix their lines
        os.fsync(handle)
    finally:
        os.close(handle)


_read: tuple[tuple[str, int, int], ErasureLog] | None = None


def load() -> ErasureLog:
    """All entries of the log; read again only when the file has changed."""
    global _read
    try:
        stat = log_file().stat()
    except FileNotFoundError:
        return ErasureLog()
    mark = (str(log_file()), stat.st_mtime_ns, stat.st_size)
    if _read is None or _read[0] != mark:
        _read = (mark, _load())
    return _read[1]


def _load() -> ErasureLog:
    log = ErasureLog()
    for line in log_file().read_text().splitlines():
        entry = json.loads(line)
        at = datetime.fromisoformat(entry["at"])
        for kind in ("comments", "emails", "names", "texts"):
            getattr(log, kind).update(dict.fromkeys(entry.get(kind, ()), at))
        log.pseudonyms.update(entry.get("pseudonyms", {}))
        for digest, spans in entry.get("clips", {}).items():
            log.clips[digest] += [(start, end) for start, end in spans]
    return log
