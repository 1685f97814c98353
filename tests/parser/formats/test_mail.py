"""Mails, mailboxes and pages saved as MIME: decoded, and what is not the article set apart."""

import textwrap
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from articles.parser import notices
from articles.parser.document import UnreadableClip
from articles.parser.formats import mail_text, mime, registry
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.parser.formats.samples import HEADLINE, PAGE, PARAGRAPHS, REPORT, TEXT

SALUTATION = "Sehr geehrte Damen und Herren,"
CLOSING = "Mit freundlichen Grüßen\nPetra Vorlage\nPressestelle der Stadt Auenfeld\nTelefon 0123 456789\n"
EARLIER = "Am 1. März 2024 um 10:12 schrieb Redaktion <post@blatt.example>:\n> Wann kommt denn die Mitteilung?\n"
OUTLOOK = (
    "Von: Redaktion <post@blatt.example>\nGesendet: Freitag, 1. März 2024 10:12\nAn: Petra Vorlage\nBetreff: Brücke\n\n"
    "Wann kommt denn die Mitteilung zur neuen Brücke?\n"
)
PASSED_ON = (
    "Zur Kenntnis, viele Grüße\n\n-------- Weitergeleitete Nachricht --------\nBetreff: Brücke\nDatum: 3. März 2024\n"
    "Von: Petra Vorlage <presse@auenfeld.example>\nAn: Redaktion\n\n"
)


def letter(text: str = TEXT, page: str = "", charset: str = "utf-8", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Stadt Auenfeld <presse@auenfeld.example>"
    message["To"] = "post@blatt.example"
    message["Subject"] = headers.pop("Subject", "Pressemitteilung 12/2024: " + HEADLINE)
    message["Date"] = "Sun, 03 Mar 2024 17:45:00 +0100"
    message["Message-ID"] = "<12.2024@auenfeld.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text:
        message.set_content(text, charset=charset)
    if page and text:
        message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html")
    return message


def read(message: EmailMessage | bytes):
    data = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
    return parse_clip(data, "brief.eml")


def body(reading) -> list[str]:
    return [*filter(None, [reading.document.lead]), *(block.text for block in reading.document.body)]


def rules(reading, words: str) -> set[str]:
    at = reading.text.index(words)
    return {s.rule for s in reading.segments if s.start < at + len(words) and at < s.end and s.role is not Role.BLANK}


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "cp1252"])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
def test_a_press_mail_is_the_article_in_it(charset, coding):
    message = letter("")
    message.set_content(TEXT, charset=charset, cte=coding)
    reading = read(message)

    assert reading.format == "mail"
    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert {fact.name: fact.value for fact in reading.said}["sender"] == "Stadt Auenfeld <presse@auenfeld.example>"
    assert reading.document.date.at.isoformat() == "2024-03-03T17:45:00+01:00"


def test_salutation_signature_and_earlier_mail_are_set_apart():
    for earlier in (EARLIER, OUTLOOK):
        reading = read(letter(f"{SALUTATION}\n\n{TEXT}\n{CLOSING}\n{earlier}"))

        assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
        assert rules(reading, SALUTATION) == {"format:greeting"}
        assert rules(reading, "Pressestelle der Stadt Auenfeld") == {"format:signature"}
        assert rules(reading, "Wann kommt denn die Mitteilung") == {"format:quoted"}


def test_what_is_passed_on_is_the_text():
    reading = read(letter(PASSED_ON + TEXT + "\n-- \nStadt Auenfeld\n", Subject="WG: Brücke"))

    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert rules(reading, "-------- Weitergeleitete Nachricht --------") == {"format:header"}
    assert rules(reading, "Von: Petra Vorlage") == {"format:header"}
    assert rules(reading, "Zur Kenntnis") == {"format:greeting"}
    assert rules(reading, "-- \r\n") == {"format:signature"}


def test_text_below_closing_words_stays_text():
    reading = read(
        letter(f"{SALUTATION}\n\nanbei unsere Mitteilung.\n\n{CLOSING}\n" + "\n\n".join([TEXT] + ["x"] * 30))
    )

    assert set(PARAGRAPHS) <= set(body(reading))


