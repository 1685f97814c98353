"""Nothing typed is lost in any form of the desk: each is kept, and what is sent without a session comes back."""

import re

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from articles.formats import unsent_form
from tests.admin.test_permissions import World, lines
from tests.rounds import every

OURS = {"HTTP_ORIGIN": "http://testserver"}
WORDS = "Ein Satz, den niemand zweimal schreibt."
# one begins a session, the other ends it, nothing but a name is typed there; an old address leads to the new one
NOT_SENT_HERE = {"login/", "logout/", "articles/word/", "articles/word/<path:rest>"}
KEPT_OTHERWISE = {  # forms that keep.js leaves alone, each with its reason
    "login-form": "a name and a password; what came along is in a hidden field",
    "article_form": "has a draft on the server (autosave.js) and its own warning (article-form.js)",
}
BUTTONS = {"hidden", "submit", "button", "checkbox-of-a-list"}


@pytest.fixture
def world(admin_user, make_article, make_clip, make_comment):
    return World(admin_user, make_article, make_clip, make_comment)


def typed_in(form):
    """The fields into which somebody types."""
    found = form.xpath(".//textarea[not(@readonly)] | .//select[@name!='action'] | .//input[not(@readonly)]")
    quiet = {"hidden", "submit", "button", "image", "reset"}
    return [one.get("name") for one in found if one.get("type", "text") not in quiet and one.get("name") != "action"]


def forms_of(response):
    page = html.fromstring(response.content.decode() or "<p>")
    forms = [one for one in page.xpath("//form") if one.get("method", "get").lower() == "post" and typed_in(one)]
    return page, forms


def pages_of(client, world, step):
    """Every page of the admin that has a form, as the resolver knows it, and the questions of every bulk action."""
    for route in [*lines()][::step]:
        response = client.get(world.fill(route))
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            yield route, response
    for model, page in [*site._registry.items()][::step]:
        if model._meta.app_label not in {"articles", "auth"}:
            continue  # the lists of packages have buttons alone
        name = f"{model._meta.app_label}/{model._meta.model_name}"
        thing = world.thing(model._meta.model_name)
        for action in page.actions or ():
            chosen = {"action": action if isinstance(action, str) else action.__name__, "_selected_action": [thing.pk]}
            response = client.post(f"/admin/{name}/", chosen)
            if response.status_code == 200:
                yield f"{name}/ {chosen['action']}", response


@pytest.mark.parametrize("step", every(4))
def test_every_form_of_the_desk_is_kept_or_stands_on_the_list(world, admin_client, step):
    wrong, seen = [], set()
    for route, response in pages_of(admin_client, world, step):
        page, forms = forms_of(response)
        scripts = page.xpath("//script[contains(@src, 'keep.js')]")
        for form in forms:
            known = form.get("id")
            seen.add(known)
            if known == "article_form" and form.xpath(".//*[@id='drafting']"):
                names = {one.get("src").rpartition("/")[2] for one in page.xpath("//script[@src]")}
                if not {"autosave.js", "article-form.js"} <= names:
                    wrong.append(f"{route}: no autosave")
            elif known not in KEPT_OTHERWISE and (len(scripts) != 1 or not scripts[0].get("data-user")):
                wrong.append(f"{route}: {known} is not kept")

    assert wrong == []
    assert len(seen) > 12 / step
    if step == 1:
        assert {"image_form", "prepare_form", "topic_form", "source_form", "person_form", "apitoken_form"} <= seen


def test_what_is_kept_is_told_in_german(admin_client, db):
    page = html.fromstring(admin_client.get("/admin/articles/topic/add/").content.decode())
    said = dict(page.xpath("//script[contains(@src, 'keep.js')]")[0].attrib)

    assert said["data-restore"] == "Übernehmen"
    assert "nie gespeichert" in said["data-offer"]
    assert "{time}" in said["data-offer"]
    assert "abmelden" in said["data-log-out"]


def posted(route):
    return {"note": WORDS, "headline": WORDS, "csrfmiddlewaretoken": "x", "password": "geheim", "ids": "1"}


def routes():
    return [one for one in lines() if one not in NOT_SENT_HERE and "@" not in one and "(?P<url>" not in one]


@pytest.mark.parametrize("step", every(4))
def test_what_is_sent_after_the_session_ended_comes_back_at_every_address(world, step):
    wrong, tried = {}, routes()[::step]
    for route in tried:
        address = world.fill(route)
        answer = Client().post(address, posted(route))
        page = html.fromstring(answer.content.decode() or "<p>")
        carried = page.xpath("//input[@name='unsent' and @form='login-form']/@value")
        forms = page.xpath("//form[@id='login-form']")
        said = unsent_form.from_json(carried[0]) if carried else ("", [])
        if answer.status_code != 403 or not forms or ("note", WORDS) not in said[1] or said[0] != address:
            wrong[route] = answer.status_code
        elif "geheim" in answer.content.decode():
            wrong[route] = "the password comes back"

    assert len(tried) > 80 / step
    assert wrong == {}


