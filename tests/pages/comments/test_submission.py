"""Reading and writing readers' comments."""

import re
import time
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from articles.models import Article, Comment, Source
from articles.pages import form_token
from articles.pages.comments.display import MAX_INDENT_LEVEL, CommentPassage, passages
from tests.pages.conftest import post

Make = Callable[..., Article]
MakeComment = Callable[..., Comment]
Send = Callable[..., Any]


def get_page(client: Client, article: Article, query: str = "") -> str:
    return client.get(f"/articles/{article.slug}/{query}").text


def comment_element(html: str, comment: Comment) -> str:
    """The HTML of a comment in the thread."""
    place = lxml.html.document_fromstring(html).get_element_by_id(f"comment-{comment.pk}")
    return lxml.html.tostring(place, encoding="unicode", with_tail=False)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_comment_waits_for_approval_and_its_author_sees_that(client: Client, make_article: Make, send: Send) -> None:
    article = make_article()

    answer = send(article, author="Ada", text="Gut so.", email="ada@example.org")
    thanks = client.get(answer["Location"])

    saved = Comment.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/articles/{article.slug}/?sent={saved.status_token}#write"
    assert (saved.status, saved.author, saved.text, saved.email) == ("pending", "Ada", "Gut so.", "ada@example.org")
    assert "Ihr Leserkommentar ist eingegangen. Er erscheint, sobald die Moderation ihn geprüft hat." in thanks.text
    assert "Gut so." not in thanks.text


def test_no_page_sets_a_cookie_not_even_after_a_comment(client: Client, make_article: Make, send: Send) -> None:
    article = make_article()

    article_url = f"/articles/{article.slug}/"
    form_statuses = [send(article).status_code, send(article, text="").status_code]
    page_statuses = [
        client.get(path).status_code for path in ("/", article_url, f"{article_url}?sent=1", "/sources/", "/nix/")
    ]

    assert (form_statuses, page_statuses) == ([303, 400], [200, 200, 200, 200, 404])
    assert not client.cookies


def test_the_thread_shows_only_approved_comments(client: Client, make_article: Make, make_comment: MakeComment) -> None:
    article = make_article()
    visible = make_comment(article, text="Sichtbar.", email="ada@example.org", decision_note="geheim-notiz")
    for status in ("pending", "rejected", "spam"):
        hidden = make_comment(article, text=f"geheim-{status}", author="geheim-name", status=status)
        make_comment(article, hidden, text="geheim-darunter", status="pending", awaits_ancestor=True)

    page = get_page(client, article)

    assert "Sichtbar." in words(comment_element(page, visible))
    assert "geheim" not in page
    assert "ada@example.org" not in page
    assert re.search(r">\s*1 Leserkommentar\s*</h2>", page)


def test_a_removed_comment_with_a_visible_reply_leaves_a_placeholder(
    client: Client, make_article: Make, make_comment: MakeComment
) -> None:
    article = make_article()
    removed = make_comment(article, text="geheim-entfernt", author="geheim-name", status="rejected")
    erased = make_comment(article, text="", author="", status="erased")
    answers = [make_comment(article, c, author="Bo") for c in (removed, erased)]

    page = get_page(client, article)

    assert words(comment_element(page, removed)) == "Dieser Leserkommentar wurde von der Moderation entfernt."
    assert words(comment_element(page, erased)) == "Dieser Leserkommentar wurde auf Wunsch der Person gelöscht."
    assert words(comment_element(page, answers[0])).startswith(
        "Bo antwortet auf einen entfernten Leserkommentar Gut so."
    )
    assert "geheim" not in page
    assert re.search(r">\s*2 Leserkommentare\s*</h2>", page)


def test_a_reply_names_its_parent_and_has_a_maximum_indent(
    client: Client, make_article: Make, make_comment: MakeComment
) -> None:
    article = make_article()
    thread = [make_comment(article, author="Nr. 0")]
    for number in range(1, 9):
        thread.append(make_comment(article, thread[-1], author=f"Nr. {number}"))

    page = get_page(client, article)

    levels = [int(n) for n in re.findall(r'<li class="level-(\d)"', page)]
    assert levels == [0, 1, 2, 3, 4, *[MAX_INDENT_LEVEL] * 4]
    assert words(comment_element(page, thread[8])).startswith("Nr. 8 antwortet auf Nr. 7")


def test_an_imported_comment_names_its_origin_and_inferred_data(
    client: Client, make_article: Make, make_comment: MakeComment, make_clip: Callable[..., Any]
) -> None:
    clip = make_clip(right="full")
    article = make_article(clip=clip)
    first = make_comment(article, author="O.F.", author_is_inferred=True, clip=clip, written_text="vor 3 Stunden")
    second = make_comment(article, first, author="", clip=clip, parent_is_inferred=True)
    elsewhere = make_comment(article, clip=make_clip("Ein anderer.", right="full"))

    page = get_page(client, article)

    from_here = "Leserkommentar, ursprünglich erschienen bei Der Anzeiger"
    assert words(comment_element(page, first)).startswith(f"O.F. (Name erschlossen) Gut so. {from_here} vor 3 Stunden")
    assert words(comment_element(page, second)).startswith("Name unbekannt antwortet auf O.F. (erschlossen)")
    assert "Leserkommentar, ursprünglich anderswo erschienen" in words(comment_element(page, elsewhere))


