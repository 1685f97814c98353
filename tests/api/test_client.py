"""A client generated from the schema works against the running server."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from .test_writing import Program

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def client_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the importable package that openapi-python-client generates."""
    schema = tmp_path / "schema.yaml"
    manage = Path(__file__).resolve().parents[2] / "manage.py"
    subprocess.run([sys.executable, manage, "spectacular", "--file", schema], check=True)
    output_folder = tmp_path / "out"
    search_path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # its own ruff
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", schema, "--meta", "none"]
    subprocess.run(
        [*command, "--output-path", output_folder / "made_client", "--fail-on-warning"],
        check=True,
        env={**os.environ, "PATH": search_path},
    )
    monkeypatch.syspath_prepend(output_folder)
    return "made_client"


def test_a_generated_client_can_read_and_write(
    client_package: str, live_server: Any, make_article: Any, editor: User
) -> None:
    make_article(slug="a", headline="Rathaus")
    client = importlib.import_module(client_package)
    read = importlib.import_module(f"{client_package}.api.articles.get_article")
    create = importlib.import_module(f"{client_package}.api.desk.create_article")
    models = importlib.import_module(f"{client_package}.models")

    with client.Client(base_url=live_server.url) as public:
        article = read.sync("a", client=public)
    with client.AuthenticatedClient(base_url=live_server.url, token=Program(editor).secret) as program:
        draft = create.sync(client=program, body=models.ArticleInput(headline="Neu"))

    assert article.headline == "Rathaus"
    assert (draft.headline, draft.state) == ("Neu", "draft")
