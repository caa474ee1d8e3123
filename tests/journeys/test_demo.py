"""`make demo` as a new user meets it: it starts, says where, stops everything, and keeps what people did."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from microcred.site.demo.cast import CAST
from tests.journeys.conftest import CHECKOUT, begin, surroundings
from tests.journeys.parts import children_of, left_of
from tests.journeys.processes import wait_until

pytestmark = pytest.mark.xdist_group("journeys")

AS_LEFT = "as people left it"
"""What is said of a world that was there already."""


def test_a_new_user_is_introduced_to_everybody_and_is_left_with_nothing_running(fresh):
    for member in CAST:
        assert any(member.name in line for line in fresh.lines), f"no line for {member.name}"
    assert not any(AS_LEFT in line for line in fresh.lines)
    assert fresh.exit_code == 0
    assert fresh.left_running == []


@pytest.fixture(scope="module")
def home(fresh, tmp_path_factory) -> Path:
    """One copy of the world, on which one test after another goes on, however the one before had it stopped."""
    return fresh.copy(tmp_path_factory.mktemp("kept") / "home")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_with_what_was_there_and_stops_everything_it_started(home, number):
    again = begin(home)
    assert any(AS_LEFT in line for line in again.lines)
    for member in CAST:
        assert any(member.name in line for line in again.lines), f"no line for {member.name}"
    assert urllib.request.urlopen(f"{again.url}/alive/").status == 200
    started = children_of(again.process.pid)
    assert started
    assert again.stop(number) == 0
    assert left_of(started) == []


def test_what_ends_by_itself_is_started_again(home):
    """Kill the web server, the worker and PostgreSQL: people go on, and nothing they did is lost."""
    demonstration = begin(home)
    assert any(AS_LEFT in line for line in demonstration.lines)
    for pid in children_of(demonstration.process.pid):
        if "granian" in command_of(pid) or " worker" in command_of(pid):
            os.kill(pid, signal.SIGKILL)
    os.kill(int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    wait_until(lambda: answers(f"{demonstration.url}/catalogue/"), "it serves pages again")
    assert any(" worker" in command_of(pid) for pid in children_of(demonstration.process.pid))
    assert demonstration.stop() == 0


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(url, timeout=5).status == 200
    except OSError:
        return False


def test_outside_a_demonstration_nobody_signs_in_with_one_click():
    from django.urls import NoReverseMatch, reverse

    with pytest.raises(NoReverseMatch):
        reverse("demo_cast")


def test_the_lead_finds_true_figures_on_every_page_of_quality(arrive):
    lena = arrive("lena")
    page = lena.get_by_role("main")
    expect(page).to_contain_text("is much milder than all who read the same work")

    lena.goto("/scoring/quality/")
    lena.get_by_role("link", name="Messages That Start Conversations, by Link").first.click()
    expect(page).to_contain_text("110 submissions read twice")
    drawn = page.locator("section, div").filter(has_text="Severity, the harshest first").last
    assert len(re.findall(r"[+−]\d\.\d\d ± ", drawn.inner_text())) == 7, "somebody has no severity"
    version = lena.url.rstrip("/").rpartition("/")[2]

    lena.goto(f"/scoring/quality/differences/?version={version}")
    expect(page.get_by_role("heading", level=2)).not_to_have_count(0)
    lena.goto("/scoring/readers/carolinacred/")
    expect(page).to_contain_text("asks for a look")
    lena.get_by_role("link", name="Otis Kettleborough").click()
    expect(page).to_contain_text("0 of 5 papers read")
    lena.goto("/scoring/reliability/carolinacred/")
    expect(page).to_contain_text("would be decided otherwise by another")
    lena.goto("/scoring/capacity/carolinacred/")
    expect(page).not_to_contain_text("not enough known")
    lena.goto(f"/scoring/policies/versions/{version}/")
    lena.get_by_role("button", name="See what it would mean").click()
    expect(page).to_contain_text("On 110 submissions of yours")
    expect(page).not_to_contain_text("not enough readings")


def test_what_the_demonstration_leaves_holds_every_invariant(demonstration):
    done = subprocess.run(
        [sys.executable, "-m", "microcred.cli", "check-invariants"],
        cwd=CHECKOUT,
        env=surroundings(demonstration.home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
