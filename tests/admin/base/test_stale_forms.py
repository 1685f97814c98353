"""Two users have the same form open: neither overwrites a change of the other without having seen it."""

import pytest
from django.contrib.auth.models import Group

from articles.models import BlockedWord, Clip, CommentPolicy, FrontPlace, Image, Imprint, Page, Person, Source, Topic

MAKE = {
    Source: ({"kind": "outlet", "name": "Der Bote", "slug": "der-bote"}, "name", "homepage", "https://example.org/"),
    Topic: ({"name": "Rathaus", "slug": "rathaus"}, "name", "description", "Alles vom Rathaus"),
    Person: ({"name": "Ada Beispiel", "slug": "ada"}, "name", "slug", "ada-beispiel"),
    Image: ({"caption": "Das Rathaus", "credit": "Ada"}, "caption", "credit", "Eva"),
    Page: ({"key": "privacy", "title": "Datenschutz", "body": "<p>Hier.</p>"}, "title", "body", "<p>Da.</p>"),
    Imprint: ({"pk": 1, "provider": "Verlag"}, "provider", "more", "<p>Mehr.</p>"),
    CommentPolicy: ({"pk": 1}, "closed_because", "trusted_after", "7"),
    Clip: (
        {"sha256": "0" * 64, "size": 2, "encoding": "utf-8", "data": b"Hm", "text": "Hm"},
        *("right_note", "right_until", "2030-01-01"),
    ),
    BlockedWord: ({"text": "schlimm"}, "text", "note", "Beispiel"),
}


def form_id(model):
    return f"{model._meta.model_name}_form"


def stored(row, name):
    return str(type(row).objects.values_list(name, flat=True).get(pk=row.pk))


@pytest.fixture(params=list(MAKE), ids=lambda model: model._meta.model_name)
def row(request, db):
    values = MAKE[request.param][0]
    request.param.objects.filter(pk=values.get("pk", 0)).delete()
    return request.param.objects.create(**values)


def test_a_stale_form_is_not_saved_and_keeps_what_was_typed(row, admin_user, visit, change_url, page_text):
    _values, name, _other, _new = MAKE[type(row)]
    late, url = visit(admin_user), change_url(row)
    form = late.form(url, form_id(row))
    visit(admin_user).fill(url, form_id(row), **{name: "Zuerst gespeichert"})

    response = late.post(url, {**form, name: "Zuletzt getippt"})

    assert stored(row, name) == "Zuerst gespeichert"
    assert "Inzwischen gespeichert: „Zuerst gespeichert“" in page_text(response)
    assert response.context_data["adminform"].form[name].value() == "Zuletzt getippt"
    resubmitted = dict.fromkeys(form) | {
        n: response.context_data["adminform"].form[n].value() for n in ("form_state", name)
    }
    late.post(url, {n: form[n] if value is None else value for n, value in resubmitted.items()})
    assert stored(row, name) == "Zuletzt getippt"


def test_a_field_that_only_the_other_user_changed_is_taken_over(row, admin_user, visit, change_url, page_text):
    _values, name, other_name, other_value = MAKE[type(row)]
    late, url = visit(admin_user), change_url(row)
    form = late.form(url, form_id(row))
    visit(admin_user).fill(url, form_id(row), **{other_name: other_value})

    response = late.post(url, {**form, name: "Zuletzt getippt"})

    shown_form = response.context_data["adminform"].form
    assert (shown_form[name].value(), str(shown_form[other_name].value())) == ("Zuletzt getippt", other_value)
    assert "Das wurde inzwischen geändert" in page_text(response)
    assert stored(row, other_name) == other_value


def test_a_form_that_is_not_stale_is_saved_at_once(row, admin_user, visit, change_url):
    _values, name, _other, _new = MAKE[type(row)]

    response = visit(admin_user).fill(change_url(row), form_id(row), **{name: "Neu"})

    assert (response.status_code, stored(row, name)) == (302, "Neu")


def test_a_persons_groups_are_not_given_back_by_a_stale_form(reporter, admin_user, visit):
    """A form that was opened before a group was removed would add it again."""
    group = Group.objects.get(name="CvD")
    reporter.groups.add(group)
    url = f"/admin/auth/user/{reporter.pk}/change/"
    late = visit(admin_user)
    form = late.form(url, "user_form")
    reporter.groups.remove(group)

    response = late.post(url, {**form, "last_name": "Beispiel"})

    assert response.status_code == 200
    assert not reporter.groups.exists()


def list_form(visitor, **typed):
    form = visitor.form("/admin/articles/frontplace/", "changelist-form")
    return visitor, {name: values for name, values in form.items() if name != "action"} | typed


def test_a_stale_list_moves_only_what_was_moved_in_it(make_article, admin_user, visit, page_text):
    first, second = (FrontPlace.objects.create(article=make_article(), position=n) for n in (1, 2))
    late, form = list_form(visit(admin_user))
    FrontPlace.objects.filter(pk=first.pk).update(position=7)
    row_of = {str(first.pk): "", str(second.pk): ""}
    for number in (0, 1):
        row_of[form[f"form-{number}-id"][0]] = f"form-{number}-position"

    late.post("/admin/articles/frontplace/", {**form, row_of[str(second.pk)]: "5", "_save": "1"})
    assert dict(FrontPlace.objects.values_list("pk", "position")) == {first.pk: 7, second.pk: 5}

    response = late.post("/admin/articles/frontplace/", {**form, row_of[str(first.pk)]: "3", "_save": "1"})
    assert FrontPlace.objects.get(pk=first.pk).position == 7
    assert "an Stelle 7 gesetzt" in page_text(response)
