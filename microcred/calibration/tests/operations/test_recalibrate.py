"""A right that is paused is won back by a few papers, or by a lead; and ends only by a lead's word."""

from datetime import timedelta
from uuid import uuid4

import pytest

from microcred.calibration.models import PaperReading, PaperRetirement, PaperSet, RightPause, RightPauseEnd
from microcred.calibration.operations import (
    AnotherPaper,
    KnowsThePapers,
    NothingToPause,
    NothingToRead,
    PauseOver,
    ReasonMissing,
    RoundGoesOn,
    ShownElsewhere,
    TooFewCalibrationPapers,
    TriesSomebody,
    answer_recalibration_paper,
    ask_recalibration,
    end_right,
    pause_right,
    recalibrate,
    reinstate_right,
    retire_paper,
    set_paper_aside,
    take_recalibration,
    why_not,
)
from microcred.calibration.queries import (
    certificates_of,
    is_qualified,
    offer_to,
    pause_of,
    pauses_to_decide,
    standing_of_pause,
)
from microcred.calibration.tests.make import (
    ALIKE,
    agreed,
    assessor,
    educator,
    levels,
    met_and_tried,
    publish,
    taken,
    terms,
)
from microcred.credentials.models import Withdrawal
from microcred.credentials.tests.make import issuer
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Judge, Quarantine, SubmittedItem

pytestmark = pytest.mark.slow

DRIFT = RightPause.Because.DRIFT
DAY = timedelta(days=1)


@pytest.fixture
def tried(db):
    return met_and_tried()


@pytest.fixture
def cast(tried):
    return tried[0]


@pytest.fixture
def version(tried):
    return tried[1]


@pytest.fixture
def kim(tried):
    return tried[2]


@pytest.fixture
def certified(cast, version, kim):
    """Kim qualified by the test, and recalibrations have two papers."""
    terms(cast, recalibration=2)
    taken(cast, kim, version, *ALIKE)
    return kim


@pytest.fixture
def papers(cast, version):
    """Four calibration papers of the version, all of which show the second level throughout."""
    chosen = [agreed(cast, version, person=educator(cast, f"C{number}")) for number in range(4)]
    publish(cast, *chosen, kind=PaperSet.Kind.CALIBRATION)
    return chosen


@pytest.fixture
def pause(cast, version, certified, papers):
    return recalibrate(actor=None, assessor=certified, version=version, because=DRIFT, at=cast.at, seed=3)


def read(cast, pause, *positions, at=None):
    """Their papers one after the other, each at one level throughout: 1 is what is agreed."""
    at = at or cast.at
    for position in positions:
        given = take_recalibration(actor=pause.assessor, pause=pause, at=at)
        standing = answer_recalibration_paper(
            actor=pause.assessor,
            given=given,
            judgements=levels(given.paper, position, words=""),
            form_key=uuid4(),
            at=at,
        )
    return standing


def told(person, kind):
    return Notice.objects.filter(person=person, kind=kind)


def test_who_reads_well_goes_on_by_themselves(cast, version, kim, pause):
    assert not is_qualified(kim, version, at=cast.at)
    assert "Read 2 papers" in told(kim, "recalibration_asked").get().body
    assert told(cast.lena, "right_paused").exists()

    first = read(cast, pause, 1)
    assert (first.is_open, first.end) == (True, None), "two were asked for"
    last = read(cast, pause, 1)

    assert last.end.how == RightPauseEnd.How.RECALIBRATED
    assert is_qualified(kim, version, at=cast.at)
    assert told(kim, "right_reinstated").exists()
    assert told(cast.lena, "right_reinstated").exists()
    with pytest.raises(PauseOver):
        take_recalibration(actor=kim, pause=pause, at=cast.at)


def passed_over(cast, pause):
    """Kim sets the paper that was given aside, instead of reading it."""
    given = take_recalibration(actor=pause.assessor, pause=pause, at=cast.at)
    piece = SubmittedItem.objects.filter(submission=given.paper.submission).first()
    reason = Quarantine.Reason.choices[0][0]
    set_paper_aside(actor=pause.assessor, paper=given.paper, piece=piece, reason=reason, at=cast.at)


