"""Lighthouse judges the site as it is run in production: nothing less than a hundred."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.alone


def test_lighthouse_gives_a_hundred_for_everything_on_mobile_and_desktop():
    lighthouse = os.environ.get("LIGHTHOUSE", "")
    if not Path(lighthouse).is_file():
        pytest.skip("Lighthouse is not tried: LIGHTHOUSE names no program (npm: lighthouse). See .ci/run.")

    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.lighthouse", lighthouse], cwd=ROOT, capture_output=True, text=True
    )

    assert told.returncode == 0, told.stdout + told.stderr
