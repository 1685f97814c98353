"""Rejects floods of readers' comments before Django, for less than a hundredth of its processor time.

It knows no limits: each worker remembers which senders were told repeatedly to come back later. Occasional mistakes or
impatience never lead to a rejection here, only to the page that keeps what was typed.
"""

import json
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from newsroom.middleware.proxies import sender

COMMENT_PATHS = re.compile(r"/(api/v1/)?articles/[^/]+/comments/")
# Under this key of the environment a view says in how many seconds its sender may come back.
RETRY_KEY = "newsroom.come_back"
FULL_REFUSALS = 10  # refusals that a sender is told in full
MAX_BLOCK_SECONDS = 60  # seconds until somebody is let through again to ask anew: the limits may have changed
MAX_READ_BYTES = 100_000  # bytes of a form; whoever sends more meanwhile loses the connection
MAX_SENDERS = 10_000  # senders remembered in one worker, some hundred bytes each

SENTENCE = (
    "Zu viele Leserkommentare in kurzer Zeit. Bitte versuchen Sie es später noch einmal.\n"
    "Too many readers' comments in a short time. Please try again later.\n"
)
PROBLEM = {
    "type": "urn:newsroom:problem:too_many_requests",
    "title": "Too Many Requests",
    "status": 429,
    "code": "too_many_requests",
    "detail": SENTENCE.splitlines()[1],
}

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class FloodGate:
    """A WSGI application (PEP 3333) around that of Django. Answers 429 as in RFC 6585; `clock` returns seconds."""

    def __init__(self, application: Application, clock: Callable[[], float] = time.time):
        from articles.domain.sender_hashes import network  # only now, when Django has been set up

        self.application = application
        self.home = network
        self.clock = clock
        self.senders: OrderedDict[str, tuple[int, float]] = OrderedDict()  # refusals, and until when nobody need ask
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer 429 to a flooding sender; pass on everybody else."""
        is_post = environ.get("REQUEST_METHOD") == "POST"
        match = COMMENT_PATHS.fullmatch(environ.get("PATH_INFO", "")) if is_post else None
        if match is None:
            return self.application(environ, start_response)
        sender_home = self.home(sender(environ))
        refusals, until = self.senders.get(sender_home, (0, 0.0))
        seconds = until - self.clock()
        if refusals >= FULL_REFUSALS and seconds > 0:
            # What is left unread breaks the connection under the sender's hands.
            environ["wsgi.input"].read(MAX_READ_BYTES)
            return _turn_away(start_response, seconds, is_program=bool(match[1]))
        answer = self.application(environ, start_response)
        self._remember(sender_home, environ.get(RETRY_KEY, 0))
        return answer

    def _remember(self, who: str, seconds: float) -> None:
        with self.lock:
            refusals, _ = self.senders.pop(who, (0, 0.0))
            if seconds:
                self.senders[who] = (refusals + 1, self.clock() + min(seconds, MAX_BLOCK_SECONDS))
            if len(self.senders) > MAX_SENDERS:
                self.senders.popitem(last=False)


def _turn_away(start_response: Callable[..., Any], seconds: float, *, is_program: bool) -> list[bytes]:
    kind = "application/problem+json" if is_program else "text/plain; charset=utf-8"
    body = (json.dumps(PROBLEM) if is_program else SENTENCE).encode()
    start_response(
        "429 Too Many Requests",
        [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Retry-After", str(int(seconds) + 1)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ],
    )
    return [body]
