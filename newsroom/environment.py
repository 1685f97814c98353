"""Reads single settings from the environment and refuses wrong ones with a sentence that names them."""

import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def read(reader: Callable[..., Any], name: str, default: Any) -> Any:
    """One setting by a reader of django-environ; what it cannot read stops the start by name."""
    try:
        return reader(name, default=default)
    except Exception as error:  # the readers raise whatever their parsers raise
        raise ImproperlyConfigured(f"{name} is wrong: {error}") from None


def yes_or_no(name: str, default: bool) -> bool:
    """A switch, on or off; any other word raises ImproperlyConfigured."""
    text = os.environ.get(name, "").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    if text:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")
    return default


def contact(text: str) -> str:
    """The address for security reports: mailto:, https: or tel:, or empty."""
    if text and not text.startswith(("mailto:", "https://", "tel:")):
        raise ImproperlyConfigured("SECURITY_CONTACT must begin with mailto:, https:// or tel:.")
    return text


def origins(addresses: list[str]) -> list[str]:
    """Other sites as scheme and host, or * for all."""
    for address in addresses:
        parts = urlsplit(address)
        if address != "*" and (parts.scheme not in {"http", "https"} or address != f"{parts.scheme}://{parts.netloc}"):
            raise ImproperlyConfigured(
                f"CORS_ORIGINS must hold addresses such as https://example.org, not {address!r}."
            )
    return addresses


def secret_key(key: str, kept_in: Path, site_url: str) -> str:
    """The key of the setting, or one that is kept in a file; a site with a SITE_URL must set its own."""
    if key:
        if len(key) < 32:
            raise ImproperlyConfigured("SECRET_KEY is too short: give at least 32 characters.")
        return key
    if site_url:
        raise ImproperlyConfigured("SECRET_KEY is missing: a site with a SITE_URL needs one of its own.")
    if not kept_in.exists():
        _keep(secrets.token_urlsafe(50), kept_in)
    return kept_in.read_text(encoding="ascii").strip()


def _keep(key: str, kept_in: Path) -> None:
    """Write the file whole or not at all; of several that start in the same moment the first one's key stays."""
    written = kept_in.with_name(f"{kept_in.name}-{secrets.token_hex(8)}")
    written.touch(mode=0o600)
    try:
        written.write_text(key, encoding="ascii")
        kept_in.hardlink_to(written)
    except FileExistsError:
        pass
    except OSError:  # a disk that knows no links
        written.replace(kept_in)
    finally:
        written.unlink(missing_ok=True)


def site_url(url: str) -> str:
    """The site's address without a slash at its end; empty where none is set."""
    if not url:
        return ""
    parts = urlsplit(url)
    try:
        port_is_wrong = parts.port == 0
    except ValueError:
        port_is_wrong = True
    if (
        port_is_wrong
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path not in {"", "/"}
        or parts.query
    ):
        raise ImproperlyConfigured(f"SITE_URL must look like https://news.example, not {url!r}.")
    return f"{parts.scheme}://{parts.netloc}"


def hosts(site_url: str, further: Iterable[str]) -> list[str]:
    """The host names that the site answers to: its own, the operator's additional ones, and the local ones."""
    own = [urlsplit(site_url).netloc.rpartition("@")[2]] if site_url else []
    names = [re.sub(r":\d*$", "", name) for name in own]
    for one in further:
        if "/" in one or (re.search(r":\d+$", one) and not one.endswith("]")):
            raise ImproperlyConfigured(f"ALLOWED_HOSTS must list names such as www.news.example, not {one!r}.")
        names += [one.strip()] if one.strip() else []
    return list(dict.fromkeys([*names, "127.0.0.1", "localhost", "[::1]"]))


def networks(addresses: list[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """TRUSTED_PROXIES as networks."""
    try:
        return [ipaddress.ip_network(address.strip()) for address in addresses if address.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES must list addresses or networks: {error}.") from None


def some_of(name: str, texts: Iterable[str], allowed: Iterable[str]) -> frozenset[str]:
    """Values out of a few; an empty set where there is none."""
    words = [word for text in texts if (word := text.strip())]
    wrong = [word for word in words if word not in allowed]
    if wrong:
        raise ImproperlyConfigured(f"{name} may list {', '.join(allowed)}, not {', '.join(wrong)}.")
    return frozenset(words)


def one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    """A value out of a few."""
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def positive(name: str, value: int) -> int:
    """A whole number above zero."""
    if value <= 0:
        raise ImproperlyConfigured(f"{name} must be above 0, not {value}.")
    return value


def not_negative(name: str, value: int) -> int:
    """A whole number, 0 included."""
    if value < 0:
        raise ImproperlyConfigured(f"{name} must be 0 or more, not {value}.")
    return value


def storage(url: str, media: Path) -> dict[str, Any]:
    """Django's STORAGES entry for uploaded files: a folder, or `s3://key:secret@host/bucket?region=…`."""
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(media)}}
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": parts.path}}
    if parts.scheme not in {"s3", "s3+http"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("STORAGE_URL must look like file:///folder or s3://key:secret@host/bucket.")
    options: dict[str, Any] = {"bucket_name": parts.path.strip("/"), "querystring_auth": False}
    if parts.hostname:
        scheme = "http" if parts.scheme == "s3+http" else "https"
        options["endpoint_url"] = f"{scheme}://{parts.netloc.rpartition('@')[2]}"
    if parts.username:
        options["access_key"] = unquote(parts.username)
        options["secret_key"] = unquote(parts.password or "")
    query = dict(parse_qsl(parts.query))
    if "region" in query:
        options["region_name"] = query["region"]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
