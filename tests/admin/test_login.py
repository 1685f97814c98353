"""Failed log-ins cause pauses by account, by address and by both; nobody is locked out."""

from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.hashers import get_hasher
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.domain import login_guard
from articles.domain.passwords import GuessableValidator
from articles.models import RateLimitWindow
from tests.rounds import slow_but

GOOD = "korb-laterne-usambara"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of the guard, which the test sets."""
    now = [1_800_000_000.0]
    monkeypatch.setattr("articles.domain.login_guard.time.time", lambda: now[0])
    return now


@pytest.fixture(autouse=True)
def ada(db: None) -> object:
    return get_user_model().objects.create_superuser("ada", password=GOOD)


def log_in(name: str, password: str, address: str = "192.0.2.1", client: Client | None = None):
    return (client or Client()).post(
        "/admin/login/", {"username": name, "password": password, "next": "/admin/"}, REMOTE_ADDR=address
    )


def test_only_the_right_password_logs_in() -> None:
    assert log_in("ada", "wrong").status_code == 200
    assert log_in("ada", GOOD).status_code == 302


GUESSERS = {  # case → names, addresses, attempts before the first pause
    "one pair": (["ada"], ["192.0.2.1"], 5),
    "many addresses, one account": (["ada"], [f"198.51.100.{n}" for n in range(1, 60)], 10),
    "four addresses in turn, one account": (["ada"], [f"198.51.100.{n}" for n in range(1, 5)], 14),
    "one address, many accounts": ([f"person{n}" for n in range(60)], ["192.0.2.1"], 20),
    "one IPv6 network": (
        [f"person{n}" for n in range(60)],
        [f"2001:db8:1:1::{n:x}" for n in range(1, 60)],
        20,
    ),
    "a name's spellings": (["ada", "ADA", " ada", "ａｄａ"], [f"198.51.100.{n}" for n in range(1, 60)], 10),
}


@pytest.mark.parametrize("case", slow_but(["one IPv6 network"], GUESSERS))
def test_pauses_grow_up_to_a_bound_for_every_kind_of_guessing(case, clock) -> None:
    names, addresses, free_attempts = GUESSERS[case]
    pauses = []
    for number in range(28):
        response = log_in(names[number % len(names)], f"wrong {number}", addresses[number % len(addresses)])
        if response.status_code == 429:
            pauses.append(int(response["Retry-After"]))
            clock[0] += pauses[-1]
            response = log_in(names[number % len(names)], f"wrong {number}", addresses[number % len(addresses)])
        assert response.status_code == 200, number

    assert len(pauses) == 28 - free_attempts
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[1] < pauses[2]
    assert pauses[-1] <= 900


def test_the_response_in_a_pause_has_its_length_keeps_the_name_and_is_not_cached(clock) -> None:
    for number in range(5):
        log_in("ada", f"wrong {number}")

    response = log_in("ada", GOOD)

    assert (response.status_code, response["Retry-After"]) == (429, "5")
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert "Zu viele Fehlversuche. Der nächste ist in 5 Sekunden möglich." in text
    assert 'value="ada"' in text
    assert GOOD not in text


def test_attempts_within_a_pause_do_not_lengthen_it(clock) -> None:
    for number in range(5):
        log_in("ada", f"wrong {number}")
    for _ in range(50):
        assert log_in("ada", "wrong").status_code == 429

    clock[0] += 6

    assert log_in("ada", GOOD).status_code == 302


def test_a_user_logs_in_from_a_known_device_during_an_attack_on_the_account(clock) -> None:
    known_device = Client()
    assert log_in("ada", GOOD, "192.0.2.1", known_device).status_code == 302
    known_device.post("/admin/logout/")
    for number in range(25):
        log_in("ada", "wrong", f"198.51.100.{number}")
        log_in("ada", "wrong", "203.0.113.9")

    assert log_in("ada", GOOD, "203.0.113.9").status_code == 429  # the address of the guesser
    assert log_in("ada", GOOD, "203.0.113.9", known_device).status_code == 302  # the known device even there


def test_a_user_logs_in_from_a_known_address_in_any_browser(clock) -> None:
    assert log_in("ada", GOOD, "192.0.2.1").status_code == 302
    for number in range(15):
        log_in("ada", "wrong", f"198.51.100.{number}")

    assert log_in("ada", GOOD, "192.0.2.77").status_code == 429
    assert log_in("ada", GOOD, "192.0.2.1").status_code == 302


@pytest.mark.parametrize("count", [12, pytest.param(40, marks=pytest.mark.slow)])
def test_a_user_logs_in_from_a_new_address_during_an_attack_on_the_account(clock, count) -> None:
    """Many addresses try at every opportunity; the user tries now and then."""
    guessers = [f"198.51.100.{n}" for n in range(1, count + 1)]
    for round_ in range(3):
        for address in guessers:
            log_in("ada", "wrong", address)
        clock[0] += 0.5 + round_
    clock[0] += 20

    for address in guessers[:10]:
        log_in("ada", "wrong", address)

    assert log_in("ada", GOOD, "192.0.2.1").status_code == 302


def test_a_known_device_has_a_limit_and_is_known_only_for_its_own_account(clock) -> None:
    known_device = Client()
    log_in("ada", GOOD, "192.0.2.1", known_device)
    known_device.post("/admin/logout/")
    for number in range(5):
        assert log_in("ada", f"wrong {number}", "192.0.2.1", known_device).status_code == 200
    assert log_in("ada", "wrong", "192.0.2.1", known_device).status_code == 429
    get_user_model().objects.create_superuser("bob", password=GOOD)
    for number in range(10):
        log_in("bob", "wrong", f"198.51.100.{number}")

    assert log_in("bob", GOOD, "192.0.2.1", known_device).status_code == 429


def test_attempts_at_the_same_time_are_all_counted() -> None:
    """An attempt is counted before its password is checked, so those that come meanwhile see it."""
    attempts = [login_guard.begin("ada", "192.0.2.1") for _ in range(5)]

    with pytest.raises(login_guard.RateLimited):
        login_guard.begin("ada", "192.0.2.1")
    login_guard.succeed(attempts[-1])

    assert login_guard.begin("ada", "192.0.2.1")


def test_the_counters_hold_no_names_and_no_addresses() -> None:
    log_in("susanne", "wrong", "192.0.2.1")  # letters that no hash of hexadecimal digits has

    assert RateLimitWindow.objects.count() == 3
    assert not any("susanne" in row.key or "192" in row.key.split("-") for row in RateLimitWindow.objects.all())


@pytest.mark.parametrize("name", ["ada", "nobody", "inactive", "without"])
def test_known_and_unknown_names_cost_the_same(name, rf) -> None:
    """One password is hashed for every name: unknown, inactive or without a password."""
    users = get_user_model().objects
    users.create_user("inactive", password=GOOD, is_active=False)
    users.create_user("without")
    hasher = type(get_hasher())

    with mock.patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode:
        assert authenticate(rf.post("/admin/login/"), username=name, password="wrong") is None

    assert encode.call_count == 1


def test_the_form_that_changes_a_password_limits_guesses_of_the_old_one(client, ada, clock) -> None:
    client.force_login(ada)
    new = {"new_password1": "veranda-kobalt-igelfisch", "new_password2": "veranda-kobalt-igelfisch"}
    for number in range(5):
        assert client.post("/admin/password_change/", {"old_password": f"wrong {number}", **new}).status_code == 200

    paused = client.post("/admin/password_change/", {"old_password": GOOD, **new})
    clock[0] += 6
    changed = client.post("/admin/password_change/", {"old_password": GOOD, **new})

    assert (paused.status_code, paused["Retry-After"]) == (429, "5")
    assert changed.status_code == 302


def test_invalid_tokens_of_an_address_are_limited_and_a_valid_token_still_works(clock) -> None:
    from articles.domain import api_tokens

    user = get_user_model().objects.get()
    _row, secret = api_tokens.issue(user, "Wire", ["read"], timezone.now() + timedelta(days=1), user)
    invalid_headers = [{"authorization": f"Bearer nr_{n}"} for n in range(25)]
    statuses = [Client().get("/api/v1/desk/articles/", headers=headers).status_code for headers in invalid_headers]
    valid = Client().get("/api/v1/desk/articles/", headers={"authorization": f"Bearer {secret}"})

    assert statuses == [401] * 20 + [429] * 5
    assert valid.status_code == 200


GUESSED = """
newsroom Newsroom2026 newsroom-2026! N3wsr00m2026! Sommer2026 Sommer2026! sommer!2026 Fruehling26!
Frühling2026 Winter2025Winter Redaktion123 Redaktion2026! Zeitung-2026 Passwort123! P@ssw0rt2026 Hallo12345
HalloWelt2026 qwertz123456 Qwertzuiop1! asdfghjkl2026 1234567890 Berlin2024! Muenchen1860! Schreibtisch2026
Pressehaus!2026 Januar2026! 01.01.1990!! Password2026! Summer2026! Welcome2026! letmein2026! monkey123456
iloveyou2026 adalovelace1815 Lovelace2026! ada@example.org Lovelace-Ada-1 presseamt.example Weihnachten24!
Schalke04Schalke Hund-Katze-2026 Chefredaktion2026! Moderator!!2026 Donald-Duck-1 ichliebedich1
"""


@pytest.mark.parametrize("password", GUESSED.split())
def test_passwords_that_are_guessed_first_are_refused(password, settings) -> None:
    settings.SITE_URL = "https://presseamt.example"
    user = get_user_model()(username="ada", first_name="Ada", last_name="Lovelace", email="ada@example.org")

    with pytest.raises(ValidationError):
        GuessableValidator().validate(password, user)


@pytest.mark.parametrize(
    "password", [GOOD, "kx7-Qp2mvLw9", "vier nasse Igel tanzen rückwärts", "Tr0ckenes-Zebra-Fagott"]
)
def test_passwords_of_unrelated_words_are_accepted(password) -> None:
    GuessableValidator().validate(password, get_user_model()(username="ada"))


FORMS = ["form that adds a user", "form that sets a password", "form for the own password"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("password", "sentence"), [("Sommer2026", "zuerst geraten"), ("kx7-Qp2", "zu kurz")])
def test_every_form_that_sets_a_password_refuses_a_bad_one_in_german(form, password, sentence, client, ada) -> None:
    client.force_login(ada)
    addresses = dict(
        zip(
            FORMS,
            ["/admin/auth/user/add/", f"/admin/auth/user/{ada.pk}/password/", "/admin/password_change/"],
            strict=True,
        )
    )
    names = ("new_password1", "new_password2") if form == FORMS[2] else ("password1", "password2")
    typed = {"username": "bob", "usable_password": "true", "old_password": GOOD, **dict.fromkeys(names, password)}

    response = client.post(addresses[form], typed)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(GOOD)
    assert not get_user_model().objects.filter(username="bob").exists()


@pytest.mark.parametrize("command", [["changepassword", "ada"], ["createsuperuser"]])
def test_the_commands_refuse_a_guessable_password(command, ada, monkeypatch, capsys) -> None:
    answers = {"Bypass": "n", "ail": "bob@example.org"}
    typed = iter(["Sommer2026"] * 6)

    def type_password(*_args: object, **_kwargs: object) -> str:
        if (password := next(typed, None)) is None:
            raise KeyboardInterrupt
        return password

    def type_answer(question: object = "") -> str:
        return next((answer for word, answer in answers.items() if word in str(question)), "bob")

    monkeypatch.setattr("getpass.getpass", type_password)
    monkeypatch.setattr("builtins.input", type_answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    with pytest.raises((CommandError, SystemExit)):
        call_command(*command)

    ada.refresh_from_db()
    assert ada.check_password(GOOD)
    assert not get_user_model().objects.filter(username="bob").exists()
    assert "zuerst geraten" in "".join(capsys.readouterr())


def test_a_common_word_with_a_year_and_signs_is_refused_in_every_disguise(settings) -> None:
    """Every shape for common words and for the names of the site and of the newspaper."""
    settings.SITE_NAME = "Hangstedter Bote"
    shapes = ["{W}2026!", "{w}.2026.", "{U}1985", "2026-{W}", "{W}{W}26", "!{W}!!77", "{l}2026!"]
    leet = str.maketrans("aeiost", "431057")
    passed = []
    for word in ("hangstedter", "newsroom", "redaktion", "moderation", "sonnenschein", "dortmund", "weihnachten"):
        for shape in shapes:
            forms = {"w": word, "W": word.capitalize(), "U": word.upper(), "l": word.translate(leet)}
            password = shape.format(**forms)
            try:
                GuessableValidator().validate(password, get_user_model()(username="ada"))
            except ValidationError:
                continue
            passed.append(password)

    assert passed == []


ATTEMPTS = {
    "a log-in": (lambda: login_guard.begin("ada", "192.0.2.1"), 5),
    "a confirmation": (lambda: login_guard.begin_confirmation(1), 5),
    "an API token": (lambda: login_guard.count_wrong_token("192.0.2.1"), 20),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_an_attempt_that_is_refused_in_a_pause_writes_and_locks_nothing(clock: list[float], name: str) -> None:
    start_attempt, free_attempts = ATTEMPTS[name]
    for _ in range(free_attempts):
        start_attempt()

    with CaptureQueriesContext(connection) as queries, pytest.raises(login_guard.RateLimited):
        start_attempt()
    clock[0] += 6
    start_attempt()

    statements = [statement["sql"] for statement in queries.captured_queries]
    assert statements
    assert all(statement.startswith("SELECT") and "FOR UPDATE" not in statement for statement in statements), statements
