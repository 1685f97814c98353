"""No form of the admin loses input: each is kept in the browser, and a POST without a session comes back."""

import re

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from articles.formats import unsent_form
from tests.admin.test_permissions import AdminRows, table_routes
from tests.rounds import every

OURS = {"HTTP_ORIGIN": "http://testserver"}
WORDS = "Ein Satz, den niemand zweimal schreibt."
# log-in and log-out have no text to keep; an old address redirects to the new one
NOT_SENT_HERE = {"login/", "logout/", "articles/word/", "articles/word/<path:rest>"}
KEPT_OTHERWISE = {  # forms that keep.js leaves alone, each with its reason
    "login-form": "a name and a password; what came along is in a hidden field",
    "article_form": "has a draft on the server (autosave.js) and its own warning (article-form.js)",
}


@pytest.fixture
def rows(admin_user, make_article, make_clip, make_comment):
    return AdminRows(admin_user, make_article, make_clip, make_comment)


def text_fields(form):
    """The names of the fields that a user fills in."""
    fields = form.xpath(".//textarea[not(@readonly)] | .//select[@name!='action'] | .//input[not(@readonly)]")
    quiet = {"hidden", "submit", "button", "image", "reset"}
    return [
        field.get("name")
        for field in fields
        if field.get("type", "text") not in quiet and field.get("name") != "action"
    ]


def forms_of(response):
    page = html.fromstring(response.content.decode() or "<p>")
    forms = [form for form in page.xpath("//form") if form.get("method", "get").lower() == "post" and text_fields(form)]
    return page, forms


def pages_of(client, rows, step):
    """Every page of the admin that has a form, and the confirmation page of every bulk action."""
    for route in table_routes()[::step]:
        response = client.get(rows.fill(route))
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            yield route, response
    for model, model_admin in [*site._registry.items()][::step]:
        if model._meta.app_label not in {"articles", "auth"}:
            continue  # the lists of packages have buttons alone
        name = f"{model._meta.app_label}/{model._meta.model_name}"
        row = rows.row(model._meta.model_name)
        for action in model_admin.actions or ():
            chosen = {"action": action if isinstance(action, str) else action.__name__, "_selected_action": [row.pk]}
            response = client.post(f"/admin/{name}/", chosen)
            if response.status_code == 200:
                yield f"{name}/ {chosen['action']}", response


@pytest.mark.parametrize("step", every(4))
def test_every_form_of_the_admin_is_kept_or_is_on_the_list(rows, admin_client, step):
    faults, form_ids = [], set()
    for route, response in pages_of(admin_client, rows, step):
        page, forms = forms_of(response)
        scripts = page.xpath("//script[contains(@src, 'keep.js')]")
        for form in forms:
            form_id = form.get("id")
            form_ids.add(form_id)
            if form_id == "article_form" and form.xpath(".//*[@id='drafting']"):
                names = {script.get("src").rpartition("/")[2] for script in page.xpath("//script[@src]")}
                if not {"autosave.js", "article-form.js"} <= names:
                    faults.append(f"{route}: no autosave")
            elif form_id not in KEPT_OTHERWISE and (len(scripts) != 1 or not scripts[0].get("data-user")):
                faults.append(f"{route}: {form_id} is not kept")

    assert faults == []
    assert len(form_ids) > 12 / step
    if step == 1:
        assert {"image_form", "prepare_form", "topic_form", "source_form", "person_form", "apitoken_form"} <= form_ids


def test_the_offer_to_restore_a_form_is_german(admin_client, db):
    page = html.fromstring(admin_client.get("/admin/articles/topic/add/").content.decode())
    attributes = dict(page.xpath("//script[contains(@src, 'keep.js')]")[0].attrib)

    assert attributes["data-restore"] == "Übernehmen"
    assert "nie gespeichert" in attributes["data-offer"]
    assert "{time}" in attributes["data-offer"]
    assert "abmelden" in attributes["data-log-out"]


def form_data():
    return {"note": WORDS, "headline": WORDS, "csrfmiddlewaretoken": "x", "password": "geheim", "ids": "1"}


def routes():
    return [
        route for route in table_routes() if route not in NOT_SENT_HERE and "@" not in route and "(?P<url>" not in route
    ]


@pytest.mark.parametrize("step", every(4))
def test_a_post_after_the_end_of_the_session_comes_back_at_every_address(rows, step):
    faults, tested_routes = {}, routes()[::step]
    for route in tested_routes:
        address = rows.fill(route)
        response = Client().post(address, form_data())
        page = html.fromstring(response.content.decode() or "<p>")
        unsent = page.xpath("//input[@name='unsent' and @form='login-form']/@value")
        forms = page.xpath("//form[@id='login-form']")
        sent_to, fields = unsent_form.from_json(unsent[0]) if unsent else ("", [])
        if response.status_code != 403 or not forms or ("note", WORDS) not in fields or sent_to != address:
            faults[route] = response.status_code
        elif "geheim" in response.content.decode():
            faults[route] = "the password comes back"

    assert len(tested_routes) > 80 / step
    assert faults == {}


