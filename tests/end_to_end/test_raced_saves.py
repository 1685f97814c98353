"""Many people save one version in the same moment: one wins, the others are told, nothing is overwritten."""

import pytest

from tests.end_to_end.test_many_clips import finished, manage


@pytest.mark.slow
def test_of_a_thousand_raced_saves_exactly_one_wins_each_time(tmp_path):
    database = f"sqlite:///{tmp_path}/race.sqlite3"
    finished(manage(database, "migrate", "-v", "0"))

    code = "from tests.end_to_end.races import save_concurrently; save_concurrently()"
    output = finished(manage(database, "shell", "-v", "0", "-c", code))

    assert output.splitlines()[-1] == "1000 True 1001"
