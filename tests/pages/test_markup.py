"""The Nu HTML checker finds no error in any template in any state, nor in the public style sheets."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from articles.domain.articles import preview_links, revisions
from articles.domain.images import library
from articles.domain.search import index
from articles.models import Article, ArticleAgency, Comment, Contribution, Correction, Image, Person, Source, Topic

from ..picture_files import picture, sent
from .conftest import post
from .test_bad_input import addresses

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HOSTILE = "<b>\"&amp;\u202e'</b>"
STYLES = [Path(settings.BASE_DIR) / "articles/static" / name for name in ("tokens.css", "site.css")]


@pytest.fixture
def checker() -> list[str]:
    """The command of the checker; VNU_JAR names the file (npm: vnu-jar). If it is missing, CI fails."""
    jar, java = os.environ.get("VNU_JAR", ""), shutil.which("java")
    if not (java and Path(jar).is_file()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Java or VNU_JAR is missing: see .ci/run")
    return [java, "-Xmx400m", "-jar", jar, "--also-check-css", "--format", "text", "--stdout"]


@pytest.fixture
def page_states(
    client: Client, make_article: Callable[..., Article], make_comment: Callable[..., Any], make_clip: Any, editor: Any
) -> dict[str, str]:
    """The HTML of every page: empty, with all possible content, and with hostile text."""
    empty = ["/", "/sources/", "/topics/", "/archive/", "/search/", "/search/?q=Rat", "/imprint/"]
    pages = {f"nothing yet: {path}": client.get(path).text for path in empty}
    image = library.take_in(sent(picture(1200, 800)), by=None).image
    Image.objects.filter(pk=image.pk).update(caption=HOSTILE, credit=HOSTILE, alt_text=HOSTILE)
    image_without_file = Image.objects.create(caption=HOSTILE, credit="Ada")
    figures = "".join(f'<figure data-image="{i.pk}"></figure>' for i in (image, image_without_file))
    body = f"<p>Anfang</p>{figures}<h3>Tief</h3><ul><li>a</li></ul><ol><li>b</li></ol><blockquote>c</blockquote>"
    words = dict.fromkeys(("kicker", "headline", "subheadline", "lead", "dateline", "byline", "signoff"), HOSTILE)
    article = make_article(**words, body=body, language="en", original_url="https://anzeiger.example/?a=1&b=2")
    revisions.place_images(article)
    article.topics.add(Topic.objects.create(name=HOSTILE, slug=article.slug, description=HOSTILE))
    Contribution.objects.create(article=article, person=Person.objects.create(name=HOSTILE, slug=article.slug))
    Source.objects.filter(pk=article.source_id).update(slug=article.slug, name=HOSTILE)
    dpa = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    ArticleAgency.objects.create(article=article, source=dpa, part="contributed")
    Correction.objects.create(article=article, text=HOSTILE)
    comment = make_comment(article, author=HOSTILE, text=f"> {HOSTILE}\n\nhttps://a.example/?b=1&c=2", clip=make_clip())
    for status in ("approved", "rejected", "approved"):
        comment = make_comment(article, comment, status=status)
    for number in range(14):
        make_article(headline=f"Nr. {number}", issued_on="2024-06-01", issued_precision="month")
    index.update(article)
    closed = make_article(comment_status="closed")
    excerpt = make_article(source=Source.objects.create(name="Bote", slug="bote", right="excerpt"))
    token = preview_links.make_link(make_article(state="draft"), editor, days=3).token
    part_values = {
        "slug": article.slug,
        "pk": str(comment.pk),
        "number": "2024",
        "month": "06",
        "key": "privacy",
        "token": token,
    }
    part_values |= {"kind": "rss", "image": str(image.pk), "shape": "whole", "width": "320"}
    Comment.objects.filter(pk=comment.pk).update(status_token="sent")
    url = article.get_absolute_url()
    paths = [closed.get_absolute_url(), excerpt.get_absolute_url(), make_article(state="withdrawn").get_absolute_url()]
    paths += ["/nix/", "/about/comment-rules/", f"{url}?reply={comment.pk}", f"{url}?sent=sent", f"{url}?sort=newest"]
    paths += ["/search/?q=Anfang", "/search/?q=Mond", "/search/?q=x&from=gestern", "/search/?q=-x"]
    for path in [*addresses(part_values), *paths]:
        answer = client.get(path, follow=True)
        if answer["Content-Type"].startswith("text/html"):
            pages[path] = answer.text
    pages["a comment on an excerpt"] = post(client, excerpt, {"author": "Ada", "text": HOSTILE}).text
    form_data = {"explanation": HOSTILE, "url": "x", "name": HOSTILE}
    pages["a report of nothing"] = client.post(
        f"{url}comments/999999/report/illegal/", urlencode(form_data), content_type="application/x-www-form-urlencoded"
    ).text
    pages["a form with faults"] = post(client, article, {"author": "", "text": "", "email": "x"}).text
    return pages


def test_no_page_has_an_error_or_a_warning(checker: list[str], page_states: dict[str, str], tmp_path: Path) -> None:
    names = {}
    for number, (name, html) in enumerate(page_states.items()):
        names[f"{number}.html"] = name
        (tmp_path / f"{number}.html").write_text(html)

    files = [str(tmp_path / file) for file in names]
    command = [*checker, *files, *map(str, STYLES)]
    process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    messages = [line for line in process.stdout.splitlines() if ": error" in line or ": info" in line]
    assert [f"{names.get(line.split('/')[-1].split('.html')[0] + '.html', '')}: {line}" for line in messages] == []
    assert process.returncode == 0, process.stdout + process.stderr
    assert len(page_states) > 40
