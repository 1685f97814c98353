"""Two people have the same form open: nothing that one has saved is overwritten by the other without being seen."""

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


def stored(thing, name):
    return str(type(thing).objects.values_list(name, flat=True).get(pk=thing.pk))


@pytest.fixture(params=list(MAKE), ids=lambda model: model._meta.model_name)
def thing(request, db):
    values = MAKE[request.param][0]
    request.param.objects.filter(pk=values.get("pk", 0)).delete()
    return request.param.objects.create(**values)


def test_a_stale_form_is_not_saved_and_keeps_what_was_typed(thing, admin_user, visit, page_of, words_of):
    _values, name, _other, _new = MAKE[type(thing)]
    late, url = visit(admin_user), page_of(thing)
    form = late.form(url, form_id(thing))
    visit(admin_user).fill(url, form_id(thing), **{name: "Zuerst gespeichert"})

    response = late.post(url, {**form, name: "Zuletzt getippt"})

    assert stored(thing, name) == "Zuerst gespeichert"
    assert "Inzwischen gespeichert: „Zuerst gespeichert“" in words_of(response)
    assert response.context_data["adminform"].form[name].value() == "Zuletzt getippt"
    again = dict.fromkeys(form) | {n: response.context_data["adminform"].form[n].value() for n in ("form_state", name)}
    late.post(url, {n: form[n] if value is None else value for n, value in again.items()})
    assert stored(thing, name) == "Zuletzt getippt"


def test_what_only_the_other_has_changed_is_taken_over(thing, admin_user, visit, page_of, words_of):
    _values, name, other, new = MAKE[type(thing)]
    late, url = visit(admin_user), page_of(thing)
    form = late.form(url, form_id(thing))
    visit(admin_user).fill(url, form_id(thing), **{other: new})

    response = late.post(url, {**form, name: "Zuletzt getippt"})

    shown = response.context_data["adminform"].form
    assert (shown[name].value(), str(shown[other].value())) == ("Zuletzt getippt", new)
    assert "Das wurde inzwischen geändert" in words_of(response)
    assert stored(thing, other) == new


def test_a_form_that_nobody_overtook_is_saved_at_once(thing, admin_user, visit, page_of):
    _values, name, _other, _new = MAKE[type(thing)]

    response = visit(admin_user).fill(page_of(thing), form_id(thing), **{name: "Neu"})

    assert (response.status_code, stored(thing, name)) == (302, "Neu")


def test_a_persons_groups_are_not_given_back_by_a_stale_form(reporter, admin_user, visit):
    """Somebody takes a right away, and a form opened before would give it back."""
    group = Group.objects.get(name="CvD")
    reporter.groups.add(group)
    url = f"/admin/auth/user/{reporter.pk}/change/"
    late = visit(admin_user)
    form = late.form(url, "user_form")
    reporter.groups.remove(group)

    response = late.post(url, {**form, "last_name": "Beispiel"})

    assert response.status_code == 200
    assert not reporter.groups.exists()


def places(visitor, **typed):
    form = visitor.form("/admin/articles/frontplace/", "changelist-form")
    return visitor, {name: values for name, values in form.items() if name != "action"} | typed


def test_a_stale_list_moves_only_what_was_moved_in_it(make_article, admin_user, visit, words_of):
    one, two = (FrontPlace.objects.create(article=make_article(), position=n) for n in (1, 2))
    late, form = places(visit(admin_user))
    FrontPlace.objects.filter(pk=one.pk).update(position=7)
    row_of = {str(one.pk): "", str(two.pk): ""}
    for number in (0, 1):
        row_of[form[f"form-{number}-id"][0]] = f"form-{number}-position"

    late.post("/admin/articles/frontplace/", {**form, row_of[str(two.pk)]: "5", "_save": "1"})
    assert dict(FrontPlace.objects.values_list("pk", "position")) == {one.pk: 7, two.pk: 5}

    response = late.post("/admin/articles/frontplace/", {**form, row_of[str(one.pk)]: "3", "_save": "1"})
    assert FrontPlace.objects.get(pk=one.pk).position == 7
    assert "an Stelle 7 gesetzt" in words_of(response)