def test_a_note_whose_session_ended_is_sent_after_the_log_in(make_article, make_comment, moderator, visit):
    comment = make_comment(make_article(), status="pending")
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    here = f"/admin/articles/comment/{comment.pk}/change/"
    form = html.fromstring(client.get(here).content.decode()).xpath("//form[contains(@class,'reject-form')]")[0]
    typed = {**dict(form.form_values()), "verb": "reject", "reason": "other", "note": WORDS}
    client.session.flush()

    signed_out = client.post(form.get("action"), typed, **OURS)
    assert signed_out.status_code == 403
    assert WORDS in signed_out.text
    door = html.fromstring(signed_out.content.decode())
    way = door.get_element_by_id("login-form")
    fields = dict(way.form_values()) | {"unsent": door.xpath("//input[@name='unsent']/@value")[0]}

    mistyped = client.post(way.get("action"), {**fields, "username": "moderator", "password": "falsch"}, **OURS)
    assert WORDS in mistyped.text
    signed_in = client.post(way.get("action"), {**fields, "username": "moderator", "password": "test"}, **OURS)
    assert signed_in.status_code == 200
    again = next(one for one in html.fromstring(signed_in.content.decode()).xpath("//form[@data-unsaved]"))
    done = client.post(again.get("action"), dict(again.form_values()), **OURS)

    comment.refresh_from_db()
    assert done.status_code == 302
    assert (comment.status, comment.decisions.get().note) == ("rejected", WORDS)


@pytest.mark.parametrize("step", every(4))
def test_a_token_that_was_changed_by_a_new_log_in_loses_nothing_at_any_address(world, admin_user, step):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    client.get("/admin/")
    wrong, tried = {}, routes()[::step]
    for route in tried:
        address = world.fill(route)
        answer = client.post(address, posted(route), **OURS)
        page = html.fromstring(answer.content.decode() or "<p>")
        forms = page.xpath("//form[@data-unsaved]")
        fields = dict(forms[0].form_values()) if forms else {}
        if answer.status_code != 403 or fields.get("note") != WORDS or forms[0].get("action") != address:
            wrong[route] = answer.status_code
        elif fields["csrfmiddlewaretoken"] == "x" or "password" in fields:
            wrong[route] = "a secret comes back"

    assert len(tried) > 80 / step
    assert wrong == {}


def test_what_another_site_sends_is_given_back_to_nobody(admin_user, db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    for said in ({"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {}):
        answer = client.post("/admin/articles/topic/add/", {"name": WORDS}, **said)

        assert answer.status_code == 403
        assert WORDS not in answer.text
        assert not html.fromstring(answer.content.decode()).xpath("//form[@data-unsaved]")


@pytest.mark.parametrize("address", ["https://evil.example/admin/", "//evil.example/admin/", "/articles/x/", "/admin"])
def test_what_comes_along_is_sent_to_the_desk_alone(address, admin_user):
    said = unsent_form.as_json([unsent_form.Field("note", "", WORDS, 1)], address)

    answer = Client().post(
        "/admin/login/", {"username": "admin", "password": "password", "unsent": said, "next": "/admin/"}
    )

    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"


def test_a_script_is_told_as_before_that_the_session_ended(make_article):
    answer = Client().post(
        f"/admin/articles/article/{make_article().pk}/draft/", {"lead": WORDS}, HTTP_SEC_FETCH_MODE="cors"
    )

    assert answer.status_code == 302  # autosave.js keeps it on the device, and says so


def test_a_form_of_the_desk_comes_back_whole(db):
    user = User.objects.create_superuser("chef", password="geheim")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    sent = {"caption": "Zeile eins.\nZeile <zwei> & drei.", "kind": "photo", "credit": "„Ada“", "focal_x": "0.5"}

    page = html.fromstring(client.post("/admin/articles/image/add/", sent, **OURS).content.decode())

    fields = dict(page.xpath("//form[@data-unsaved]")[0].form_values())
    assert {name: fields[name].removeprefix("\n").replace("\r\n", "\n") for name in sent} == sent
    labels = [one.text for one in page.xpath("//form[@data-unsaved]//label")]
    assert "Bildunterschrift" in labels
    assert not re.search("Feld „(caption|credit)“", page.text_content())