def test_wrapped_and_flowed_lines_are_paragraphs():
    wrapped = "\n\n".join(textwrap.fill(paragraph, 70) for paragraph in (HEADLINE, *PARAGRAPHS))
    flowed = letter("")
    flowed.set_content("\n\n".join(" \n".join(textwrap.wrap(p, 40)) for p in (HEADLINE, *PARAGRAPHS)) + "\n")
    flowed.set_param("format", "flowed")

    for message in (letter(wrapped), flowed):
        assert body(read(message)) == list(PARAGRAPHS)


def test_of_two_forms_of_a_text_one_is_the_article_and_the_other_is_accounted_for():
    both = read(letter(TEXT, PAGE))
    only_page_says_all = read(letter("Ihr Programm zeigt keine Seiten an.\n", PAGE))

    assert body(both) == body(only_page_says_all) == list(PARAGRAPHS)
    assert rules(both, "<article>") == {"format:other_part"}
    assert rules(only_page_says_all, "Ihr Programm zeigt keine Seiten an.") == {"format:other_part"}


def test_a_page_without_plain_text_is_read_by_its_markup_without_what_it_answers():
    page = PAGE.replace("</article>", "</article><div class='gmail_quote'><p>Wann kommt denn die Mitteilung?</p></div>")
    reading = read(letter("", page))

    assert (reading.document.headline, body(reading)) == (HEADLINE, list(PARAGRAPHS))
    assert rules(reading, "Wann kommt denn die Mitteilung?") == {"format:quoted"}


def test_the_subject_is_the_headline_of_a_text_that_has_none():
    reading = read(letter("\n\n".join(PARAGRAPHS) + "\n", Subject="AW: PM 3/24: " + HEADLINE))

    assert reading.document.headline == HEADLINE
    assert not reading.document.headline_is_provisional
    assert "headline_provisional" not in {warning.code for warning in reading.warnings}


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        ("Sperrfrist: 4. März 2124, 6 Uhr", "embargo"),
        ("Pressemitteilung: Neue Brücke (Sperrfrist 4. März 2124, 6 Uhr)", "embargo"),
        ("WG: SPERRFRIST 4. März, 6 Uhr: Neue Brücke", "embargo"),
        ("SPERRFRIST: Neue Brücke", "embargo"),
        ("[EMBARGO] New bridge", "embargo"),
        ("New bridge - embargoed until Friday 6pm", "embargo"),
        ("KILL: Neue Brücke", "kill"),
        ("Vorabmeldung: Neue Brücke", "advance"),
        ("Neue Brücke (nicht zur Veröffentlichung)", "not_for_publication"),
    ],
)
def test_what_the_subject_tells_the_desk_holds_the_text_back(subject, reason):
    reading = read(letter(Subject=subject))

    assert notices.holds([warning.code for warning in reading.warnings]) == (reason,)
    assert body(reading) == list(PARAGRAPHS)
    until = reading.document.embargo_until
    assert (until.isoformat() if until else "") == ("2124-03-04T06:00:00+01:00" if "2124" in subject else "")
    assert all(reading.text[start:end] in subject for one in reading.warnings for start, end in one.spans)


@pytest.mark.parametrize(
    "subject",
    [
        *("Embargo gegen Russland verlängert", "Sperrfrist ist aufgehoben", "Rückzug: Minister tritt ab"),
        *("Test: Autos im Winter", "Neue Brücke (Test)", "Intern: Neue Brücke", "Korrektur: Neue Brücke", "["),
    ],
)
def test_a_subject_that_speaks_of_something_else_holds_nothing_back(subject):
    assert notices.holds([warning.code for warning in read(letter(Subject=subject)).warnings]) == ()


def test_a_day_in_the_text_holds_against_the_day_of_the_mail():
    reading = read(letter(TEXT.replace(PARAGRAPHS[0], "Berlin, 1. März 2024. " + PARAGRAPHS[0])))

    assert reading.document.date.value.isoformat() == "2024-03-01"


def test_a_mailed_report_of_an_agency_is_read_as_one():
    reading = read(letter(REPORT))

    assert (reading.format, reading.document.headline, body(reading)) == ("mail", HEADLINE, list(PARAGRAPHS))
    assert rules(reading, "jvo@agentur.example") == {"format:not_public"}
    assert {"urgency", "slug", "sender"} <= {fact.name for fact in reading.said}


