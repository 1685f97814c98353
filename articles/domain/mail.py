"""Sends e-mails to readers. A failure to send never breaks the transaction that the e-mail is about."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

LOOPBACK = "127.0.0.1"

logger = logging.getLogger(__name__)


def address(path: str) -> str:
    """The absolute address of a page, for an e-mail.

    Without SITE_URL by the first name in ALLOWED_HOSTS, or as `make run` serves it: never by what a request says of its
    host, which its sender can choose.
    """
    return f"{settings.SITE_URL or _guessed()}{path}"


def _guessed() -> str:
    names = (host.removeprefix(".") for host in settings.ALLOWED_HOSTS if host != "*")
    host = next(names, LOOPBACK)
    return f"http://{LOOPBACK}:{settings.PORT}" if host in {LOOPBACK, "localhost", "[::1]"} else f"http://{host}"


def send(to: str, subject: str, letter: str, words: dict[str, Any]) -> bool:
    """Send the template `letters/<letter>.txt` in the site's language.

    `subject` is a msgid. Returns whether the server has taken it.
    """
    with translation.override(settings.LANGUAGE_CODE):
        site = {"site_name": settings.SITE_NAME, "site": f"{settings.SITE_NAME} {settings.SITE_URL}".strip()}
        text = render_to_string(f"letters/{letter}.txt", {**words, **site})
        try:
            EmailMessage(gettext(subject) % site, text.strip() + "\n", to=[to]).send()
        except (OSError, SMTPException) as error:
            logger.warning("A letter (%s) could not be sent: %s", letter, type(error).__name__)
            return False
    return True
