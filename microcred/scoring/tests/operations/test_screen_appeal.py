"""A lead looks at the grounds, where that was declared, and at nothing else."""

from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios.models import Pause
from microcred.portfolios.queries import promise_of
from microcred.scoring.models import Appeal, Decision
from microcred.scoring.operations import (
    AppealDaysOutOfRange,
    AppealTermsStand,
    ScreenedAlready,
    ScreeningReasonMissing,
    appeal,
    claim,
    claim_next,
    declare_appeal_terms,
    enqueue,
    look_at_appeal,
    screen_appeal,
)
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.queries import appeal_figures, appeals_to_screen
from microcred.scoring.tests import make

DAY = timedelta(days=1)


def screened_terms(cast, **changes):
    said = {"days": 20, "screened": True, "reason": "Few readers.", "at": cast.at} | changes
    return declare_appeal_terms(actor=cast.lena, organization=cast.places["carolinacred"], **said)


@pytest.fixture
def version(cast):
    screened_terms(cast)
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    make.qualified(cast, cast.lena)
    return make.published(cast)


def made_by(cast, person, version) -> Appeal:
    first = Criterion.objects.filter(version=version).first()
    item = make.waiting(person, version, at=cast.at)
    make.read(item, cast.ben, at=cast.at, short=(first,))
    decision = Decision.objects.get(submission=item.submission)
    return appeal(actor=person, decision=decision, grounds=[Appeal.Ground.BIAS], at=cast.at + DAY)


def test_nobody_reads_before_a_lead_has_looked_and_who_looked_reads_it_not(cast, version):
    made = made_by(cast, cast.ada, version)
    ole = make.assessor(cast, "Ole")
    assert claim_next(actor=ole, at=cast.at + DAY) is None
    assert [notice.subject for notice in Notice.objects.filter(person=cast.lena, kind="appeal_to_screen")]

    screen_appeal(actor=cast.lena, appeal=made, accepted=True, at=cast.at + 2 * DAY)

    item = claim_next(actor=ole, at=cast.at + 2 * DAY)
    assert item.submission == made.decision.submission
    with pytest.raises(TooClose):
        claim(actor=cast.lena, item=item, at=cast.at + 3 * DAY)
    with pytest.raises(ScreenedAlready):
        screen_appeal(actor=cast.lena, appeal=made, accepted=False, reason="No.", at=cast.at + 3 * DAY)


def test_a_refusal_says_why_and_lets_what_was_handed_in_go_on(cast, version):
    made = made_by(cast, cast.ada, version)
    again = make.submitted(cast.ada, version, at=cast.at + 2 * DAY, story="Two tables.")
    waits = enqueue(actor=None, submission=again, at=cast.at + 2 * DAY)
    assert Pause.objects.get().reason == Pause.Reason.APPEAL

    with pytest.raises(ScreeningReasonMissing):
        screen_appeal(actor=cast.lena, appeal=made, accepted=False, at=cast.at + 3 * DAY)
    screen_appeal(actor=cast.lena, appeal=made, accepted=False, reason="Hand it in again.", at=cast.at + 3 * DAY)

    assert promise_of(again, at=cast.at + 3 * DAY).standing_still == ()
    assert claim_next(actor=make.assessor(cast, "Ole"), at=cast.at + 3 * DAY) == waits
    assert "Hand it in again." in Notice.objects.get(person=cast.ada, kind="appeal_screened").body


def test_whoever_read_the_work_does_not_screen_and_who_leads_elsewhere_neither(cast, version):
    first = Criterion.objects.filter(version=version).first()
    item = make.waiting(cast.ada, version, at=cast.at)
    make.read(item, cast.lena, at=cast.at, short=(first,))
    decision = Decision.objects.get(submission=item.submission)
    made = appeal(actor=cast.ada, decision=decision, grounds=[Appeal.Ground.RUBRIC], at=cast.at + DAY)

    assert list(appeals_to_screen(cast.lena, at=cast.at + DAY)) == []
    with pytest.raises(Exception, match="Somebody else sees to this one"):
        raise_as_words(look_at_appeal, actor=cast.lena, appeal=made, at=cast.at + DAY)
    with pytest.raises(NotAllowed):
        look_at_appeal(actor=cast.gus, appeal=made, at=cast.at + DAY)


def raise_as_words(verb, **said):
    try:
        verb(**said)
    except Exception as refusal:
        raise AssertionError(str(refusal)) from refusal


def test_terms_hold_for_decisions_after_them(cast, version):
    made = made_by(cast, cast.ada, version)
    assert made.screened
    screened_terms(cast, screened=False, at=cast.at + DAY)
    with pytest.raises(AppealTermsStand):
        screened_terms(cast, screened=False, at=cast.at + DAY)
    with pytest.raises(AppealDaysOutOfRange):
        screened_terms(cast, days=2)
    assert [each.pk for each in appeals_to_screen(cast.lena, at=cast.at + 2 * DAY)] == [made.pk]


def test_figures_are_shown_from_five_on(cast, version):
    for number in range(4):
        made_by(cast, make.educator(cast, f"Edda {number}"), version)
    owner = [cast.places["carolinacred"]]
    assert [row.made for row in appeal_figures(owner)] == [None] * 5

    for made in [*Appeal.objects.all(), made_by(cast, make.educator(cast, "Ede"), version)]:
        screen_appeal(actor=cast.lena, appeal=made, accepted=False, reason="Hand it in again.", at=cast.at + 2 * DAY)

    everything, *by_ground = appeal_figures(owner)
    assert (everything.made, everything.decided, everything.upheld) == (5, 5, 0.0)
    assert str(everything.share) == "0 % (0 to 43 %)"
    assert [row.made for row in by_ground] == [None, None, 5, None]
