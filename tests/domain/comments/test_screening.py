"""The rules that a comment passes before it is stored, one by one and together."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone

from articles.domain import rate_limit, sender_hashes
from articles.domain.comments import moderation, screening, submission
from articles.domain.comments.screening import (
    RULES,
    blocked_words,
    flood,
    honeypot,
    length,
    links,
    readable,
    repetition,
    shouting,
    spam_check,
    text_normalization,
    time_trap,
)
from articles.domain.comments.screening.verdict import FINE, HOLD, REFUSE, Submission, Verdict
from articles.models import Article, BlockedWord, Comment, CommentPolicy, RateLimitWindow, SenderKey

Make = Callable[..., Article]


@pytest.fixture
def make_submission(make_article: Make) -> Callable[..., Submission]:
    """Makes a comment on its way in; keywords change what it is like."""
    article = make_article()

    def make(text: str = "Ein Gedanke dazu.", author: str = "Ada", **more: Any) -> Submission:
        return Submission(article, CommentPolicy.current(), text, author, **more)

    return make


def test_every_rule_has_its_place_in_one_table_and_the_cheap_ones_come_first() -> None:
    assert [name for name, _judge in RULES] == [
        *("flood", "honeypot", "time_trap", "length", "readable", "links", "word_list", "repetition", "spam_check")
    ]


def test_what_every_rule_said_is_stored_with_the_comment(make_article: Make) -> None:
    BlockedWord.objects.create(text="Pleitegeier", kind="suspect")

    made = submission.submit(make_article(), "Diese Pleitegeier!", "Ada", address="192.0.2.1")

    held = [verdict for verdict in made.screened if verdict["verdict"] == "hold"]
    assert [verdict["rule"] for verdict in made.screened] == [*(name for name, _judge in RULES), "moderation"]
    assert held == [
        {"rule": "word_list", "verdict": "hold", "reason": "Wort der Liste: Pleitegeier"},
        {"rule": "moderation", "verdict": "hold", "reason": "nachdem die Moderation freigeschaltet hat"},
    ]
    assert made.doubts == ["Wort der Liste: Pleitegeier"]


def test_the_field_that_people_do_not_see_must_be_empty(make_submission: Any) -> None:
    assert honeypot.judge(make_submission(trap="http://spam.example")).verdict == REFUSE
    assert honeypot.judge(make_submission()) == FINE


def test_nobody_writes_within_a_moment(make_submission: Any) -> None:
    ages = {0.5: REFUSE, 2.9: REFUSE, 3: "publish", 5000: "publish", None: "publish"}

    assert {age: time_trap.judge(make_submission(form_age=age)).verdict for age in ages} == ages


@pytest.mark.parametrize(
    ("text", "author", "place"),
    [
        ("", "Ada", "text"),
        ("Gut", "", "author"),
        ("Gut", "A" * 81, "author"),
        ("x" * 2_001, "Ada", "text"),
    ],
)
def test_name_and_text_are_neither_empty_nor_endless(make_submission: Any, text: str, author: str, place: str) -> None:
    verdict = length.judge(make_submission(text, author))

    assert (verdict.verdict, verdict.place) == (REFUSE, place)


@pytest.mark.parametrize(
    ("text", "author", "place"),
    [
        ("Z̷̡̛̗͇̼͗͐͋͝a̶̢̛̞͋͝l̸̨̛̘͋͝g̴̡̛̹͋͝o", "Ada", "text"),
        ("👍👍👍 🎉", "Ada", "text"),
        ("?!…", "Ada", "text"),
        ("Gut", "A̷̡̛̗͇̼͗͐͋͝da", "author"),
        ("Gut", "🦄", "author"),
        ("\u3164 \u115f\u1160", "Ada", "text"),
        ("Gut", "\uffa0", "author"),
    ],
)
def test_towers_of_accents_and_pictures_alone_are_refused(
    make_submission: Any, text: str, author: str, place: str
) -> None:
    verdict = readable.judge(make_submission(text, author))

    assert (verdict.verdict, verdict.place) == (REFUSE, place)


@pytest.mark.parametrize("text", ["Việt Nam ổn", "שָׁלוֹם", "Gut 👍🏽", "42", "नमस्ते दुनिया", "ใช่ครับ", "Çà et là"])
def test_every_script_is_readable(make_submission: Any, text: str) -> None:
    assert readable.judge(make_submission(text)) == FINE


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Siehe https://amt.example/a?b=1.", "publish"),
        ("Siehe https://amt.example und www.amt.example", HOLD),
        ("amt.de, AMT.com [url=http://x.example]y[/url]", HOLD),
        (" ".join(f"http://{n}.example" for n in range(5_000)), REFUSE),
        ("|".join(f"http://{n}.example" for n in range(20)), REFUSE),
        ("http://eins.example,http://zwei.example", HOLD),
        ("http://amt.example/a,b;c?d=1,2", "publish"),
        ("Um 14.30 Uhr. Also z.B. so.Das geht", "publish"),
    ],
)
def test_some_links_wait_and_many_are_refused(make_submission: Any, text: str, verdict: str) -> None:
    assert links.judge(make_submission(text)).verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "du Kröte",
        "DU KRÖTE!",
        "du Kroete",
        "du Krote",
        "du K r ö t e",
        "du K.R.Ö.T.E",
        "du Kr0te",
        "du Krööööte",
        "du Кröte",  # the first letter is Cyrillic
        "du Kro\u0308te",
        "du *Kröte*",
    ],
)
def test_a_word_of_the_list_is_found_in_every_dress(make_submission: Any, text: str) -> None:
    BlockedWord.objects.create(text="Kröte", kind="banned")

    assert blocked_words.judge(make_submission(text)).verdict == REFUSE


@pytest.mark.parametrize("text", ["Krötenwanderung am Abend", "Schildkröte", "Die Krot ist ein Fluss", "K oder Röte"])
def test_a_word_inside_another_is_another_word(make_submission: Any, text: str) -> None:
    BlockedWord.objects.create(text="Kröte", kind="banned")

    assert blocked_words.judge(make_submission(text)) == FINE


def test_a_star_stands_for_any_ending_and_phrases_are_found_too(make_submission: Any) -> None:
    BlockedWord.objects.create(text="Kröte*", kind="suspect")
    BlockedWord.objects.create(text="alle in einen Sack", kind="banned")

    assert blocked_words.judge(make_submission("Krötenwanderung")).verdict == HOLD
    assert blocked_words.judge(make_submission("Alle, in   EINEN sack!")).verdict == REFUSE
    assert blocked_words.judge(make_submission("Gut", "Kröte")).verdict == HOLD


def test_folding_text_of_any_kind_comes_to_an_end_quickly() -> None:
    start = time.process_time()

    for text in ("a b " * 500, "." * 2_000, "ä" * 2_000, "a.b.c." * 333, "\u0308" * 2_000):
        text_normalization.variants(text)

    assert time.process_time() - start < 1


def test_the_same_text_from_the_same_sender_is_refused_from_another_it_waits(make_article: Make) -> None:
    first, second = make_article(), make_article()
    text = "Das ist ein Text, den man so nicht zweimal schreibt."
    submission.submit(first, text, "Ada", address="192.0.2.1")

    other = submission.submit(second, text.lower(), "Bo", address="192.0.2.2")
    with pytest.raises(submission.SubmissionRejected) as rejected:
        submission.submit(second, text + " ", "Cy", address="192.0.2.1")

    assert other.doubts == ["Derselbe Text ist schon einmal eingegangen."]
    assert str(rejected.value) == "Diesen Text haben Sie schon gesendet."
    assert Comment.objects.count() == 2


TWICE = "Das ist ein Text, den man so nicht zweimal schreibt."


@pytest.mark.parametrize("status", ["pending", "rejected", "spam"])
@pytest.mark.parametrize("mode", ["post", "trusted"])
def test_whether_a_hidden_text_exists_cannot_be_tried_out(make_article: Make, mode: str, status: str) -> None:
    CommentPolicy.objects.create(pk=1, moderation=mode)
    first, second = make_article(), make_article()
    submission.submit(first, TWICE, "Ada", address="192.0.2.1")
    Comment.objects.update(status=status)

    same = submission.submit(second, TWICE, "Bo", address="192.0.2.2")
    fresh = submission.submit(second, f"{TWICE} Oder doch?", "Cy", address="192.0.2.3")

    assert (same.status, same.doubts) == (fresh.status, fresh.doubts)
    assert "Derselbe Text ist schon einmal eingegangen." in [verdict["reason"] for verdict in same.screened]


def test_a_text_that_everybody_can_read_waits_the_second_time(make_article: Make) -> None:
    CommentPolicy.objects.create(pk=1, moderation="post")
    article, withdrawn = make_article(), make_article()
    submission.submit(article, TWICE, "Ada", address="192.0.2.1")
    submission.submit(withdrawn, f"{TWICE} Oder doch?", "Bo", address="192.0.2.2")
    withdrawn.state = "draft"
    withdrawn.save()

    same = submission.submit(article, TWICE, "Cy", address="192.0.2.3")
    of_a_draft = submission.submit(article, f"{TWICE} Oder doch?", "Di", address="192.0.2.4")

    assert (same.status, of_a_draft.status) == ("pending", "approved")


@pytest.mark.parametrize("verb", ["reject", "spam", "hold"])
@pytest.mark.parametrize("mode", ["post", "trusted"])
def test_what_everybody_could_read_and_moderators_took_away_waits_when_somebody_sends_it_again(
    make_article: Make, moderator: User, mode: str, verb: str
) -> None:
    CommentPolicy.objects.create(pk=1, moderation=mode)
    article = make_article()
    first = submission.submit(article, TWICE, "Ada", address="192.0.2.1")
    moderation.decide([first.pk], "approve", moderator)
    moderation.decide([first.pk], verb, moderator, moderation.DecisionReason("insult"))
    Comment.objects.update(created_at=timezone.now() - timedelta(days=20))

    again = submission.submit(article, TWICE.lower(), "Bo", address="192.0.2.2")
    elsewhere = submission.submit(make_article(), TWICE, "Cy", address="192.0.2.3")

    assert again.status == "pending"
    assert again.doubts == ["Derselbe Text stand schon unter diesem Artikel und wurde weggenommen."]
    assert elsewhere.doubts == []


@pytest.mark.parametrize("verb", ["reject", "spam"])
def test_what_was_rejected_unseen_is_not_given_away_by_waiting(make_article: Make, moderator: User, verb: str) -> None:
    policy = CommentPolicy.objects.create(pk=1, moderation="pre")
    article = make_article()
    first = submission.submit(article, TWICE, "Ada", address="192.0.2.1")
    moderation.decide([first.pk], verb, moderator, moderation.DecisionReason("insult"))
    policy.moderation = "post"
    policy.save()

    same = submission.submit(article, TWICE, "Bo", address="192.0.2.2")
    fresh = submission.submit(article, f"{TWICE} Oder doch?", "Cy", address="192.0.2.3")

    assert (same.status, same.doubts) == (fresh.status, fresh.doubts) == ("approved", [])


def test_a_short_word_that_was_taken_away_may_be_said_by_others(make_article: Make, moderator: User) -> None:
    CommentPolicy.objects.create(pk=1, moderation="post")
    article = make_article()
    first = submission.submit(article, "So ist es.", "Ada", address="192.0.2.1")
    moderation.decide([first.pk], "reject", moderator, moderation.DecisionReason("off_topic"))

    assert submission.submit(article, "So ist es.", "Bo", address="192.0.2.2").status == "approved"


def test_a_short_word_may_be_said_by_many(make_article: Make) -> None:
    article = make_article()
    submission.submit(article, "So ist es.", "Ada", address="192.0.2.1")

    assert submission.submit(article, "So ist es.", "Bo", address="192.0.2.2").doubts == []


def test_loud_advertising_waits_with_its_score(make_submission: Any) -> None:
    loud = shouting.judge(make_submission("JETZT KAUFEN!!! NUR HEUTE 99 EURO!!! RUFT AN +49 30 1234567 ALLE ZUSAMMEN"))
    plain = shouting.judge(make_submission("Die Sanierung kostet 40 Euro je Einwohner, das ist vertretbar."))

    assert (loud.verdict, plain.verdict) == (HOLD, "publish")
    assert loud.score is not None and plain.score is not None and loud.score > 0.6 > plain.score


def asks_another_service(submission: Submission) -> Verdict:
    return Verdict(HOLD, "von außen", score=0.9)


def breaks(submission: Submission) -> Verdict:
    raise ConnectionError


@pytest.mark.parametrize(
    ("named", "verdict"), [("", "publish"), ("asks_another_service", HOLD), ("breaks", HOLD), ("is_not_there", HOLD)]
)
def test_the_spam_check_is_whatever_the_operator_names(make_submission: Any, named: str, verdict: str) -> None:
    with override_settings(COMMENT_SPAM_CHECK=f"{__name__}.{named}" if named else ""):
        assert spam_check.judge(make_submission()).verdict == verdict


def test_the_first_refusal_ends_it(make_submission: Any) -> None:
    with pytest.raises(screening.CommentRefused) as refused:
        screening.screen(make_submission("", trap="x"))

    assert refused.value.rule == "honeypot"


def test_an_address_may_send_so_many_and_no_more(make_article: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)
    articles = [make_article(), make_article()]
    for number in range(5):
        submission.submit(articles[number % 2], f"Gedanke {number}", "Ada", address="192.0.2.1")

    with pytest.raises(submission.SubmissionRejected) as rejected:
        submission.submit(articles[0], "Noch einer", "Ada", address="192.0.2.1")
    other = submission.submit(articles[0], "Von nebenan", "Bo", address="192.0.2.2")

    assert (rejected.value.kind, rejected.value.seconds) == (submission.RejectionKind.TOO_MANY, 600)
    assert str(rejected.value) == (
        "Zu viele Leserkommentare in kurzer Zeit. Bitte versuchen Sie es in 10 Minuten erneut."
    )
    assert other.pk and Comment.objects.count() == 6


def test_an_article_takes_so_many_and_no_more(make_article: Make) -> None:
    CommentPolicy.objects.create(pk=1, per_article=2)
    article = make_article()
    for number in range(2):
        submission.submit(article, f"Gedanke {number}", "Ada", address=f"192.0.2.{number}")

    with pytest.raises(submission.SubmissionRejected) as rejected:
        submission.submit(article, "Noch einer", "Ada", address="192.0.2.9")

    assert rejected.value.kind is submission.RejectionKind.TOO_MANY
    assert submission.submit(make_article(), "Anderswo", "Ada", address="192.0.2.9").pk


def test_after_ten_minutes_there_is_room_again(make_article: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)
    for _ in range(5):
        rate_limit.take("x", 5)

    with pytest.raises(rate_limit.RateLimited):
        rate_limit.take("x", 5)
    monkeypatch.setattr("time.time", lambda: now + rate_limit.WINDOW_SECONDS + 1)
    rate_limit.take("x", 5)

    assert len(RateLimitWindow.objects.get(key="x").times) == 1


def test_what_is_over_is_forgotten(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limit.take("x", 5)
    now = time.time()

    monkeypatch.setattr("time.time", lambda: now + rate_limit.WINDOW_SECONDS + rate_limit.ROW_LIFETIME_SECONDS + 1)
    rate_limit.take("y", 5)

    assert list(RateLimitWindow.objects.values_list("key", flat=True)) == ["y"]


def test_mistakes_are_limited_too_but_later(db: None) -> None:
    for _ in range(15):
        submission.check_rate("192.0.2.1")

    with pytest.raises(submission.SubmissionRejected) as rejected:
        submission.check_rate("192.0.2.1")

    assert rejected.value.kind is submission.RejectionKind.TOO_MANY
    submission.check_rate("192.0.2.2")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1:4711", "192.0.2.1:4712", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("[2001:db8::1]:443", "2001:db8::7", True),
        ("", "unsinn", True),
        ("fe80::1%eth0", "fe80::1", True),
    ],
)
def test_a_household_is_one_sender(db: None, first: str, second: str, same: bool) -> None:
    assert (sender_hashes.sender_hash(first) == sender_hashes.sender_hash(second)) is same
    assert (flood.address_key(first) == flood.address_key(second)) is same


def test_an_address_is_kept_only_as_a_hash_whose_key_is_thrown_away(make_article: Make) -> None:
    made = submission.submit(make_article(), "Ein Gedanke", "Ada", address="192.0.2.77")
    before = sender_hashes.sender_hash("192.0.2.77")
    SenderKey.objects.update(created_at="2020-01-01T00:00Z")

    after = sender_hashes.sender_hash("192.0.2.77")

    assert made.sender_hash == before != after
    assert SenderKey.objects.count() == 1
    stored = [*Comment.objects.values_list(), *RateLimitWindow.objects.values_list(), *SenderKey.objects.values_list()]
    assert "192.0.2" not in str(stored)


def test_a_repeated_text_is_found_only_with_the_sites_key() -> None:
    with override_settings(SECRET_KEY="a" * 50):
        earlier = repetition.text_hash("Guten Tag")
    with override_settings(SECRET_KEY="b" * 50):
        assert repetition.text_hash("Guten Tag") != earlier