def test_nobody_chooses_the_papers_that_win_a_right_back(cast, version, kim, pause, papers):
    passed_over(cast, pause)
    passed_over(cast, pause)
    standing = read(cast, pause, 1, 1)

    assert (standing.last.came, standing.end, standing.awaits_lead) == ("set_aside", None, True)
    assert not is_qualified(kim, version, at=cast.at)
    assert "set more than one paper of it aside" in told(cast.lena, "recalibration_undecided").get().body


def test_what_did_not_end_well_a_lead_decides(cast, version, kim, pause):
    standing = read(cast, pause, 0, 0)

    assert (standing.last.came, standing.awaits_lead) == ("not_well", True)
    assert pauses_to_decide(cast.lena, at=cast.at) == [pause]
    assert pauses_to_decide(kim, at=cast.at) == []
    assert told(cast.lena, "recalibration_undecided").exists()
    assert not is_qualified(kim, version, at=cast.at)
    with pytest.raises(NothingToRead):
        take_recalibration(actor=kim, pause=pause, at=cast.at)
    with pytest.raises(ReasonMissing):
        reinstate_right(actor=cast.lena, pause=pause, reason=" ", at=cast.at)
    for somebody in (kim, cast.ben):
        with pytest.raises(NotAllowed):
            reinstate_right(actor=somebody, pause=pause, reason="All is well.", at=cast.at)
    reinstate_right(actor=cast.lena, pause=pause, reason="We read two papers together.", at=cast.at)
    assert is_qualified(kim, version, at=cast.at)
    assert "We read two papers together." in told(kim, "reinstated").get().body
    with pytest.raises(PauseOver):
        end_right(actor=cast.lena, pause=pause, reason="Once more.", at=cast.at)


def test_another_round_has_papers_that_they_never_had(cast, kim, pause):
    with pytest.raises(RoundGoesOn):
        ask_recalibration(actor=cast.lena, pause=pause, at=cast.at)
    read(cast, pause, 0, 0)
    ask_recalibration(actor=cast.lena, pause=pause, at=cast.at + DAY)

    standing = read(cast, pause, 1, 1, at=cast.at + DAY)

    rounds = [{given.paper_id for given in one.read} for one in standing.rounds]
    assert not rounds[0] & rounds[1]
    assert standing.end.how == RightPauseEnd.How.RECALIBRATED


def test_there_is_no_third_round_without_papers(cast, pause):
    read(cast, pause, 0, 0)
    ask_recalibration(actor=cast.lena, pause=pause, at=cast.at + DAY)
    read(cast, pause, 0, 0, at=cast.at + DAY)

    with pytest.raises(TooFewCalibrationPapers):
        ask_recalibration(actor=cast.lena, pause=pause, at=cast.at + DAY)


def test_nobody_is_paused_by_the_rule_without_papers(cast, version, certified):
    assert recalibrate(actor=None, assessor=certified, version=version, because=DRIFT, at=cast.at) is None
    assert is_qualified(certified, version, at=cast.at)
    assert not RightPause.objects.exists()


def test_papers_that_they_had_in_any_way_do_not_count(cast, version, certified, papers):
    for paper in papers[:3]:
        Judge.objects.create(submission=paper.submission, person=certified, since=cast.at)

    assert recalibrate(actor=None, assessor=certified, version=version, because=DRIFT, at=cast.at) is None


def test_a_right_that_is_paused_is_not_paused_again(cast, version, kim, pause):
    assert recalibrate(actor=None, assessor=kim, version=version, because=DRIFT, at=cast.at) is None
    with pytest.raises(NothingToPause):
        pause_right(actor=cast.lena, assessor=kim, version=version, reason="Let us talk.", at=cast.at)


def test_a_lead_pauses_with_a_reason_and_lifts_it(cast, version, certified, papers):
    with pytest.raises(ReasonMissing):
        pause_right(actor=cast.lena, assessor=certified, version=version, reason="", at=cast.at)
    with pytest.raises(NotAllowed):
        pause_right(actor=certified, assessor=certified, version=version, reason="Me.", at=cast.at)
    pause = pause_right(actor=cast.lena, assessor=certified, version=version, reason="Let us talk first.", at=cast.at)

    assert pause_of(certified, version) == pause
    assert "Let us talk first." in told(certified, "right_paused").get().body
    with pytest.raises(NothingToRead):
        take_recalibration(actor=certified, pause=pause, at=cast.at)
    ask_recalibration(actor=cast.lena, pause=pause, at=cast.at)
    assert read(cast, pause, 1, 1).end.how == RightPauseEnd.How.RECALIBRATED


