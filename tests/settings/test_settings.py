"""Settings have safe defaults, and an invalid one stops the start with a message that names it."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest

from newsroom import environment
from tests.rounds import slow_but

ROOT = Path(__file__).resolve().parents[2]
PRINT_SETTINGS = (
    "from django.conf import settings as s; "
    "print(s.DEBUG, s.DEMO, s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS > 0, s.SECURE_SSL_REDIRECT)"
)


def start(code: str = PRINT_SETTINGS, **env: str) -> tuple[int, str]:
    """Start Django in its own process with only these settings; returns exit code and last line of output."""
    base_env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**base_env, "DJANGO_SETTINGS_MODULE": "newsroom.settings", **env},
        capture_output=True,
        text=True,
        timeout=60,
    )
    output = (process.stdout + process.stderr).strip().splitlines()
    return process.returncode, output[-1] if output else ""


def test_the_defaults_are_a_safe_demonstration():
    assert start() == (0, "False True sessionid False False")


def test_an_https_address_turns_on_secure_cookies_hsts_and_the_redirect():
    assert start(SITE_URL="https://news.example", SECRET_KEY="k" * 50) == (
        0,
        "False False __Host-sessionid True True",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "news.example"),
        ("SECRET_KEY", "kurz"),
        ("DATABASE_URL", "mysql://root@127.0.0.1/x"),
        ("LANGUAGE_CODE", "fr"),
        ("TIME_ZONE", "Europe/Entenhausen"),
        ("TRUSTED_PROXIES", "der da"),
        ("CLIP_MAX_BYTES", "0"),
        ("CLIP_MAX_BYTES", "viel"),
        ("STORAGE_URL", "ftp://host/x"),
        ("CACHE_URL", "nonsense"),
        ("DEBUG", "vielleicht"),
        ("LOG_LEVEL", "LAUT"),
        ("SITE_URL", "https://a.example:99999"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_the_setting(name, value):
    code, output = start(**{name: value})

    assert code == 1
    assert "ImproperlyConfigured" in output
    assert name in output


@pytest.mark.parametrize(
    ("site_url", "own"),
    [
        ("https://news.example", "news.example"),
        ("https://news.example/", "news.example"),
        ("http://news.example:8080", "news.example"),
        ("http://[::1]:8080", "[::1]"),
        ("http://[2001:db8::1]", "[2001:db8::1]"),
        ("http://192.0.2.1", "192.0.2.1"),
    ],
)
@pytest.mark.parametrize("further", ["", "www.news.example", "www.news.example, .intern.example,", "*"])
def test_the_sites_own_host_is_always_allowed(site_url, own, further):
    names = environment.hosts(environment.site_url(site_url), further.split(","))

    assert names[0] == own
    assert set(names) == {own, *(n.strip() for n in further.split(",") if n.strip()), "127.0.0.1", "localhost", "[::1]"}


def test_the_name_of_site_url_is_added_to_allowed_hosts_at_the_start():
    site_settings = {"SITE_URL": "https://news.example", "SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "www.news.example"}
    code = "from django.conf import settings as s; print(*s.ALLOWED_HOSTS)"

    assert start(code, **site_settings) == (0, "news.example www.news.example 127.0.0.1 localhost [::1]")


@pytest.mark.parametrize("wrong", ["https://www.news.example", "www.news.example:8000"])
def test_an_address_is_refused_as_an_allowed_host(wrong):
    code, output = start(ALLOWED_HOSTS=wrong)

    assert (code, "ALLOWED_HOSTS" in output, wrong in output) == (1, True, True)


def test_a_real_site_needs_its_own_secret_key():
    code, output = start(SITE_URL="https://news.example")

    assert (code, "SECRET_KEY" in output) == (1, True)


def test_concurrent_starts_share_one_secret_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        for number in range(100):
            file = tmp_path / f"key-{number}"
            keys = set(pool.map(lambda _start, file=file: environment.secret_key("", file, ""), range(8)))

            assert keys == {file.read_text()} != {""}
            assert file.stat().st_mode & 0o077 == 0

    assert len(list(tmp_path.iterdir())) == 100


def test_a_command_reports_a_wrong_setting_in_one_line():
    process = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANGUAGE_CODE": "fr"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert process.returncode == 1
    assert process.stderr.splitlines() == ["Newsroom does not start: LANGUAGE_CODE must be de or en, not 'fr'."]


def test_an_unknown_check_stops_the_start_and_is_named():
    code, output = start(CHECKS_THAT_BLOCK="no_credit,no_spelling")

    assert code != 0
    assert "CHECKS_THAT_BLOCK" in output
    assert output.endswith("not no_spelling.")


SCREENING = "articles.domain.comments.screening"
BAD_CHECKS = {
    f"{SCREENING}.nowhere.judge": f"No module named '{SCREENING}.nowhere'",
    f"{SCREENING}.shouting.no_such_rule": "no_such_rule",
    "loudness": "loudness",
    f"{SCREENING}.verdict.HOLD": "cannot be called",
}
ENTRY_POINTS = ("import newsroom.wsgi", "import django; django.setup()")
STARTS = [
    (entry_point, spam_check, message)
    for entry_point, (spam_check, message) in product(ENTRY_POINTS, BAD_CHECKS.items())
]


@pytest.mark.parametrize(("entry_point", "spam_check", "message"), slow_but(STARTS[1::5], STARTS))
def test_a_missing_spam_check_stops_the_start_of_every_server(entry_point, spam_check, message):
    code, output = start(entry_point, COMMENT_SPAM_CHECK=spam_check)

    assert code == 1
    assert output.startswith("django.core.exceptions.ImproperlyConfigured: COMMENT_SPAM_CHECK")
    assert message in output


@pytest.mark.parametrize("spam_check", slow_but([f"{SCREENING}.shouting.judge"], ["", f"{SCREENING}.shouting.judge"]))
def test_an_existing_spam_check_or_none_starts(spam_check):
    assert start("import django; django.setup(); print('started')", COMMENT_SPAM_CHECK=spam_check) == (0, "started")


def test_a_command_reports_a_missing_spam_check_in_one_line():
    process = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "COMMENT_SPAM_CHECK": "spam.judge"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert process.returncode == 1
    assert process.stderr.splitlines() == [
        "Newsroom does not start: COMMENT_SPAM_CHECK names 'spam.judge', which cannot be imported: "
        "No module named 'spam'"
    ]
