"""Of concurrent saves of one version exactly one succeeds; the others get a conflict and overwrite nothing."""

import pytest

from tests.end_to_end.test_many_clips import output_of, start_command


@pytest.mark.slow
def test_of_a_thousand_concurrent_saves_exactly_one_wins_each_time(tmp_path):
    database = f"sqlite:///{tmp_path}/race.sqlite3"
    output_of(start_command(database, "migrate", "-v", "0"))

    code = "from tests.end_to_end.races import save_concurrently; save_concurrently()"
    output = output_of(start_command(database, "shell", "-v", "0", "-c", code))

    assert output.splitlines()[-1] == "1000 True 1001"
