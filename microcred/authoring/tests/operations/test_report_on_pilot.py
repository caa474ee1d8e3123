import pytest

from microcred.authoring.models import Draft
from microcred.authoring.operations import OwnPilot, PilotNotFull, publish, report_on_pilot
from microcred.authoring.tests import passing as make
from microcred.catalog.models import ExitReport, Pilot, Retirement
from microcred.catalog.operations import NothingLearned, PilotEnded
from microcred.catalog.queries import in_pilot
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role

pytestmark = pytest.mark.django_db

Decision = ExitReport.Decision
FULL = {"submitted": 12, "decided": 10}


@pytest.fixture
def pilot():
    make.no_gates_but(make.university(), make.Gate.PILOT)
    return publish(actor=make.cora(), draft=make.draft(), at=make.AT).pilot


def report(pilot, decision=Decision.PUBLISH, **more):
    values = {"actor": make.peer(), "learned": "Part 2 takes longer.", "numbers": FULL, "at": make.AT}
    return report_on_pilot(**values | {"pilot": pilot, "decision": decision, **more})


def test_a_version_is_in_pilot_until_somebody_reports(pilot):
    assert in_pilot(pilot.version)

    kept = report(pilot)

    assert not in_pilot(pilot.version)
    assert (kept.reported_by, kept.numbers) == (make.peer(), FULL)


def test_who_wrote_it_does_not_say_that_it_stays_but_may_revise_or_withdraw_it(pilot):
    with pytest.raises(OwnPilot, match="You wrote on this version"):
        report(pilot, actor=make.cora())
    assert in_pilot(pilot.version)
    report(pilot, Decision.REVISE, actor=make.cora())


def test_it_ends_early_only_by_saying_so(pilot):
    with pytest.raises(PilotNotFull, match="3 of the 10"):
        report(pilot, numbers={"decided": 3})
    assert in_pilot(pilot.version)
    assert report(pilot, numbers={"decided": 3}, early=True).numbers == {"decided": 3}


def test_to_be_revised_it_need_not_be_full(pilot):
    assert report(pilot, Decision.REVISE, numbers={"decided": 0}).numbers == {"decided": 0}


def test_a_pilot_ends_once_and_with_words(pilot):
    with pytest.raises(NothingLearned):
        report(pilot, learned=" ")
    report(pilot)
    with pytest.raises(PilotEnded, match="ended this pilot already: Publish"):
        report(pilot, Decision.WITHDRAW)
    assert not Retirement.objects.exists()


def test_to_be_revised_the_draft_of_the_next_version_starts(pilot):
    report(pilot, Decision.REVISE, actor=make.colleague("Lena", Role.LEAD_ASSESSOR))

    draft = Draft.objects.get(publication__isnull=True)
    assert draft.micro_credential == pilot.version.micro_credential
    assert draft.changed_by == make.cora(), "who leads assessors writes nothing, so it starts with who published"


def test_withdrawn_it_takes_no_new_starts(pilot):
    report(pilot, Decision.WITHDRAW)

    assert Retirement.objects.get().reason == "Part 2 takes longer."


def test_a_lead_assessor_retires_nothing(pilot):
    with pytest.raises(NotAllowed):
        report(pilot, Decision.WITHDRAW, actor=make.colleague("Lena", Role.LEAD_ASSESSOR))
    assert Pilot.objects.get().pk == pilot.pk
    assert in_pilot(pilot.version)


@pytest.mark.parametrize("who", [make.gus, make.reviewers])
def test_strangers_report_nothing(pilot, who):
    person = who()
    with pytest.raises(NotAllowed):
        report(pilot, actor=person[0] if isinstance(person, list) else person)
