"""The commands of README.md and docs/ run as written in a copy of the project; exceptions are in SKIPPED_COMMANDS."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(?:sh)?\n(.*?)^```$", re.M | re.S)
SKIPPED_COMMANDS = {
    "python3 -m venv .venv": "the tests' own virtual environment exists",
    ".venv/bin/pip install": "its packages come from the network",
    ".venv/bin/granian": "it does not end; tests/end_to_end/test_servers.py starts it",
    "* * * * *": "a line of a crontab: what it calls is run below",
    "17 4 * * *": "a line of a crontab: what it calls is run below",
    "make run": "CI installs by it; tests/end_to_end/test_servers.py starts its server",
    "make test": "it runs this test",
}
NEWS = "Markt zieht um\n\nDer Wochenmarkt zieht im Mai auf den Platz vor dem Bahnhof. Das hat der Rat beschlossen.\n"


def commands_in(file: str) -> str:
    """The blocks of a page as one script, without the lines that are not run."""
    text = (ROOT / file).read_text(encoding="utf-8")
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(tuple(SKIPPED_COMMANDS)))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the files under version control, with a virtual environment."""
    folder = tmp_path / "newsroom"
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listing.stdout.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def run_script(script: str, folder: Path) -> str:
    """The output of a shell script, each command of which has to succeed."""
    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.run(
        ["bash", "-euxo", "pipefail"], input=script, cwd=folder, env=env, capture_output=True, text=True, timeout=500
    )
    assert process.returncode == 0, process.stderr[-3000:]
    return process.stdout + process.stderr


def test_no_page_names_a_command_that_a_fresh_clone_lacks() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    commands_by_page = {
        p.name: re.findall(r"(?<!bin/)python3? manage\.py|`manage\.py \w", p.read_text("utf-8")) for p in pages
    }

    assert {name: commands for name, commands in commands_by_page.items() if commands} == {}


@pytest.mark.slow
def test_the_commands_of_the_readme_work(clone: Path) -> None:
    (clone / "folder").mkdir()
    (clone / "folder" / "markt.txt").write_text(NEWS)
    (clone / "more.txt").write_text(NEWS.replace("Markt", "Basar"))
    tree = "newsroom/            the project"
    script = "\n".join(line for line in commands_in("README.md").splitlines() if line.startswith(".venv/bin/python"))
    assert tree in (ROOT / "README.md").read_text("utf-8")  # the other block of the page, which is no command

    before = ".venv/bin/python manage.py build_messages\n.venv/bin/python manage.py migrate -v 0\n"
    output = run_script(before + script + "\n.venv/bin/python manage.py tick\n", clone)

    assert script.count("import_seeds") == 5
    assert "2 Dateien: 2 neu" in output


@pytest.mark.slow
def test_the_steps_to_production_end_in_a_site_with_articles(clone: Path) -> None:
    url = os.environ.get("TEST_POSTGRES_URL")
    if not url:
        pytest.skip("TEST_POSTGRES_URL names no PostgreSQL")
    name, place = f"newsroom_{secrets.token_hex(4)}", urlsplit(url)
    script = commands_in("docs/production.md")
    assert script.count("sudo -u postgres psql") == 1
    script = script.replace("sudo -u postgres psql", f"psql -q -v ON_ERROR_STOP=1 {url}")
    script = re.sub(r"(ROLE|DATABASE|OWNER) newsroom\b", rf"\1 {name}", script)
    script = re.sub(
        r"postgres://newsroom:(.*?)@127.0.0.1:5432/newsroom",
        rf"postgres://{name}:\1@{place.hostname}:{place.port or 5432}/{name}",
        script,
    )
    after = (
        ".venv/bin/python manage.py tick\n.venv/bin/python manage.py retain\n.venv/bin/python manage.py index --check\n"
    )

    try:
        output = run_script(f"{script}\n{after}", clone)
    finally:
        drop_sql = f'DROP DATABASE IF EXISTS "{name}";\nDROP ROLE IF EXISTS "{name}";\n'
        subprocess.run(["psql", "-q", url], input=drop_sql, text=True, check=False, timeout=60)

    assert "yourname" in output
    assert "5 Dateien: 5 neu, 0 bekannt, 0 fehlgeschlagen." in output
    assert "System check identified" in output or "Systemprüfung" in output
    assert oct((clone / ".env").stat().st_mode)[-3:] == "600"
