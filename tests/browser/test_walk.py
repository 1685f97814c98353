"""The editorial workflow in a real browser, with users of the groups Redaktion, CvD and Administration."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from articles.domain.articles import publishing
from articles.models import Article, AuditEntry
from tests.picture_files import encoded, halves

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SUCCESS = "ul.messagelist .success"


@pytest.fixture
def sign_in_as(browser: Browser, live_server: Any) -> Iterator[Callable[[str], Page]]:
    """Signs a user of a group in, in a browser context of its own."""
    contexts = []

    def sign_in(group: str) -> Page:
        user = User.objects.create_user(group, password="geheim", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        context = browser.new_context(
            base_url=live_server.url, locale="de-DE", viewport={"width": 1440, "height": 1000}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_viewport_size({"width": 1440, "height": 1000})
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/admin/")
        page.get_by_label("Benutzername").fill(group)
        page.get_by_label("Passwort").fill("geheim")
        with page.expect_navigation():
            page.get_by_role("button", name="Anmelden").click()
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Moves the clock forward."""
    real = timezone.now

    def set_clock(**span: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(**span))

    return set_clock


def open_form(page: Page, article: Article) -> Locator:
    """Open the form from the list; returns the editable area of the body."""
    page.goto("/admin/")
    page.get_by_role("link", name="Artikel", exact=True).first.click()
    page.locator("#result_list tbody a").first.click()
    page.wait_for_url(f"**/article/{article.pk}/change/**")
    area = page.get_by_role("textbox", name="Text", exact=True)
    expect(area).to_be_visible()
    return area