def test_a_note_whose_session_ended_is_sent_after_the_log_in(make_article, make_comment, moderator, visit):
    comment = make_comment(make_article(), status="pending")
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    address = f"/admin/articles/comment/{comment.pk}/change/"
    form = html.fromstring(client.get(address).content.decode()).xpath("//form[contains(@class,'reject-form')]")[0]
    typed = {**dict(form.form_values()), "verb": "reject", "reason": "other", "note": WORDS}
    client.session.flush()

    signed_out = client.post(form.get("action"), typed, **OURS)
    assert signed_out.status_code == 403
    assert WORDS in signed_out.text
    login_page = html.fromstring(signed_out.content.decode())
    login_form = login_page.get_element_by_id("login-form")
    fields = dict(login_form.form_values()) | {"unsent": login_page.xpath("//input[@name='unsent']/@value")[0]}

    mistyped = client.post(login_form.get("action"), {**fields, "username": "moderator", "password": "falsch"}, **OURS)
    assert WORDS in mistyped.text
    signed_in = client.post(login_form.get("action"), {**fields, "username": "moderator", "password": "test"}, **OURS)
    assert signed_in.status_code == 200
    resend_form = html.fromstring(signed_in.content.decode()).xpath("//form[@data-unsaved]")[0]
    response = client.post(resend_form.get("action"), dict(resend_form.form_values()), **OURS)

    comment.refresh_from_db()
    assert response.status_code == 302
    assert (comment.status, comment.decisions.get().note) == ("rejected", WORDS)


@pytest.mark.parametrize("step", every(4))
def test_a_post_with_an_old_csrf_token_comes_back_at_every_address(rows, admin_user, step):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    client.get("/admin/")
    faults, tested_routes = {}, routes()[::step]
    for route in tested_routes:
        address = rows.fill(route)
        response = client.post(address, form_data(), **OURS)
        page = html.fromstring(response.content.decode() or "<p>")
        forms = page.xpath("//form[@data-unsaved]")
        fields = dict(forms[0].form_values()) if forms else {}
        if response.status_code != 403 or fields.get("note") != WORDS or forms[0].get("action") != address:
            faults[route] = response.status_code
        elif fields["csrfmiddlewaretoken"] == "x" or "password" in fields:
            faults[route] = "a secret comes back"

    assert len(tested_routes) > 80 / step
    assert faults == {}


def test_a_post_from_another_site_is_not_given_back(admin_user, db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    for headers in ({"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {}):
        response = client.post("/admin/articles/topic/add/", {"name": WORDS}, **headers)

        assert response.status_code == 403
        assert WORDS not in response.text
        assert not html.fromstring(response.content.decode()).xpath("//form[@data-unsaved]")


@pytest.mark.parametrize("address", ["https://evil.example/admin/", "//evil.example/admin/", "/articles/x/", "/admin"])
def test_unsent_data_is_sent_to_the_admin_only(address, admin_user):
    unsent = unsent_form.as_json([unsent_form.Field("note", "", WORDS, 1)], address)

    response = Client().post(
        "/admin/login/", {"username": "admin", "password": "password", "unsent": unsent, "next": "/admin/"}
    )

    assert response.status_code == 302
    assert response["Location"] == "/admin/"


def test_a_script_is_redirected_when_the_session_has_ended(make_article):
    response = Client().post(
        f"/admin/articles/article/{make_article().pk}/draft/", {"lead": WORDS}, HTTP_SEC_FETCH_MODE="cors"
    )

    assert response.status_code == 302  # autosave.js keeps the text on the device, with a message


def test_every_field_of_a_form_comes_back_with_its_label(db):
    user = User.objects.create_superuser("chef", password="geheim")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    sent = {"caption": "Zeile eins.\nZeile <zwei> & drei.", "kind": "photo", "credit": "„Ada“", "focal_x": "0.5"}

    page = html.fromstring(client.post("/admin/articles/image/add/", sent, **OURS).content.decode())

    fields = dict(page.xpath("//form[@data-unsaved]")[0].form_values())
    assert {name: fields[name].removeprefix("\n").replace("\r\n", "\n") for name in sent} == sent
    labels = [label.text for label in page.xpath("//form[@data-unsaved]//label")]
    assert "Bildunterschrift" in labels
    assert not re.search("Feld „(caption|credit)“", page.text_content())
