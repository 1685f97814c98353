"""Clips in the archive."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError


def test_two_clips_never_have_the_same_bytes(make_clip):
    make_clip(sha256="a" * 64)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_clip(sha256="a" * 64)


def test_a_clip_without_a_whole_hash_is_refused(make_clip):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_clip(sha256="abc")


def test_a_clip_stays_as_long_as_an_article_rests_on_it(make_article, make_clip):
    article = make_article(clip=make_clip())

    with pytest.raises(ProtectedError):
        article.clip.delete()