def press(page: Page, name: str) -> None:
    """Press a button and wait for the success message of the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(SUCCESS).first).to_be_visible()


def confirm_with_reason(page: Page, link: str, reason: str, button: str) -> None:
    """Follow a link to a confirmation page and confirm with a reason."""
    page.get_by_role("link", name=link).click()
    page.get_by_label("Grund").fill(reason)
    press(page, button)


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_a_clip_becomes_an_article_is_checked_published_corrected_and_withdrawn(
    noon: datetime, sign_in_as: Any, browser: Browser, live_server: Any, imported: Any, move_clock: Any, tmp_path: Path
) -> None:
    article = imported("001")
    article.clip.readings.update(warnings=[], warning_count=0)
    file = tmp_path / "rathaus.jpg"
    file.write_bytes(encoded(halves(1200, 600)))
    writer, chief = sign_in_as("Redaktion"), sign_in_as("CvD")
    reader = browser.new_context(base_url=live_server.url, locale="de-DE").new_page()

    # edited, with a picture that has a credit, and submitted for review
    area = open_form(writer, article)
    writer.locator("#id_kicker").fill("Aus der Stadt")
    writer.locator("#id_headline").fill("Eine geprüfte Überschrift")
    area.locator(":scope > *").last.click()
    area.press("Control+End")
    writer.get_by_role("button", name="Bild einfügen …").click()
    writer.get_by_label("Ein Bild hochladen oder hier ablegen").set_input_files(file)
    writer.get_by_label("Bildunterschrift", exact=True).fill("Das Rathaus")
    writer.get_by_label("Bildnachweis", exact=True).fill("Ada Beispiel")
    writer.get_by_role("button", name="In den Text einfügen").click()
    expect(area.locator("figure .picture-credit").last).to_have_text("Ada Beispiel")
    area.get_by_role("button", name="Alternativtext …").last.click()
    writer.get_by_label("Alternativtext hier").fill("Ein rotes und ein blaues Haus")
    writer.get_by_role("button", name="Fertig").click()
    expect(writer.get_by_role("button", name="Jetzt veröffentlichen")).to_have_count(0)
    press(writer, "Zum Gegenlesen geben")
    assert stored(article).state == "in_review"

    # sent back with a reason that the form shows, and submitted again
    open_form(chief, article)
    confirm_with_reason(chief, "Zurückgeben …", "Die Dachzeile fehlt.", "Zurückgeben")
    open_form(writer, article)
    expect(writer.get_by_text("Die Dachzeile fehlt.")).to_be_visible()
    writer.locator("#id_kicker").fill("Stadtrat")
    press(writer, "Zum Gegenlesen geben")

    # approved, and scheduled for tomorrow
    open_form(chief, article)
    press(chief, "Freigeben")
    assert stored(article).state == "approved"
    publish_at = timezone.localtime(noon.astimezone(UTC) + timedelta(days=1))
    chief.locator("#id_publish_at").fill(publish_at.strftime("%Y-%m-%dT%H:%M"))
    press(chief, "Jetzt veröffentlichen")
    scheduled = stored(article)
    assert (scheduled.state, scheduled.publish_at) == ("published", publish_at)
    address = scheduled.get_absolute_url()
    assert reader.goto(address).status == 404
    move_clock(hours=23)
    assert reader.goto(address).status == 404
    move_clock(days=1, minutes=1)
    assert reader.goto(address).status == 200
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Eine geprüfte Überschrift")
    expect(reader.locator("article figure").last).to_contain_text("Ada Beispiel")

    # corrected with a notice
    open_form(chief, article)
    chief.locator("#id_headline").fill("Eine berichtigte Überschrift")
    chief.locator("#corrections-group .add-row a").click()
    chief.locator("#corrections-0 textarea").fill("In der Überschrift stand ein Fehler.")
    press(chief, "Speichern")
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Eine berichtigte Überschrift")
    expect(reader.get_by_text("In der Überschrift stand ein Fehler.")).to_be_visible()

    # an older version restored as a new one
    version = stored(article).version
    old_revision = article.history.filter(headline="Eine geprüfte Überschrift").latest("version")
    chief.goto(f"/admin/articles/article/{article.pk}/history/{old_revision.pk}/restore/")
    chief.get_by_label("Grund").fill("Der Fehler war keiner.")
    press(chief, "Fassung wiederherstellen")
    assert stored(article).version == version + 1
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Eine geprüfte Überschrift")

    # withdrawn: status 410 with the reason
    open_form(chief, article)
    confirm_with_reason(chief, "Zurückziehen …", "Der Bericht war falsch.", "Zurückziehen")
    assert reader.goto(address).status == 410
    expect(reader.get_by_text("Der Bericht war falsch.")).to_be_visible()
    verbs = AuditEntry.objects.filter(noun="articles.article").order_by("id").values_list("verb", flat=True)
    expected = ["submit", "send_back", "submit", "approve", "publish", "restore_version", "withdraw"]
    assert [verb for verb in verbs if verb in expected] == expected
    reader.context.close()


def test_two_users_edit_one_article_and_no_input_is_lost(sign_in_as: Any, make_article: Any) -> None:
    article = make_article(state="draft", headline="Rathaus wird saniert", kicker="Stadt")
    writer, chief = sign_in_as("Redaktion"), sign_in_as("CvD")
    open_form(writer, article)
    open_form(chief, article)

    chief.locator("#id_headline").fill("Rathaus wird verkauft")
    chief.locator("#id_kicker").fill("Stadtrat")
    press(chief, "Speichern")
    writer.locator("#id_headline").fill("Rathaus wird abgerissen")
    writer.locator("#id_lead").fill("Der Rat stimmt ab.")
    with writer.expect_navigation():
        writer.get_by_role("button", name="Speichern", exact=True).click()

    expect(writer.get_by_role("heading", name="Von beiden geändert")).to_be_visible()
    writer.locator("[name=choice-headline][value=theirs]").check()
    press(writer, "Zusammenführen und speichern")
    merged = stored(article)
    assert (merged.headline, merged.kicker, merged.lead) == ("Rathaus wird verkauft", "Stadtrat", "Der Rat stimmt ab.")
    assert [str(revision.history_user) for revision in article.history.order_by("version")[1:]] == ["CvD", "Redaktion"]


def test_administration_locks_an_article_and_unlocks_it(
    sign_in_as: Any, browser: Browser, live_server: Any, make_article: Any
) -> None:
    article = make_article(state="draft")
    publishing.publish(article, by=None, override_reason="Probe")
    address = stored(article).get_absolute_url()
    administrator = sign_in_as("Administration")
    reader = browser.new_context(base_url=live_server.url).new_page()
    assert reader.goto(address).status == 200

    open_form(administrator, article)
    confirm_with_reason(administrator, "Rechtlich sperren …", "Einstweilige Verfügung", "Rechtlich sperren")
    assert reader.goto(address).status == 404
    expect(administrator.locator("#id_headline")).to_have_count(0)
    confirm_with_reason(administrator, "Entsperren …", "Die Verfügung ist aufgehoben", "Entsperren")

    assert stored(article).state == "draft"
    administrator.goto("/admin/articles/auditentry/")
    expect(administrator.locator("#result_list")).to_contain_text("Einstweilige Verfügung")
    reader.context.close()


def tab_to(page: Page, element: Locator) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(150):
        if element.count() == 1 and element.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {element}")


def test_a_whole_article_is_written_and_published_by_keyboard_alone(page: Page, outlet: Any, tmp_path: Path) -> None:
    user = User.objects.create_user("CvD", password="geheim", is_staff=True)
    user.groups.add(Group.objects.get(name="CvD"))
    keys = page.keyboard
    page.goto("/admin/")

    tab_to(page, page.get_by_label("Benutzername"))
    keys.type("CvD")
    keys.press("Tab")
    keys.type("geheim")
    with page.expect_navigation():
        keys.press("Enter")
    tab_to(page, page.get_by_role("link", name="Artikel", exact=True).first)
    with page.expect_navigation():
        keys.press("Enter")
    tab_to(page, page.get_by_role("link", name="Artikel hinzufügen").first)
    with page.expect_navigation():
        keys.press("Enter")
    area = page.get_by_role("textbox", name="Text", exact=True)
    expect(area).to_be_visible()

    tab_to(page, page.locator("#id_kicker"))
    keys.type("Stadtrat")
    keys.press("Tab")
    keys.type("Rathaus wird saniert")
    tab_to(page, page.locator("#id_lead"))
    keys.type("Der Rat hat entschieden.")
    tab_to(page, area)
    keys.type("Die Stadt saniert ihr Rathaus.")
    keys.press("Enter")
    keys.press("Control+b")
    keys.type("Wichtig")
    keys.press("Control+b")
    keys.type(" ist das.")
    tab_to(page, page.locator(".field-source .select2-selection"))
    keys.press("Enter")
    keys.type("Anzeiger")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("Der Anzeiger")
    keys.press("Enter")
    expect(page.locator(".field-source .select2-selection")).to_contain_text("Der Anzeiger")
    tab_to(page, page.get_by_role("button", name="Jetzt veröffentlichen"))
    with page.expect_navigation():
        keys.press("Enter")

    expect(page.locator(SUCCESS)).to_be_visible()
    article = Article.objects.get()
    assert (article.state, article.kicker, article.headline) == ("published", "Stadtrat", "Rathaus wird saniert")
    assert article.body == "<p>Die Stadt saniert ihr Rathaus.</p>\n<p><strong>Wichtig</strong> ist das.</p>"
    assert (article.lead, article.source) == ("Der Rat hat entschieden.", outlet)
