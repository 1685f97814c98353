"""Moderation: queues, one comment after another, claims of comments by moderators, and undoing decisions."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from articles.domain.comments import moderation, reports, submission
from articles.domain.privacy import pseudonyms
from articles.models import BlockedWord, Claim, Comment, CommentPolicy, Decision, Report

LIST = "/admin/articles/comment/"
WORK = "/admin/articles/comment/work/"


@pytest.fixture
def waiting(make_article, make_comment):
    """Three pending comments."""
    article = make_article(headline="Rathaus wird saniert")
    return [make_comment(article, text=f"Meinung {n}", author="Ada", status="pending") for n in range(3)]


@pytest.fixture
def colleague(moderator, django_user_model):
    """A second moderator."""
    user = django_user_model.objects.create_user("colleague", is_staff=True)
    user.user_permissions.set(moderator.user_permissions.all())
    return user


def page(comment, queue="pending"):
    return f"/admin/articles/comment/{comment.pk}/change/?queue={queue}"


def decide(visitor, comment, verb, known=0, query="?queue=pending", **values):
    return visitor.post(
        f"/admin/articles/comment/{comment.pk}/decide/{query}", {"verb": verb, "known": known, **values}, follow=True
    )


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def queues(response):
    rows = html.fromstring(response.content.decode()).xpath("//nav[@class='queues']//a")
    return {" ".join(r.find_class("what")[0].text_content().split()): r.find_class("count")[0].text for r in rows}


def test_the_queues_show_their_counts_and_the_oldest_comment(waiting, make_comment, visit, moderator, page_text):
    article = waiting[0].article
    make_comment(article)
    make_comment(article, seen_at=timezone.now(), reports_count=2)
    make_comment(article, status="rejected")
    make_comment(article, status="spam")
    make_comment(article, status="erased", text="")
    Comment.objects.filter(pk=waiting[0].pk).update(created_at=timezone.now() - timedelta(days=2))

    response = visit(moderator).get(LIST + "?waiting=pending")

    assert queues(response) == {
        "wartet": "3",
        "ungesichtet": "1",
        "gemeldet": "1",
        "freigeschaltet": "2",
        "abgelehnt": "1",
        "Spam": "1",
    }
    assert "wartet 3 ältester: 2\xa0Tage" in page_text(response).replace("2 Tage", "2\xa0Tage")


@pytest.mark.parametrize("queue", ["pending", "unread", "reported", "approved", "rejected", "spam"])
def test_each_queue_lists_what_it_counts(waiting, make_comment, visit, moderator, queue):
    for status in ("approved", "rejected", "spam"):
        make_comment(waiting[0].article, status=status, reports_count=1)

    response = visit(moderator).get(LIST + f"?waiting={queue}")

    rows = html.fromstring(response.content.decode()).xpath("//*[@id='result_list']/tbody/tr")
    assert len(rows) == int(list(queues(response).values())[list(dict.fromkeys(QUEUES)).index(queue)])


QUEUES = ("pending", "unread", "reported", "approved", "rejected", "spam")


def test_comments_are_decided_one_after_another(waiting, visit, moderator, page_text):
    visitor = visit(moderator)

    first = visitor.get(WORK + "?queue=pending", follow=True)
    assert first.request["PATH_INFO"] == f"{LIST}{waiting[0].pk}/change/"
    second = decide(visitor, waiting[0], "approve")
    assert second.request["PATH_INFO"] == f"{LIST}{waiting[1].pk}/change/"
    assert "1 Leserkommentar wurde freigeschaltet." in page_text(second)
    decide(visitor, waiting[1], "spam")
    last = decide(visitor, waiting[2], "reject", reason="insult")

    assert statuses() == ["approved", "spam", "rejected"]
    assert last.request["PATH_INFO"] == LIST
    assert "In dieser Warteschlange ist nichts mehr für Sie." in page_text(last)


def test_a_skipped_comment_comes_again_at_the_end(waiting, visit, moderator):
    visitor = visit(moderator)

    addresses = [
        visitor.get(WORK + f"?queue=pending&after={after}")["Location"] for after in (waiting[0].pk, waiting[2].pk)
    ]

    assert addresses == [page(waiting[1]), page(waiting[0])]


def test_the_comments_of_one_article_can_be_worked_through(waiting, make_article, make_comment, visit, moderator):
    other = make_comment(make_article(), status="pending")

    response = visit(moderator).get(WORK + f"?queue=pending&article={other.article_id}")

    assert response["Location"] == f"{LIST}{other.pk}/change/?queue=pending&article={other.article_id}"


def test_a_claimed_comment_is_not_given_to_another_moderator(waiting, visit, moderator, colleague):
    visit(colleague).get(page(waiting[0]))

    assert visit(moderator).get(WORK + "?queue=pending")["Location"] == page(waiting[1])


def test_a_claimed_comment_shows_its_moderator_and_can_be_taken_over(waiting, visit, moderator, colleague, page_text):
    visit(colleague).get(page(waiting[0]))
    visitor = visit(moderator)

    response = visitor.get(page(waiting[0]))
    refused = decide(visitor, waiting[0], "approve")
    assert "colleague hat diesen Leserkommentar seit" in page_text(response)
    assert "/decide/" not in response.content.decode()
    assert "colleague hat diesen Leserkommentar seit" in page_text(refused)
    assert statuses() == ["pending"] * 3

    visitor.post(f"/admin/articles/comment/{waiting[0].pk}/take-over/?queue=pending")
    decide(visitor, waiting[0], "approve")
    assert statuses() == ["approved", "pending", "pending"]


def test_a_time_in_english_is_not_followed_by_two_full_stops(waiting, visit, moderator, colleague, page_text):
    visit(colleague).get(page(waiting[0]))
    visitor = visit(moderator)

    page_response = visitor.get(page(waiting[0]), headers={"accept-language": "en"})
    decide_response = visitor.post(
        f"{LIST}{waiting[0].pk}/decide/", {"verb": "approve"}, headers={"accept-language": "en"}, follow=True
    )

    for response in (page_response, decide_response):
        assert "colleague has had this comment open" in page_text(response)
        assert "m.." not in page_text(response)


def test_the_opening_of_the_article_is_shown(make_article, make_comment, visit, moderator):
    body = (
        "<p>Der Rat <em>tagt</em> &amp; berät.</p><h2>Streit</h2><blockquote>Nie!</blockquote>"
        + "<p>Weiter. </p>" * 900
    )
    article = make_article(lead="Ein <Vorspann>.", body=body)

    response = visit(moderator).get(page(make_comment(article, status="pending")))

    opening = html.fromstring(response.content.decode()).xpath("//details[contains(@class, 'opening')]")[0]
    paragraphs = [" ".join(p.text_content().split()) for p in opening.xpath("./p")]
    assert opening.get("open") is None
    assert paragraphs[:4] == ["Ein <Vorspann>.", "Der Rat tagt & berät.", "Nie!", "Weiter."]
    assert 1_400 < len(" ".join(paragraphs)) <= 1_500
    assert paragraphs[-1].endswith("…")


def test_the_next_comment_releases_the_claim(waiting, visit, moderator):
    visitor = visit(moderator)
    visitor.get(page(waiting[0]))

    visitor.get(WORK + f"?queue=pending&after={waiting[0].pk}", follow=True)

    assert list(Claim.objects.values_list("comment", flat=True)) == [waiting[1].pk]


def test_a_late_decision_is_refused_and_names_the_earlier_moderator(waiting, visit, moderator, colleague, page_text):
    moderation.decide([waiting[0].pk], "reject", colleague, moderation.DecisionReason("insult"))

    response = decide(visit(moderator), waiting[0], "approve", known=0)

    assert "olleague war um" in page_text(response)
    assert "abgelehnt (Beleidigung). Ihre Entscheidung wurde nicht gespeichert." in page_text(response)
    assert response.request["PATH_INFO"] == f"{LIST}{waiting[0].pk}/change/"
    assert statuses()[0] == "rejected"


def test_a_bulk_action_keeps_decisions_made_after_the_list_was_shown(waiting, visit, moderator, colleague, page_text):
    visitor = visit(moderator)
    as_of = html.fromstring(visitor.get(LIST + "?waiting=pending").content.decode()).xpath("//input[@name='as_of']")[0]
    moderation.decide([waiting[1].pk], "reject", colleague, moderation.DecisionReason("insult"))
    chosen = {"action": "approve_chosen", "_selected_action": [str(c.pk) for c in waiting]}

    response = visitor.post(LIST, {**chosen, "as_of": as_of.get("value")}, follow=True)

    assert statuses() == ["approved", "rejected", "approved"]
    assert "olleague war um" in page_text(response)


def test_all_filtered_comments_are_rejected_and_restored_at_once(waiting, make_comment, visit, moderator, page_text):
    make_comment(waiting[0].article, text="Ein anderes Wort", status="pending")
    visitor = visit(moderator)
    chosen = {"action": "reject_chosen", "select_across": "1", "_selected_action": [str(waiting[0].pk)], "as_of": "0"}

    question = visitor.post(LIST + "?q=Meinung&waiting=pending", chosen)
    fields = dict(html.fromstring(question.content.decode()).xpath("//div[@id='content-main']/form")[0].form_values())
    response = visitor.post("/admin/articles/comment/reject/", {**fields, "reason": "advertising"}, follow=True)
    rejected = statuses()
    batch = (
        html.fromstring(response.content.decode()).xpath("//form[@class='undo']//input[@name='batch']")[0].get("value")
    )
    form = html.fromstring(response.content.decode()).xpath("//form[@class='undo']")[0]
    undone = visitor.post(form.get("action"), {**dict(form.form_values()), "batch": batch})

    assert undone.url == LIST + "?q=Meinung&waiting=pending"
    assert "3 Leserkommentare" in page_text(question)
    assert rejected == ["rejected"] * 3 + ["pending"]
    assert "Zuletzt: 3 Leserkommentare wurden abgelehnt." in page_text(response)
    assert statuses() == ["pending"] * 4


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Dieses Feld ist zwingend erforderlich."),
        ({"reason": "other"}, "Bitte notieren Sie, worum es geht."),
        ({"reason": "illegal"}, "Bitte nennen Sie das Gesetz"),
    ],
)
def test_an_incomplete_rejection_shows_the_form_again(waiting, visit, moderator, page_text, typed, message):
    response = decide(visit(moderator), waiting[0], "reject", note="", **typed)

    assert message in page_text(response)
    assert (response.status_code, statuses()) == (200, ["pending"] * 3)


def test_a_cut_passage_stays_visible_to_moderators(waiting, visit, moderator, page_text):
    visitor = visit(moderator)
    address = f"/admin/articles/comment/{waiting[0].pk}/cut/?queue=pending"

    refused = visitor.post(address, {"passage": "fehlt", "nth": ""})
    accepted = visitor.post(address, {"passage": "Meinung", "nth": ""}, follow=True)

    assert "Diese Stelle steht nicht im Text." in page_text(refused)
    assert Comment.objects.get(pk=waiting[0].pk).text == "[…] 0"
    assert "Stelle gekürzt moderator" in page_text(accepted)
    assert "Meinung 0" in page_text(accepted)


def test_the_page_shows_the_context_of_a_comment(waiting, make_comment, visit, moderator, page_text):
    article = waiting[0].article
    reply = make_comment(article, waiting[0], text="Widerspruch", author="Bob", status="pending", awaits_ancestor=True)
    Report.objects.create(
        comment=reply, kind="illegal", reason="illegal", explanation="Das verletzt mich.", receipt_token="a"
    )
    screened = [{"rule": "links", "verdict": "hold", "reason": "3 Links"}]
    Comment.objects.filter(pk=reply.pk).update(
        screened=screened, sender_hash="f00", email="bob@example.org", email_confirmed_at=timezone.now()
    )
    earlier = make_comment(article, text="Früher gesagt", author="Robert", status="rejected", sender_hash="f00")
    make_comment(article, text="Ein anderer Bob", author="Bob")

    text = page_text(visit(moderator).get(page(reply)))

    for words in ("Rathaus wird saniert", "Antwort auf Ada", "Meinung 0", "3 Links", "Das verletzt mich."):
        assert words in text
    assert "gleicher Anschluss vor Kurzem" in text
    assert earlier.text in text
    assert "gleicher Name, nicht unbedingt dieselbe Person" in text


@pytest.mark.parametrize(
    ("mode", "text", "sentences"),
    [
        ("pre", "Ein Gedanke dazu.", ["nachdem die Moderation freigeschaltet hat"]),
        ("post", "Ein Gedanke dazu.", []),
        ("post", "So ein Quatsch.", ["Wort der Liste: Quatsch"]),
    ],
)
def test_the_screening_is_shown_in_sentences_and_only_with_results(
    mode, text, sentences, make_article, visit, moderator
):
    CommentPolicy.objects.create(pk=1, moderation=mode)
    BlockedWord.objects.create(text="Quatsch", kind=BlockedWord.Kind.SUSPECT)
    comment = submission.submit(make_article(), text, "Ada", address="192.0.2.1")

    document = html.fromstring(visit(moderator).get(page(comment)).content.decode())

    assert [row.text_content() for row in document.xpath("//ul[@class='screened']/li")] == sentences
    assert len(document.xpath("//h2[text()='Vorprüfung']")) == bool(sentences)


def test_the_history_of_a_comment_shows_reports_and_decisions(
    noon, make_article, make_comment, visit, moderator, admin_user
):
    comment = make_comment(make_article(), text="Das sehe ich anders")
    reports.report(comment, "insult", address="192.0.2.1", note="Er meint mich")
    moderation.decide([comment.pk], "approve", moderator)
    notice = {"explanation": "Das ist mein Grundstück.", "url": "https://news.example/1", "good_faith": True}
    reports.notify(comment, **notice, name="Erika Musterfrau", email="erika@example.org", address="192.0.2.2")
    reports.report(comment, "hate", address="192.0.2.3")

    response = visit(moderator).get(page(comment))

    rows = html.fromstring(response.content.decode()).xpath("//ol[@class='history']/li")
    entries = [" ".join(row.text_content().split()) for row in rows]
    assert [re.split(" – |, ", entry)[0] for entry in entries] == [
        "Gemeldet als Regelverstoß: Hass oder Diskriminierung",
        "Gemeldet als rechtswidriger Inhalt",
        "freigeschaltet moderator",
        "Gemeldet als Regelverstoß: Beleidigung",
    ]
    assert all(noon.strftime("%d.%m.%Y") in entry for entry in entries)
    for secret in ("Erika", "erika@example.org", "192.0.2", *Report.objects.values_list("receipt_token", flat=True)):
        assert secret not in response.content.decode()


def test_the_history_shows_that_reports_have_hidden_a_comment(make_article, make_comment, visit, moderator):
    comment = make_comment(make_article())
    for number in range(3):
        reports.report(comment, "insult", address=f"192.0.2.{number}")

    rows = html.fromstring(visit(moderator).get(page(comment)).content.decode()).xpath("//ol[@class='history']/li")

    entries = [re.split(" – |, ", " ".join(row.text_content().split()))[0] for row in rows]
    assert entries == ["zurück in die Warteschlange per Befehl", *["Gemeldet als Regelverstoß: Beleidigung"] * 3]


def test_a_decision_shows_when_a_name_in_its_text_was_replaced(
    make_article, make_clip, make_comment, outlet, visit, moderator, page_text
):
    article = make_article()
    comment = make_comment(article, author="Ottokar Fink", clip=make_clip(source=outlet), text="Ich bin dafür.")
    reply = make_comment(article, author="Ada", text="Ottokar Fink hat recht, wie immer.")
    moderation.decide([reply.pk], "hold", moderator)
    text_before = page_text(visit(moderator).get(page(reply)))

    pseudonyms.pseudonymise(comment, moderator)

    text = page_text(visit(moderator).get(page(reply)))
    replaced_at = Decision.objects.get(comment=reply).name_replaced_at
    day = timezone.localtime(replaced_at).strftime("%d.%m.%Y")
    assert f"Seit {day} " in text and "steht in ihren Worten an der Stelle eines Namens ein anderer" in text
    assert "ihren Worten" not in text_before
    assert "Ottokar" not in text


def test_one_name_in_two_outlets_is_not_one_person(
    make_article, make_clip, make_comment, outlet, visit, moderator, page_text
):
    from articles.models import Source

    other_outlet = Source.objects.create(kind="outlet", name="Der Bote", slug="der-bote")
    clip, other_clip = make_clip(source=outlet), make_clip(source=other_outlet)
    comment = make_comment(make_article(), author="O.F.", clip=clip, text="Hier eins")
    make_comment(make_article(), author="O.F.", clip=clip, text="Hier zwei")
    make_comment(make_article(), author="O.F.", clip=other_clip, text="Dort drei")

    text = page_text(visit(moderator).get(page(comment)))

    assert "Importiert" in text
    assert "gleicher Name in Der Anzeiger" in text
    assert "Hier zwei" in text
    assert "Dort drei" not in text


def test_undoing_a_decision_stays_in_the_queue(visit, moderator, waiting):
    visitor = visit(moderator)
    decide(visitor, waiting[0], "approve")

    form = html.fromstring(visitor.get(page(waiting[1])).content.decode()).xpath("//form[@class='undo']")[0]
    response = visitor.post(form.get("action"), dict(form.form_values()))

    assert response.url == page(waiting[0])


@pytest.mark.parametrize("address", ["{}/decide/", "{}/cut/", "{}/take-over/", "undo/"])
def test_users_who_do_not_moderate_are_refused(waiting, visit, editor, address):
    response = visit(editor).post(LIST + address.format(waiting[0].pk), {"verb": "approve", "passage": "M"})

    assert response.status_code == 403
    assert (statuses(), Decision.objects.count(), Claim.objects.count()) == (["pending"] * 3, 0, 0)


@pytest.mark.parametrize(
    ("address", "data"), [("{}/decide/", {"verb": "erase"}), ("undo/", {"batch": "x"}), ("99999/take-over/", {})]
)
def test_unknown_actions_and_comments_are_not_found(waiting, visit, moderator, address, data):
    assert visit(moderator).post(LIST + address.format(waiting[0].pk), data).status_code == 404


def test_the_pages_cost_few_queries(waiting, make_comment, visit, moderator, django_assert_max_num_queries):
    for number in range(60):
        make_comment(waiting[0].article, waiting[0], text=f"Antwort {number}", status="pending", awaits_ancestor=True)
    visitor = visit(moderator)

    with django_assert_max_num_queries(11):
        visitor.get(LIST + "?waiting=pending")
    with django_assert_max_num_queries(20):
        visitor.get(page(waiting[0]))