def test_attachments_are_files_of_their_own_and_pictures_in_the_text_are_not():
    message = letter(TEXT, PAGE)
    message.get_payload()[1].add_related(b"\x89PNG\r\n", "image", "png", cid="<logo>")
    message.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="Anhang ä.txt")
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="bild.jpg")
    message.add_attachment(letter(Subject="Alt"))
    reading = read(message)

    assert [child.name for child in reading.children] == ["Anhang ä.txt", "bild.jpg", "Alt.eml"]
    assert [reading.text[slice(*child.span)].partition(" (")[0] for child in reading.children] == [
        "Anhang ä.txt",
        "bild.jpg",
        "Alt.eml",
    ]
    assert reading.children[0].data == TEXT.encode()
    assert read(reading.children[2].data).document.headline == HEADLINE
    assert body(reading) == list(PARAGRAPHS)


def test_a_mail_of_attachments_only_holds_nothing_itself():
    message = letter("\n")
    message.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="a.txt")
    reading = read(message)

    assert (reading.document, len(reading.children)) == (None, 1)


def test_every_header_stands_in_the_text():
    reading = read(letter(Received="from x.example by y.example; Sun, 3 Mar 2024 17:45:01 +0100", X_Mailer="Tüt 1.0"))

    for words in ("from x.example by y.example", "Tüt 1.0"):
        assert rules(reading, words) == {"format:header"}


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\nSubject: =?utf-8?q?kaputt=C3?= =?x-nix?b?###?=\nDate: gestern\n\n" + TEXT.encode(),
        b"Subject: x\nDate: Mon, 99 Foo 2024 99:99:99\nContent-Type: text/plain; charset=nirgends\n\n" + TEXT.encode(),
        b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n" + TEXT.encode(),
        b"From: a\nTo: b\nContent-Transfer-Encoding: base64\nContent-Type: text/plain\n\n!!!kein base64\n",
        b"From: a\nTo: b\nContent-Type: text/plain; charset=utf-16\n\n" + TEXT.encode(),
        b'From: a\nTo: b\nContent-Type: text/plain; charset="a\x00b"\n\n' + TEXT.encode(),
        b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: te\x00xt/pl\n\na\n--x--\n",
        b"From: a\nTo: b\nContent-Type: text/plain; name*0*=x'y'%ff\n\nnul\x00 in " + TEXT.encode(),
    ],
)
def test_a_mail_that_breaks_the_rules_is_read_all_the_same(data):
    reading = parse_clip(data, "kaputt.eml")

    assert reading.format == "mail"
    assert "\x00" not in reading.text


def test_parts_in_parts_end_somewhere():
    many = b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * (mime.MAX_PARTS + 1)
    deep = b"From: a\nTo: b\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)
    )

    for data, codes in ((many, {"too_many"}), (deep, {"nested", "too_many"})):
        with pytest.raises(UnreadableClip) as refused:
            parse_clip(data, "tief.eml")
        assert refused.value.code in codes


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "From: the archive\n\n" + TEXT,
        "Subject: Brücke\n\n" + TEXT,
        "From Auenfeld to the sea\n\n" + TEXT,
        "Date: 3 March\nPlace: Auenfeld\n\n" + TEXT,
    ],
)
def test_other_texts_are_no_mails(text):
    assert registry.find(text.encode(), "brief.eml").name == "text"


def test_a_mailbox_holds_its_mails():
    mails = [letter(Subject="Eins: ä/ö"), letter(PARAGRAPHS[1] + "\nFrom hier an geht es los.\n", Subject="Zwei")]
    box = b"".join(
        b"From presse@auenfeld.example Sun Mar  3 17:45:00 2024\n"
        + mail.as_bytes().replace(b"\nFrom ", b"\n>From ")
        + b"\n"
        for mail in mails
    )
    reading = parse_clip(box, "post.mbox")

    assert (reading.format, reading.document) == ("mailbox", None)
    assert [child.name for child in reading.children] == ["0001 Eins ä ö.eml", "0002 Zwei.eml"]
    assert reading.text[slice(*reading.children[1].span)].startswith("2. Zwei | Stadt Auenfeld")
    assert body(read(reading.children[0].data)) == list(PARAGRAPHS)
    assert "From hier an geht es los." in read(reading.children[1].data).text


def test_a_mailbox_with_one_mail_is_the_mail():
    data = b"From presse@auenfeld.example Sun Mar  3 17:45:00 2024\n" + letter().as_bytes()

    assert read(data).document.headline == HEADLINE
    assert read(data).format == "mail"


def test_a_mail_that_a_program_stored_with_its_length_is_read():
    data = letter().as_bytes()

    assert read(b"%d\n" % len(data) + data + b"<?xml version='1.0'?><plist/>").document.headline == HEADLINE


