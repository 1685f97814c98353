"""Logging in: who guesses is slowed down by account, by address and by both; nobody is shut out."""

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


def test_a_password_that_is_right_lets_in_and_one_that_is_wrong_does_not() -> None:
    assert log_in("ada", "wrong").status_code == 200
    assert log_in("ada", GOOD).status_code == 302


GUESSERS = {  # who guesses → names, addresses, guesses that are free
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


@pytest.mark.parametrize("who", slow_but(["one pair", "one IPv6 network", "a name's spellings"], GUESSERS))
def test_whatever_is_guessed_from_wherever_pauses_grow_up_to_a_bound(who, clock) -> None:
    names, addresses, free = GUESSERS[who]
    pauses = []
    for number in range(28):
        answer = log_in(names[number % len(names)], f"wrong {number}", addresses[number % len(addresses)])
        if answer.status_code == 429:
            pauses.append(int(answer["Retry-After"]))
            clock[0] += pauses[-1]
            answer = log_in(names[number % len(names)], f"wrong {number}", addresses[number % len(addresses)])
        assert answer.status_code == 200, number

    assert len(pauses) == 28 - free
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[1] < pauses[2]
    assert pauses[-1] <= 900


def test_the_answer_in_a_pause_says_how_long_keeps_the_name_and_is_kept_by_nobody(clock) -> None:
    for number in range(5):
        log_in("ada", f"wrong {number}")

    answer = log_in("ada", GOOD)

    assert (answer.status_code, answer["Retry-After"]) == (429, "5")
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
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


def test_a_person_gets_in_from_a_known_device_whatever_others_try_with_the_account(clock) -> None:
    mine = Client()
    assert log_in("ada", GOOD, "192.0.2.1", mine).status_code == 302
    mine.post("/admin/logout/")
    for number in range(25):
        log_in("ada", "wrong", f"198.51.100.{number}")
        log_in("ada", "wrong", "203.0.113.9")

    assert log_in("ada", GOOD, "203.0.113.9").status_code == 429  # where the guesser sits
    assert log_in("ada", GOOD, "203.0.113.9", mine).status_code == 302  # the known device even there


def test_a_person_gets_in_from_a_known_address_in_any_browser(clock) -> None:
    assert log_in("ada", GOOD, "192.0.2.1").status_code == 302
    for number in range(15):
        log_in("ada", "wrong", f"198.51.100.{number}")

    assert log_in("ada", GOOD, "192.0.2.77").status_code == 429
    assert log_in("ada", GOOD, "192.0.2.1").status_code == 302


def test_a_person_gets_in_from_anywhere_new_while_others_go_on_guessing(clock) -> None:
    """Forty addresses ask all the time and take each chance there is; the person tries once in a while."""
    guessers = [f"198.51.100.{n}" for n in range(1, 41)]
    for round_ in range(3):
        for address in guessers:
            log_in("ada", "wrong", address)
        clock[0] += 0.5 + round_
    clock[0] += 20

    for address in guessers[:10]:
        log_in("ada", "wrong", address)

    assert log_in("ada", GOOD, "192.0.2.1").status_code == 302


def test_a_known_device_guesses_no_more_than_others_and_only_for_its_own_account(clock) -> None:
    mine = Client()
    log_in("ada", GOOD, "192.0.2.1", mine)
    mine.post("/admin/logout/")
    for number in range(5):
        assert log_in("ada", f"wrong {number}", "192.0.2.1", mine).status_code == 200
    assert log_in("ada", "wrong", "192.0.2.1", mine).status_code == 429
    get_user_model().objects.create_superuser("bob", password=GOOD)
    for number in range(10):
        log_in("bob", "wrong", f"198.51.100.{number}")

    assert log_in("bob", GOOD, "192.0.2.1", mine).status_code == 429


def test_a_hundred_at_once_are_a_hundred() -> None:
    """Each is counted before its password is looked at: those that come while it is being looked at know of it."""
    begun = [login_guard.begin("ada", "192.0.2.1") for _ in range(5)]

    with pytest.raises(login_guard.RateLimited):
        login_guard.begin("ada", "192.0.2.1")
    login_guard.succeed(begun[-1])

    assert login_guard.begin("ada", "192.0.2.1")


def test_what_is_counted_names_nobody() -> None:
    log_in("susanne", "wrong", "192.0.2.1")  # letters that no hash of hexadecimal digits has

    assert RateLimitWindow.objects.count() == 3
    assert not any("susanne" in row.key or "192" in row.key.split("-") for row in RateLimitWindow.objects.all())


@pytest.mark.parametrize("name", ["ada", "nobody", "inactive", "without"])
def test_known_and_unknown_names_cost_the_same(name, rf) -> None:
    """As many passwords are hashed for a name that nobody has, one that is switched off, one without a password."""
    users = get_user_model().objects
    users.create_user("inactive", password=GOOD, is_active=False)
    users.create_user("without")
    hasher = type(get_hasher())

    with mock.patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode:
        assert authenticate(rf.post("/admin/login/"), username=name, password="wrong") is None

    assert encode.call_count == 1


def test_the_old_password_is_not_guessed_by_the_form_that_changes_it(client, ada, clock) -> None:
    client.force_login(ada)
    new = {"new_password1": "veranda-kobalt-igelfisch", "new_password2": "veranda-kobalt-igelfisch"}
    for number in range(5):
        assert client.post("/admin/password_change/", {"old_password": f"wrong {number}", **new}).status_code == 200

    paused = client.post("/admin/password_change/", {"old_password": GOOD, **new})
    clock[0] += 6
    changed = client.post("/admin/password_change/", {"old_password": GOOD, **new})

    assert (paused.status_code, paused["Retry-After"]) == (429, "5")
    assert changed.status_code == 302


def test_an_address_that_sends_tokens_that_are_none_is_told_to_wait_and_a_valid_token_is_not(clock) -> None:
    from articles.domain import api_tokens

    person = get_user_model().objects.get()
    _row, secret = api_tokens.issue(person, "Wire", ["read"], timezone.now() + timedelta(days=1), person)
    wrong = [{"authorization": f"Bearer nr_{n}"} for n in range(25)]
    statuses = [Client().get("/api/v1/desk/articles/", headers=one).status_code for one in wrong]
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
def test_what_guessers_try_first_is_no_password(password, settings) -> None:
    settings.SITE_URL = "https://presseamt.example"
    person = get_user_model()(username="ada", first_name="Ada", last_name="Lovelace", email="ada@example.org")

    with pytest.raises(ValidationError):
        GuessableValidator().validate(password, person)


@pytest.mark.parametrize(
    "password", [GOOD, "kx7-Qp2mvLw9", "vier nasse Igel tanzen rückwärts", "Tr0ckenes-Zebra-Fagott"]
)
def test_words_that_do_not_belong_together_are_one(password) -> None:
    GuessableValidator().validate(password, get_user_model()(username="ada"))


DOORS = ["form that adds a user", "form that sets a password", "form of one's own"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("password", "sentence"), [("Sommer2026", "zuerst geraten"), ("kx7-Qp2", "zu kurz")])
def test_every_form_that_sets_a_password_refuses_it_in_german(door, password, sentence, client, ada) -> None:
    client.force_login(ada)
    addresses = dict(
        zip(
            DOORS,
            ["/admin/auth/user/add/", f"/admin/auth/user/{ada.pk}/password/", "/admin/password_change/"],
            strict=True,
        )
    )
    names = ("new_password1", "new_password2") if door == DOORS[2] else ("password1", "password2")
    typed = {"username": "bob", "usable_password": "true", "old_password": GOOD, **dict.fromkeys(names, password)}

    answer = client.post(addresses[door], typed)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(GOOD)
    assert not get_user_model().objects.filter(username="bob").exists()


@pytest.mark.parametrize("command", [["changepassword", "ada"], ["createsuperuser"]])
def test_the_commands_refuse_it_too(command, ada, monkeypatch, capsys) -> None:
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


def test_a_word_with_a_year_and_signs_is_guessed_in_whatever_disguise(settings) -> None:
    """Every shape for words of the list, the site's and the house's names."""
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


@pytest.mark.parametrize("what", ATTEMPTS)
def test_what_is_refused_within_a_pause_writes_and_locks_nothing(clock: list[float], what: str) -> None:
    attempt, free = ATTEMPTS[what]
    for _ in range(free):
        attempt()

    with CaptureQueriesContext(connection) as within, pytest.raises(login_guard.RateLimited):
        attempt()
    clock[0] += 6
    attempt()

    asked = [one["sql"] for one in within.captured_queries]
    assert asked
    assert all(one.startswith("SELECT") and "FOR UPDATE" not in one for one in asked), asked
