"""What is kept of the figures of a version is what would be counted now, to the last digit, whatever has happened."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from microcred.analytics.queries import Wanted, differences_between, quality, version_quality
from microcred.foundation import kept_figures
from microcred.foundation.kept_figures import KeptFigures
from microcred.scoring.models import ResetCase
from microcred.scoring.operations import begin_reset, declare_aims, declare_policy, reset
from microcred.scoring.queries import Scope, agreement, reset_preview
from microcred.scoring.rules import PLATFORM_AIMS, Kind, Policy
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def lea(cast):
    return make.assessor(cast, "Lea")


@pytest.fixture
def version(cast, lea):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    owner = cast.places["carolinacred"]
    twice = Policy(Kind.DOUBLE)
    declare_policy(actor=cast.lena, organization=owner, policy=twice, reason="So.", at=cast.at)
    return make.published(cast)


@pytest.fixture
def as_served(monkeypatch):
    """Nothing is counted again to compare it, as on a server."""
    monkeypatch.setattr(kept_figures, "compares", False)


def read_twice(cast, version, lea, name: str, *, day: int = 1):
    item = make.waiting(make.educator(cast, name), version, at=cast.at)
    for reader in (cast.ben, lea):
        item.refresh_from_db()
        make.read(item, reader, at=cast.at + day * DAY)
    return item


def looked_at(cast, version, *, days: int = 9):
    return version_quality(version, since=None, until=cast.at + days * DAY)


def reckoned(cast, version, monkeypatch):
    """The same by a process that has kept nothing."""
    with monkeypatch.context() as afresh:
        afresh.setattr(agreement, "_KEPT", KeptFigures(0))
        afresh.setattr(quality, "_KEPT", KeptFigures(0))
        return looked_at(cast, version)


@pytest.fixture
def counted(monkeypatch):
    """How often figures were counted."""
    times = []
    count = quality.quality_of
    monkeypatch.setattr(quality, "quality_of", lambda *args, **more: times.append(1) or count(*args, **more))
    return times


@pytest.mark.usefixtures("as_served")
def test_looked_at_again_nothing_is_counted_and_after_a_decision_it_is(cast, version, lea, counted, monkeypatch):
    read_twice(cast, version, lea, "Uma")
    one = looked_at(cast, version)
    assert (looked_at(cast, version).figures, len(counted)) == (one.figures, 1)
    assert looked_at(cast, version, days=30).figures == one.figures, "nothing was decided since"
    assert len(counted) == 1

    read_twice(cast, version, lea, "Vic")
    two = looked_at(cast, version)
    assert (one.figures.read_twice, two.figures.read_twice) == (1, 2)
    assert two.figures == reckoned(cast, version, monkeypatch).figures
    assert two.readings == reckoned(cast, version, monkeypatch).readings


@pytest.mark.usefixtures("as_served")
def test_held_against_other_aims_they_are_other_figures(cast, version, lea, monkeypatch):
    read_twice(cast, version, lea, "Uma")
    before = looked_at(cast, version)
    strict = replace(PLATFORM_AIMS, decisions=97)
    owner = cast.places["carolinacred"]
    declare_aims(actor=cast.lena, organization=owner, aims=strict, reason="So.", at=cast.at + DAY)

    after = looked_at(cast, version)
    assert (before.figures.decisions.aim, after.figures.decisions.aim) == (0.85, 0.97)
    assert after.figures == reckoned(cast, version, monkeypatch).figures


@pytest.mark.usefixtures("as_served")
def test_what_was_reset_is_in_no_kept_figure(cast, version, lea, monkeypatch):
    for name in ("Uma", "Vic"):
        read_twice(cast, version, lea, name)
    assert looked_at(cast, version).figures.read_twice == 2
    about = Scope(cast.places["carolinacred"], version, lea, cast.at, cast.at + 2 * DAY, cast.lena)
    campaign = begin_reset(
        actor=cast.lena,
        scope=about,
        reason="An old rubric.",
        tells_at_start=False,
        confirmed=reset_preview(about, at=about.until).sums.readings,
        form_key=uuid4(),
        at=cast.at + 3 * DAY,
    )
    for case in ResetCase.objects.filter(campaign=campaign):
        reset(actor=None, case=case, at=cast.at + 3 * DAY)

    assert looked_at(cast, version).figures.read_twice == 0
    assert looked_at(cast, version).figures == reckoned(cast, version, monkeypatch).figures


@pytest.mark.usefixtures("as_served")
def test_what_one_lead_is_not_shown_is_decided_anew_for_each(cast, version, lea):
    """The pairs are kept for all who lead; whose own work is among them is not."""
    item = make.waiting(cast.ada, version, at=cast.at)
    criterion = version.criteria.filter(required_position__gt=1).order_by("position").first()
    make.read(item, cast.ben, at=cast.at + DAY)
    item.refresh_from_db()
    make.read(item, lea, at=cast.at + DAY, higher=(criterion,))

    def seen(lead) -> int:
        return len(differences_between([version], Wanted(), lead=lead, until=cast.at + 9 * DAY).pairs)

    assert (seen(cast.lena), seen(cast.ada), seen(cast.lena)) == (1, 0, 1)
