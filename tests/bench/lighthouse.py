"""What Lighthouse says of the paper as it is run in production, on a mobile and on a desktop.

    npm install --prefix /tmp/tools lighthouse@12.8.2
    python -m tests.bench.lighthouse /tmp/tools/node_modules/.bin/lighthouse

starts a server of its own (DEMO=0, static files collected, a database in a folder that is thrown away) with the
front page, an article with eleven captions and 200 comments, an article without pictures, and the search; prints
the four scores of each, the layout shift, bytes over the wire and requests. The exit code is 1 where a score is below
100 or the layout shifts, or where the article without pictures takes more than BYTES or REQUESTS. The score for
performance depends on how busy the machine is: run it on an idle one; a page that misses is judged again, TRIES times
in all.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

PORT = 8099
BYTES, REQUESTS = 30_000, 6
TRIES = 3
PAGES = {"front": "/", "captions": "/articles/elf-bilder/", "plain": "/articles/ohne-bilder/", "search": "/search/"}
TEXT = "Der Rat der Stadt hat gestern über die Brücke am alten Markt gesprochen; sie wird saniert. "


def fill() -> None:
    """Make the paper that is judged."""
    from django.utils import timezone

    from articles.domain.articles import revisions
    from articles.domain.search import index
    from articles.models import Article, Comment, Image, Source
    from articles.models.comments.comment import STEP

    outlet = Source.objects.create(name="Der Anzeiger", slug="der-anzeiger", right="full")
    images = [Image.objects.create(caption=f"{n}: {TEXT}", credit="Foto: Ada Berg") for n in range(11)]
    figures = "".join(f'<p>{TEXT * 4}</p><figure data-image="{image.pk}"></figure>' for image in images)
    known: dict[str, Any] = {"source": outlet, "state": "published", "lead": TEXT, "publish_at": timezone.now()}
    rows = [("Elf Bilder", "elf-bilder", figures), ("Ohne Bilder", "ohne-bilder", f"<p>{TEXT * 4}</p>" * 12)]
    rows += [(f"Meldung {n}", f"meldung-{n}", f"<p>{TEXT}</p>") for n in range(20)]
    for headline, slug, body in rows:
        article = Article.objects.create(headline=headline, slug=slug, body=body, **known)
        revisions.place_images(article)
        index.update(article)
    for slug, count in (("elf-bilder", 200), ("ohne-bilder", 10)):
        article = Article.objects.get(slug=slug)
        for number in range(1, count + 1):
            path = f"{number:0{STEP}d}"
            Comment.objects.create(article=article, path=path, author=f"Ada {number}", text=TEXT, status="approved")


def judge(lighthouse: str, folder: Path) -> bool:
    """Serve the paper, run Lighthouse over its pages and print what it says; whether all of it is as it should be."""
    site = f"http://127.0.0.1:{PORT}"
    database = {"DATABASE_URL": f"sqlite:///{folder / 'paper.sqlite3'}", "SECRET_KEY": secrets.token_urlsafe(50)}
    env = {**os.environ, **database, "SITE_URL": site, "DEMO": "0", "LOG_LEVEL": "ERROR"}
    manage = [sys.executable, "manage.py"]
    for command in ("migrate", "collectstatic --noinput"):
        subprocess.run([*manage, *command.split(), "-v", "0"], env=env, check=True)
    subprocess.run(
        [*manage, "shell", "-v", "0", "-c", "from tests.bench.lighthouse import fill; fill()"], env=env, check=True
    )
    granian = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(PORT), "--no-ws"]
    server = subprocess.Popen([*granian, "--log-level", "error", "newsroom.wsgi:application"], env=env)
    try:
        _wait_for(site)
        runs = [(name, form) for form in ("mobile", "desktop") for name in PAGES]
        judged = [_is_perfect(lighthouse, site, name, form) for name, form in runs]  # all of them, whatever comes
        return all(judged)
    finally:
        server.terminate()
        server.wait()


def _wait_for(site: str) -> None:
    for _again in range(100):
        try:
            for path in PAGES.values():  # a server that has started has also read its templates
                with urlopen(site + path) as page:
                    page.read()
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The server does not answer.")


def _is_perfect(lighthouse: str, site: str, name: str, form: str) -> bool:
    return any(_told(name, form, _report(lighthouse, site + PAGES[name], form)) for _again in range(TRIES))


def _report(lighthouse: str, address: str, form: str) -> dict[str, Any] | None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
    flags = ["--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    flags += ["--preset=desktop"] if form == "desktop" else []
    told = subprocess.run(
        [lighthouse, address, *flags], env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True
    )
    if told.returncode:
        print(f"Lighthouse could not judge {address} ({form}): {told.stderr.strip()[-500:]}")  # noqa: T201
        return None
    return json.loads(told.stdout)


def _told(name: str, form: str, report: dict[str, Any] | None) -> bool:
    if report is None:
        return False
    scores = {kind: round(100 * (found["score"] or 0)) for kind, found in report["categories"].items()}
    audits = report["audits"]
    shift = audits["cumulative-layout-shift"]["numericValue"]
    size, requests = audits["total-byte-weight"]["numericValue"], len(audits["network-requests"]["details"]["items"])
    below = [
        n
        for n, a in audits.items()
        if a["score"] is not None and a["score"] < 0.9 and a.get("scoreDisplayMode") == "binary"
    ]
    print(f"{name:9} {form:8} {scores} shift {shift:.3f} {size / 1e3:.1f} kB, {requests} requests", *below)  # noqa: T201
    is_light = name != "plain" or (size <= BYTES and requests <= REQUESTS)
    return set(scores.values()) == {100} and shift == 0 and is_light


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.exit(0 if judge(sys.argv[1], Path(made)) else 1)
