"""English as newsrooms in Europe write it: 21 November 2026, 17:42. No time ends in a full stop of its own."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "Y-m-d"  # 11/12/2026 would be a different day on either side of the Channel
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
