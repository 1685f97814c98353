"""Date and time formats of the interface."""

from datetime import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

MOMENT = datetime(2026, 11, 21, 17, 42)
SHAPES = ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "TIME_FORMAT")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["21 November 2026, 17:42", "2026-11-21 17:42", "17:42"]),
        ("de", ["21. November 2026 17:42", "21.11.2026 17:42", "17:42"]),
    ],
)
def test_no_time_format_ends_in_a_full_stop(language, written):
    with translation.override(language):
        assert [date_format(MOMENT, shape) for shape in SHAPES] == written