def test_a_comment_is_plain_text_with_paragraphs_and_quotes() -> None:
    text = "Eins\nzwei\n\n> zitiert\n>> tiefer\nAntwort\n\n\n  \n3 > 2"

    assert list(passages(text)) == [
        CommentPassage(False, "Eins\nzwei"),
        CommentPassage(True, "zitiert\ntiefer"),
        CommentPassage(False, "Antwort"),
        CommentPassage(False, "3 > 2"),
    ]


def test_errors_are_shown_at_their_fields_and_the_text_is_kept(client: Client, make_article: Make, send: Send) -> None:
    article = make_article()

    page = send(article, author=" ", text="Mein\nText <b>", email="keine")

    assert page.status_code == 400
    assert '<p class="fault" id="fault-author">Bitte geben Sie einen Namen ein.</p>' in page.text
    assert '<p class="fault" id="fault-email">Bitte geben Sie eine gültige E-Mail-Adresse ein.</p>' in page.text
    assert "\nMein\nText &lt;b&gt;</textarea>" in page.text
    assert 'value="keine" aria-invalid="true"' in page.text
    assert "<title>Fehler: " in page.text
    assert not Comment.objects.exists()


def test_a_text_that_is_too_long_is_kept_and_its_surplus_named(make_article: Make, send: Send) -> None:
    page = send(make_article(), text="ü" * 2_001)

    assert page.status_code == 400
    assert "Ihr Text ist 1 Zeichen zu lang; erlaubt sind 2.000." in page.text
    assert "ü" * 2_001 in page.text


def test_both_numbers_of_a_text_that_is_too_long_have_one_format(make_article: Make, send: Send) -> None:
    page = send(make_article(), text="x" * 200_000)

    assert "Ihr Text ist 198.000 Zeichen zu lang; erlaubt sind 2.000." in page.text


def test_ten_megabytes_are_refused_with_a_sentence(make_article: Make, send: Send) -> None:
    page = send(make_article(), text="x" * 10_000_000)

    assert page.status_code == 413
    assert "Ihr Text ist viel zu lang und wurde nicht gelesen." in page.text


def test_null_characters_are_refused_and_never_reach_a_page(make_article: Make, send: Send) -> None:
    page = send(make_article(), text="vor\x00nach", author="A\x00da")

    assert page.status_code == 400
    assert "vornach</textarea>" in page.text
    assert "\x00" not in page.text
    assert not Comment.objects.exists()


def test_direction_overrides_are_removed(make_article: Make, send: Send) -> None:
    send(make_article(), text="\u202etxet", author="\u2066Ada")

    assert list(Comment.objects.values_list("author", "text")) == [("Ada", "txet")]


def test_a_reply_is_written_in_place_and_keeps_its_parent(
    client: Client, make_article: Make, make_comment: MakeComment, send: Send
) -> None:
    article = make_article()
    parent, other = make_comment(article, author="Bo"), make_comment(article)

    page = get_page(client, article, f"?reply={parent.pk}")
    send(article, parent=str(parent.pk))

    assert "Ihre Antwort auf Bo" in words(comment_element(page, parent))
    assert "<form" not in comment_element(page, other)
    assert page.count("<form") == 1
    assert Comment.objects.get(status="pending").parent == parent


def test_replying_to_an_imported_comment_shows_a_warning(
    client: Client, make_article: Make, make_comment: MakeComment, make_clip: Callable[..., Any]
) -> None:
    article = make_article()
    imported = make_comment(article, clip=make_clip())

    page = get_page(client, article, f"?reply={imported.pk}")

    assert "wird Ihre Antwort vielleicht nie lesen" in comment_element(page, imported)


def test_hidden_foreign_and_unknown_parents_answer_alike(
    client: Client, make_article: Make, make_comment: MakeComment, send: Send
) -> None:
    article, draft = make_article(), make_article(state="draft")
    pending = make_comment(article, status="pending")
    waiting = make_comment(article, pending, awaits_ancestor=True)
    parents = [pending, waiting, make_comment(article, status="rejected"), make_comment(draft)]
    parents.append(make_comment(make_article()))
    ids = [*(str(p.pk) for p in parents), "999999", "0", "-1", "x", "9" * 30, "\x00"]

    forms = {without_tokens(get_page(client, article, f"?reply={i}")) for i in ids if i != "\x00"}
    answers = {(a.status_code, without_tokens(a.text)) for a in (send(article, parent=i) for i in ids)}

    assert len(forms) == len(answers) == 1
    status, text = answers.pop()
    assert status == 400
    assert "Der Leserkommentar, auf den Sie antworten, ist nicht (mehr) da." in text
    assert "Ein Gedanke dazu.</textarea>" in text
    assert Comment.objects.count() == 5


