"""The differences between a clip and its article account for both texts."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from articles.domain.articles import revisions
from articles.domain.imports import importer
from articles.formats import clip_differences
from articles.models import Article

SEEDS = sorted(Path(settings.SEEDS_DIR).glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_applied_to_the_clip_they_give_the_article(db: None, path: Path) -> None:
    importer.import_clip(path.read_bytes(), path.name)
    article = Article.objects.get()

    changes = clip_differences.differences(article)

    assert changes
    assert clip_differences.apply(article.clip.text, changes) == clip_differences.article_text(article)


def test_what_an_editor_changes_is_among_them(db: None, seed: Callable[[str], bytes]) -> None:
    importer.import_clip(seed("003"), "003.txt")
    article = Article.objects.get()
    article.headline = "Eine ganz andere Überschrift"
    article.body = article.body.replace("<p>", "<p>Neu hinzugefügt: ", 1)
    revisions.save(article, None)

    changes = clip_differences.differences(Article.objects.get())

    assert any("Neu hinzugefügt:" in change.now for change in changes)
    assert clip_differences.apply(article.clip.text, changes) == clip_differences.article_text(Article.objects.get())


def test_what_is_left_out_says_what_it_was(db: None, seed: Callable[[str], bytes]) -> None:
    importer.import_clip(seed("003"), "003.txt")

    changes = clip_differences.differences(Article.objects.get())

    assert {"boilerplate", "comment"} <= {change.role for change in changes if change.kind == clip_differences.LEFT_OUT}


def test_an_article_without_a_clip_differs_from_nothing(make_article: Callable[..., Article]) -> None:
    assert clip_differences.differences(make_article(source=None)) == []


def test_what_is_too_long_to_compare_is_told(make_article: Callable[..., Article], make_clip: Any) -> None:
    article = make_article(clip=make_clip("Wort " * (clip_differences.MAX_WORDS + 1)))

    with pytest.raises(clip_differences.TooLong):
        clip_differences.differences(article)


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_any_two_texts_are_accounted_for(old: str, new: str) -> None:
    segments = [{"start": i, "end": min(i + 7, len(old)), "role": f"r{i}"} for i in range(0, len(old), 7)]

    changes = [
        difference
        for change in clip_differences._changes(old, new)
        for difference in clip_differences._by_role(old, change, segments)
    ]

    assert clip_differences.apply(old, changes) == new
    assert all(earlier.end <= later.start for earlier, later in pairwise(changes))
