"""The main job over HTTP, as `microcred journey` plays it against a running demonstration."""

import json
import subprocess
import sys

import pytest

from tests.journeys.conftest import CHECKOUT

pytestmark = pytest.mark.xdist_group("journeys")

LEFT_BEHIND = {
    "credential.json": b"{",
    "credential.png": b"\x89PNG",
    "credential.svg": b"<",
    "certificate.pdf": b"%PDF",
    "feedback.pdf": b"%PDF",
    "transcript.json": b"{",
}


def microcred(demonstration, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "microcred.cli", *arguments],
        cwd=CHECKOUT,
        env=demonstration.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def played(demonstration, tmp_path_factory):
    out = tmp_path_factory.mktemp("journey")
    done = microcred(demonstration, "journey", "--url", demonstration.url, "--out", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout


def test_each_step_is_printed_with_its_time_and_everything_is_left_behind(played):
    out, printed = played
    assert printed.count(" ms ") >= 15
    for name, begins in LEFT_BEHIND.items():
        assert (out / name).read_bytes().startswith(begins), name
    assert json.loads((out / "credential.json").read_bytes())["type"][1] == "OpenBadgeCredential"


def test_what_is_left_behind_verifies_and_a_tampered_copy_does_not(played, demonstration):
    out, _printed = played
    for name in ("credential.json", "credential.png", "credential.svg"):
        done = microcred(demonstration, "verify", str(out / name))
        assert done.returncode == 0, done.stdout + done.stderr
    credential = json.loads((out / "credential.json").read_bytes())
    credential["credentialSubject"]["achievement"]["name"] += "!"
    (out / "tampered.json").write_text(json.dumps(credential))
    refused = microcred(demonstration, "verify", str(out / "tampered.json"))
    assert refused.returncode == 1
    assert "changed" in refused.stdout


def test_nothing_is_lost_doubled_or_half_done(played, demonstration):
    done = microcred(demonstration, "check-invariants")
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_can_be_played_again(played, demonstration, tmp_path):
    done = microcred(demonstration, "journey", "--url", demonstration.url, "--out", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