def without_tokens(html: str) -> str:
    """The HTML without form tokens, which contain the time."""
    return re.sub(r'name="token" value="[^"]*"', "", html)


@pytest.mark.parametrize("origin", ["", "https://evil.example", "null", "http://testserver.evil.example"])
def test_a_form_from_another_site_is_refused_and_the_text_is_kept(
    client: Client, make_article: Make, origin: str
) -> None:
    article = make_article()
    values = {"author": "Ada", "text": "Ein Gedanke.", "token": form_token.token(article)}

    page = post(client, article, values, origin)

    assert page.status_code == 403
    assert "Bitte senden Sie es noch einmal ab." in page.text
    assert "Ein Gedanke.</textarea>" in page.text
    assert not Comment.objects.exists()


def test_a_referer_without_an_origin_is_accepted(client: Client, make_article: Make) -> None:
    article = make_article()
    data = f"author=Ada&text=Gut&token={form_token.token(article, time.time() - 60)}"

    answer = client.post(
        f"/articles/{article.slug}/comments/",
        data,
        content_type="application/x-www-form-urlencoded",
        headers={"Referer": f"http://testserver/articles/{article.slug}/"},
    )

    assert answer.status_code == 303


def test_missing_forged_foreign_and_expired_tokens_are_refused(
    make_article: Make, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, other = make_article(), make_article()
    tokens = [
        "",
        "x",
        signing.dumps(article.pk),
        signing.dumps(article.pk, salt=form_token.SALT),
        form_token.token(other),
    ]
    with monkeypatch.context() as then:
        then.setattr("time.time", lambda: 1_000_000_000.0)
        tokens.append(form_token.token(article))

    assert [send(article, token=t).status_code for t in tokens] == [403] * 6
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("comment_status", "sentence"),
    [
        ("closed", "Die Kommentare sind geschlossen."),
        ("paused", "Die Kommentare sind zurzeit unterbrochen."),
    ],
)
def test_closed_comments_stay_readable_and_say_so(
    client: Client, make_article: Make, make_comment: MakeComment, comment_status: str, sentence: str
) -> None:
    article = make_article(comment_status=comment_status)
    make_comment(article, text="Von früher.")

    page = get_page(client, article)

    assert sentence in page
    assert "Von früher." in page
    assert not any(word in page for word in ("<form", "Antworten"))


def test_a_comment_after_closing_is_refused_and_its_text_kept(make_article: Make, send: Send) -> None:
    page = send(make_article(comment_status="closed"), text="Zu spät.")

    assert page.status_code == 403
    assert "Die Kommentare sind geschlossen." in page.text
    assert "Zu spät.</textarea>" in page.text
    assert not Comment.objects.exists()


def test_an_excerpt_takes_no_comments(client: Client, make_article: Make, send: Send, outlet: Source) -> None:
    article = make_article()
    Source.objects.filter(pk=outlet.pk).update(right="excerpt")

    page = send(article, text="Trotzdem.")

    assert page.status_code == 403
    assert "Die Kommentare sind geschlossen." in page.text and "Trotzdem.</textarea>" in page.text
    assert "geschlossen" not in client.get(f"/articles/{article.slug}/").text
    assert not Comment.objects.exists()


def test_files_and_other_content_types_are_refused(client: Client, make_article: Make) -> None:
    article = make_article()
    address = f"/articles/{article.slug}/comments/"

    answers = [client.post(address, {"text": "x"}), client.post(address, "{}", content_type="application/json")]

    assert [a.status_code for a in answers] == [400, 400]


def test_the_address_of_the_form_redirects_to_the_comments(client: Client, make_article: Make) -> None:
    article = make_article()

    answer = client.get(f"/articles/{article.slug}/comments/")

    assert (answer.status_code, answer["Location"]) == (302, f"/articles/{article.slug}/#comments")
    assert client.put(f"/articles/{article.slug}/comments/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_comment_is_shown_again_when_the_database_refuses_writes(make_article: Make, send: Send) -> None:
    article = make_article()
    with connection.cursor() as cursor:  # do not wait as long as a reader would have to
        cursor.execute("PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = 50")
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_article SET id = id"
            if connection.vendor == "sqlite"
            else "LOCK TABLE articles_comment IN EXCLUSIVE MODE"
        )

    try:
        answer = send(article, text="Mit Mühe geschrieben.")
    finally:
        other.rollback()
        other.close()
        connection.close()

    assert answer.status_code == 503
    assert "Mit Mühe geschrieben." in answer.text
    assert not Comment.objects.exists()
