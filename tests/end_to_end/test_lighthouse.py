"""Lighthouse rates the site, run as in production, with 100 in every category."""

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

    process = subprocess.run(
        [sys.executable, "-m", "tests.bench.lighthouse", lighthouse], cwd=ROOT, capture_output=True, text=True
    )

    assert process.returncode == 0, process.stdout + process.stderr