def saved_page() -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://auenbote.example/bruecke.html"
    message["Subject"] = HEADLINE
    message["Date"] = "Sun, 03 Mar 2024 17:45:00 -0000"
    message.set_content(PAGE, subtype="html", cte="quoted-printable")
    message.add_related("p { color: red }", subtype="css")
    message.add_related(b"\x89PNG\r\n", "image", "png", headers=["Content-Location: https://auenbote.example/a.png"])
    return message.as_bytes(policy=SMTP)


@pytest.mark.parametrize("name", ["seite.mhtml", "seite.html", "seite.txt"])
def test_a_page_saved_as_mime_is_the_page(name):
    reading = parse_clip(saved_page(), name)

    assert (reading.format, reading.document.headline, body(reading)) == ("web_archive", HEADLINE, list(PARAGRAPHS))
    assert [fact.value for fact in reading.said if fact.name == "url"] == ["https://auenbote.example/bruecke.html"]
    assert not reading.children
    for words in ("p { color: red }", "https://auenbote.example/a.png (image/png, 6 bytes)".partition(" (")[0]):
        assert rules(reading, words) <= {"format:other_part", "format:attachment"}


def test_a_saved_page_without_a_page_is_refused():
    data = saved_page().replace(b"Content-Type: text/html", b"Content-Type: text/css")

    with pytest.raises(UnreadableClip) as refused:
        parse_clip(data, "seite.mhtml")

    assert refused.value.code == "no_page"


@pytest.mark.parametrize(
    "line",
    [
        "Freundliche Grüße",
        "Mit besten Grüßen aus Auenfeld",
        "Viele Grüße,",
        "Kind regards,",
        "Yours sincerely",
        "MfG",
        "Cordialement",
    ],
)
def test_closing_words_open_the_signature(line):
    stretches = mail_text.sort_lines(f"{TEXT}\n{line}\nPetra Vorlage\n")

    assert [stretch.kind for stretch in stretches] == [mail_text.TEXT, mail_text.SIGNATURE]


@pytest.mark.parametrize(
    "line",
    [
        "-----Ursprüngliche Nachricht-----",
        "-----Original Message-----",
        "On Fri, Mar 1, 2024 at 10:12 AM Desk <post@blatt.example> wrote:",
        "Le 1 mars 2024 à 10:12, Redaktion <post@blatt.example> a écrit :".replace(" :", ":"),
        "________________________________\nVon: Redaktion <post@blatt.example>\nGesendet: Freitag, 1. März 2024",
    ],
)
def test_an_earlier_mail_is_known_by_its_head(line):
    stretches = mail_text.sort_lines(f"{TEXT}\n{line}\n\nWann kommt denn die Mitteilung?\n")

    assert [stretch.kind for stretch in stretches] == [mail_text.TEXT, mail_text.QUOTED]


@pytest.mark.parametrize("blanks", [b"Resent-From: a@b.example\r\n", b" " * 255 + b"\r\n", b"\r\n\r\n", b"\t\n"])
def test_what_stands_above_the_head_of_a_mail_is_no_hindrance(blanks):
    reading = read(blanks + letter().as_bytes(policy=SMTP))

    assert (reading.format, reading.document.headline, body(reading)) == ("mail", HEADLINE, list(PARAGRAPHS))


@pytest.mark.parametrize(
    "headers", ["From: a@b.example\n", "Subject: Brücke\n", "Message: 2\nTo: a@b.example\n", "X-Number: 3\n", ""]
)
def test_a_mail_in_a_mail_is_one_however_few_headers_it_has(headers):
    inner = headers + "\n" + TEXT
    outer = (
        "From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        f"--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n{inner}\n--x--\n"
    )
    (child,) = read(outer.encode()).children

    assert child.refusal is None
    assert parse_clip(child.data, child.name).format == "mail"


@pytest.mark.parametrize(
    "line", ["Hiermit übersenden wir der", "Die neue Brücke über die Aue,", "https://auenfeld.example/bruecke"]
)
def test_half_a_sentence_is_no_headline_where_the_mail_has_a_subject(line):
    reading = read(letter(f"{line}\n\n" + "\n\n".join(PARAGRAPHS)))

    assert reading.document.headline.endswith(HEADLINE)
    assert not reading.document.headline_is_provisional
    assert body(reading)[-len(PARAGRAPHS) :] == list(PARAGRAPHS)
