"""Lanes: everything is done once, whatever is raised comes out, and who is killed is missed.

Run by `test_lanes.py` in a process of their own: lanes are forked from one that has no other thread, as the command's,
while the tests' own process holds those of servers and browsers.
"""

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from microcred.credentials.lists import Listed
from microcred.credentials.models import Award, AwardIntent, Issuance, SignedCredential
from microcred.credentials.operations import issuances, issue, stop_issuing
from microcred.credentials.operations.refusals import IssuingStopped
from microcred.credentials.tests import make
from microcred.organizations.models import Person
from microcred.site import issuing
from microcred.site.lanes import LaneLost, in_lanes
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def ask_the_database(number: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [number])
        return os.getpid(), cursor.fetchone()[0]


def test_each_piece_is_done_once_in_other_processes():
    done = list(in_lanes(range(5), ask_the_database, lanes=2))
    assert sorted(number for _pid, number in done) == list(range(5))
    processes = {pid for pid, _number in done}
    assert len(processes) == 2
    assert os.getpid() not in processes


def test_a_single_piece_needs_no_process():
    assert list(in_lanes([7], ask_the_database, lanes=2)) == [(os.getpid(), 7)]


def test_what_a_piece_raises_is_raised_here():
    def refuse(number: int) -> int:
        if number == 1:
            raise IssuingStopped
        return number

    with pytest.raises(IssuingStopped):
        list(in_lanes(range(4), refuse, lanes=2))


def test_one_that_is_killed_is_missed():
    def die(number: int) -> int:
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(LaneLost, match="2 of 4"):
        list(in_lanes(range(4), die, lanes=2))


@pytest.fixture
def issuance(cast: Cast, monkeypatch) -> Issuance:
    """Seven people in four batches."""
    monkeypatch.setattr(issuances, "BATCH", 2)
    make.issuer(cast)
    return issue(
        actor=None,
        version=make.version(cast),
        rows=[Listed(2 + n, f"person-{n}@example.org", f"Person {n}", cast.at - timedelta(days=9)) for n in range(7)],
        basis=Issuance.Basis.ATTESTED,
        origin="",
        key="",
        tells=True,
        at=cast.at,
    )


@pytest.mark.parametrize("verb", ["write_batch", "sign_batch"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_with_signal_9_and_begun_again_everyone_has_it_once(
    issuance: Issuance, monkeypatch, tmp_path: Path, verb: str, when: str
):
    scar = tmp_path / "killed"
    do = getattr(issuing, verb)

    def dying(**order):
        done = do(**order) if when == "after" else None
        if order["batch"].number == 0 and not scar.exists():
            scar.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return done or do(**order)

    monkeypatch.setattr(issuing, verb, dying)
    with pytest.raises(LaneLost):
        issuing.work_off(issuance)
    rows: list[int] = []
    issuing.work_off(issuance, tick=rows.append)
    assert sum(rows) in (2, 4), "what the killed one had left; the other went on"
    assert Award.objects.count() == SignedCredential.objects.count() == AwardIntent.objects.count() == 7
    assert Person.objects.filter(email__startswith="person-").count() == 7
    assert AwardIntent.objects.values("status_index").distinct().count() == 7


def test_a_stopped_issuer_stops_every_lane(cast: Cast, issuance: Issuance):
    stop_issuing(actor=None, issuer=issuance.issuer, reason="A key may have leaked.", at=cast.at)
    with pytest.raises(IssuingStopped):
        issuing.work_off(issuance)
    assert not Award.objects.exists()
