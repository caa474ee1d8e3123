"""Lanes, tested where they are at home: in a process without other threads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin import CHECKOUT

APART = Path(__file__).with_name("lanes_apart.py")


@pytest.mark.slow
def test_lanes_in_a_process_of_their_own():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(APART)],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9 passed" in done.stdout