def test_a_right_that_ended_is_earned_anew_by_the_test(cast, version, kim, pause):
    end_right(actor=cast.lena, pause=pause, reason="We did not come nearer.", at=cast.at)

    assert not is_qualified(kim, version, at=cast.at)
    assert not certificates_of(kim, at=cast.at).exists()
    assert why_not(offer_to(kim, version, at=cast.at), at=cast.at) is None
    later = cast.at + DAY
    taken(cast, kim, version, *ALIKE, at=later)
    assert is_qualified(kim, version, at=later)


def test_the_credential_that_says_so_ends_with_the_right(cast, version, kim, papers):
    issuer(cast)
    terms(cast, recalibration=2)
    taken(cast, kim, version, *ALIKE)
    (certificate,) = certificates_of(kim, at=cast.at)
    pause = pause_right(actor=cast.lena, assessor=kim, version=version, reason="Let us talk first.", at=cast.at)
    assert not Withdrawal.objects.exists(), "a pause is no end"

    end_right(actor=cast.lena, pause=pause, reason="We did not come nearer.", at=cast.at)

    withdrawal = Withdrawal.objects.get()
    assert withdrawal.intent == certificate.badge
    assert withdrawal.reason == "The right to score has ended.", "and not what the lead told Kim"


def test_a_paper_that_is_used_no_more_is_replaced_and_the_last_one_is_not(cast, kim, pause, papers):
    given = take_recalibration(actor=kim, pause=pause, at=cast.at)
    assert take_recalibration(actor=kim, pause=pause, at=cast.at) == given, "the same until it is read"
    retire_paper(actor=cast.lena, paper=given.paper, reason=PaperRetirement.Reason.LEAKED, note="", at=cast.at)
    with pytest.raises(AnotherPaper):
        answer_recalibration_paper(
            actor=kim, given=given, judgements=levels(given.paper, 1, ""), form_key=uuid4(), at=cast.at
        )
    another = take_recalibration(actor=kim, pause=pause, at=cast.at)
    assert another != given
    for paper in papers:
        if paper != given.paper:
            retire_paper(actor=cast.lena, paper=paper, reason=PaperRetirement.Reason.LEAKED, note="", at=cast.at)

    assert take_recalibration(actor=kim, pause=pause, at=cast.at) is None
    assert standing_of_pause(pause, at=cast.at).awaits_lead
    assert told(cast.lena, "recalibration_undecided").exists()


def test_the_same_form_sent_twice_is_one_reading(cast, kim, pause):
    given = take_recalibration(actor=kim, pause=pause, at=cast.at)
    sent = {"actor": kim, "given": given, "judgements": levels(given.paper, 1, ""), "form_key": uuid4(), "at": cast.at}

    answer_recalibration_paper(**sent)
    answer_recalibration_paper(**sent)

    assert PaperReading.objects.filter(purpose=PaperReading.Purpose.RECALIBRATION).count() == 1


def test_who_leads_the_assessing_since_knows_the_papers(cast, kim, pause):
    appoint(actor=None, person=kim, organization=cast.places["carolinacred"], role=Role.LEAD_ASSESSOR, at=cast.at)

    with pytest.raises(KnowsThePapers):
        take_recalibration(actor=kim, pause=pause, at=cast.at)


def test_somebody_else_reads_none_of_it(cast, pause):
    with pytest.raises(NotAllowed):
        take_recalibration(actor=assessor(cast, "Sam"), pause=pause, at=cast.at)


def test_calibration_papers_try_nobody_in_another_way(cast, version, papers):
    with pytest.raises(ShownElsewhere):
        publish(cast, papers[0], kind=PaperSet.Kind.VALIDITY)
    tries = agreed(cast, version, person=educator(cast, "V1"))
    publish(cast, tries, kind=PaperSet.Kind.VALIDITY)
    with pytest.raises(TriesSomebody):
        publish(cast, tries, kind=PaperSet.Kind.CALIBRATION)
