"""Taking the test by which assessors qualify: its papers, its ends, what it opens, and who is refused."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from microcred.calibration.models import AttemptPaper, Certificate, PaperReading, PaperSet, QualifyingAttempt
from microcred.calibration.operations import (
    AnotherPaper,
    CriterionUnscored,
    NoTest,
    NotPractised,
    SeesWhatIsAgreed,
    StillCertified,
    TooEarly,
    TooFewPapers,
    answer_paper,
    open_paper,
    practise,
    set_paper_aside,
    take_test,
)
from microcred.calibration.queries import (
    State,
    assessors_of,
    assessors_standing,
    is_qualified,
    may_score_anything,
    standing_in,
    trials_for,
)
from microcred.calibration.reactions import remind_of_certificates
from microcred.calibration.tests.make import (
    ALIKE,
    OTHERWISE,
    SHORT,
    agreed,
    answer,
    assessor,
    educator,
    levels,
    met_and_tried,
    offered,
    publish,
    say,
    taken,
    terms,
)
from microcred.credentials.models import DocumentIntent
from microcred.credentials.queries import documents_of
from microcred.credentials.tests.make import issuer
from microcred.credentials.verification import check
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.openbadges.documents import parse
from microcred.openbadges.models import holder_matches
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import appoint, dismiss
from microcred.portfolios.models import Judge, Quarantine, SubmittedItem

YEAR = timedelta(days=365)


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


def test_kim_qualifies_and_may_score_for_a_year(cast, kim, version):
    assert not is_qualified(kim, version, at=cast.at)
    assert not may_score_anything(kim, at=cast.at)
    assert taken(cast, kim, version, *ALIKE[1:]).end is None, "nine papers decide nothing"
    standing = taken(cast, kim, version, 1)
    assert (standing.end.verdict, standing.read, standing.share) == ("qualified", 10, 100)
    certificate = Certificate.objects.get()
    assert (certificate.assessor, certificate.version) == (kim, version)
    assert is_qualified(kim, version, at=cast.at)
    assert list(assessors_of(version, at=cast.at)) == [kim]
    assert is_qualified(kim, version, at=cast.at + YEAR - timedelta(seconds=1))
    assert not is_qualified(kim, version, at=cast.at + YEAR)
    assert not is_qualified(kim, offered(cast, name="Other"), at=cast.at)
    assert {notice.kind for notice in Notice.objects.filter(person=kim)} == {"certified"}
    assert Notice.objects.filter(person=cast.lena, kind="attempt_ended").count() == 1


def test_who_differs_is_told_not_yet_and_what_to_practise(cast, kim, version):
    standing = taken(cast, kim, version, *OTHERWISE)
    assert standing.end.verdict == "not_yet"
    assert {(one.times, one.of, one.kinder, one.stricter) for one in standing.off} == {(10, 10, 0, 10)}
    assert not is_qualified(kim, version, at=cast.at)


def test_leaving_and_coming_back_leads_to_the_same_paper(cast, kim, version):
    first = take_test(actor=kim, version=version, at=cast.at)
    later = take_test(actor=kim, version=version, at=cast.at + timedelta(days=9))
    assert later == first
    assert QualifyingAttempt.objects.count() == AttemptPaper.objects.count() == 1
    assert Judge.objects.filter(person=kim, submission=first.paper.submission).exists(), "nobody tells whose it is"


def test_a_double_click_is_one_reading_and_another_tab_is_told(cast, kim, version):
    given, key = take_test(actor=kim, version=version, at=cast.at), uuid4()
    answer(cast, given, form_key=key)
    assert answer(cast, given, form_key=key).read == 1
    with pytest.raises(AnotherPaper):
        answer(cast, given)
    assert PaperReading.objects.filter(person=kim).count() == 1


def test_a_reading_is_whole_and_ones_own(cast, kim, version):
    given = take_test(actor=kim, version=version, at=cast.at)
    with pytest.raises(CriterionUnscored):
        answer_paper(actor=kim, given=given, judgements={}, form_key=uuid4(), at=cast.at)
    with pytest.raises(NotAllowed):
        answer_paper(actor=cast.bea, given=given, judgements=levels(given.paper), form_key=uuid4(), at=cast.at)


def test_the_seed_says_the_order(cast, version):
    orders = []
    for name in ("Lou", "Max", "Noa"):
        person = assessor(cast, name)
        first = take_test(actor=person, version=version, at=cast.at, seed=3)
        answer(cast, first)
        orders.append((first.paper_id, take_test(actor=person, version=version, at=cast.at).paper_id))
    assert len(set(orders)) == 1


def test_trying_again_waits_and_gives_papers_not_seen(cast, kim, version):
    taken(cast, kim, version, *OTHERWISE)
    seen = set(AttemptPaper.objects.values_list("paper", flat=True))
    with pytest.raises(TooEarly) as no:
        take_test(actor=kim, version=version, at=cast.at + timedelta(days=13))
    assert "September 16" in str(no.value), "the first whole day"
    again = cast.at + timedelta(days=14)
    taken(cast, kim, version, *OTHERWISE, at=again)
    assert not seen & set(AttemptPaper.objects.filter(given_at=again).values_list("paper", flat=True))
    with pytest.raises(TooEarly):
        take_test(actor=kim, version=version, at=again + timedelta(days=200))
    with pytest.raises(TooFewPapers):
        take_test(actor=kim, version=version, at=cast.at + YEAR)


def passed_over(cast, kim, version):
    """Kim sets the paper that was given aside, instead of reading it."""
    given = take_test(actor=kim, version=version, at=cast.at, seed=7)
    piece = SubmittedItem.objects.filter(submission=given.paper.submission).first()
    set_paper_aside(actor=kim, paper=given.paper, piece=piece, reason=Quarantine.Reason.choices[0][0], at=cast.at)


def test_who_sets_one_paper_aside_may_qualify_by_the_others(cast, kim, version):
    passed_over(cast, kim, version)
    assert taken(cast, kim, version, *ALIKE).end.verdict == "qualified"


def test_nobody_chooses_by_what_they_are_tried(cast, kim, version):
    passed_over(cast, kim, version)
    passed_over(cast, kim, version)
    standing = taken(cast, kim, version, *ALIKE)

    assert (standing.end.verdict, standing.awaits_ruling) == ("undecided", True)
    assert not is_qualified(kim, version, at=cast.at)
    assert "set 2 papers aside" in Notice.objects.get(person=cast.lena, kind="attempt_ended").body


def test_a_certificate_is_an_open_badge_that_ends(cast, kim, version):
    issuer(cast)
    taken(cast, kim, version, *ALIKE)
    badge = Certificate.objects.get().badge
    outbox.deliver_all()
    text = DocumentIntent.objects.get(pk=badge.pk).text.encode()
    assert check(text, at=cast.at + timedelta(days=1)).verdict is Verdict.VALID
    assert check(text, at=cast.at + YEAR + timedelta(days=1)).verdict is Verdict.EXPIRED
    said = parse(text)
    assert said["credentialSubject"]["achievement"]["name"] == f"Certified assessor: {version.title}"
    assert holder_matches(said["credentialSubject"], kim.email)
    assert kim.name not in text.decode()
    assert badge in documents_of(kim)


def test_a_certificate_is_renewed_in_its_last_days(cast, kim, version):
    taken(cast, kim, version, *ALIKE)
    with pytest.raises(StillCertified):
        take_test(actor=kim, version=version, at=cast.at + timedelta(days=300))
    late = cast.at + timedelta(days=320)
    taken(cast, kim, version, *ALIKE, at=late)
    assert is_qualified(kim, version, at=cast.at + YEAR)
    assert is_qualified(kim, version, at=late + YEAR - timedelta(seconds=1))
    used = AttemptPaper.objects.values_list("paper", flat=True)
    assert len(set(used)) == 20, "what was never seen comes first"


def test_the_right_rests_with_the_role(cast, kim, version):
    taken(cast, kim, version, *ALIKE)
    dismiss(actor=kim, membership=Membership.objects.get(person=kim), at=cast.at + timedelta(days=1))
    assert not is_qualified(kim, version, at=cast.at + timedelta(days=1))
    assert not assessors_of(version, at=cast.at + timedelta(days=1)).exists()


def test_nothing_is_agreed_about_papers_one_knows(cast, version):
    """Ben and Bea sat on the panels: they are given none of these papers."""
    for person in (cast.ben, cast.bea):
        with pytest.raises(TooFewPapers):
            take_test(actor=person, version=version, at=cast.at)


def test_who_sees_what_is_agreed_is_not_tried(cast, kim, version):
    with pytest.raises(SeesWhatIsAgreed):
        take_test(actor=cast.lena, version=version, at=cast.at)
    given = take_test(actor=kim, version=version, at=cast.at)
    appoint(actor=None, person=kim, organization=cast.places["carolinacred"], role=Role.LEAD_ASSESSOR, at=cast.at)
    with pytest.raises(SeesWhatIsAgreed):
        answer(cast, given)


@pytest.mark.parametrize("who", ["ada", "cora", "gus"])
def test_nobody_else_takes_it(cast, version, who):
    with pytest.raises(NotAllowed):
        take_test(actor=getattr(cast, who), version=version, at=cast.at)


def test_papers_by_somebody_one_is_close_to_are_not_given(cast, kim, version):
    given = take_test(actor=kim, version=version, at=cast.at)
    appoint(actor=None, person=kim, organization=cast.places["cedar-creek"], role=Role.COACH, at=cast.at)
    assert take_test(actor=kim, version=version, at=cast.at) is None, "all are from that school"
    standing = standing_in(QualifyingAttempt.objects.get(), at=cast.at)
    assert (standing.end.verdict, standing.read) == ("undecided", 0)
    with pytest.raises(AnotherPaper):
        answer(cast, given)


def test_a_paper_that_lost_its_consent_is_passed_over(cast, kim, version):
    first = take_test(actor=kim, version=version, at=cast.at)
    say(first.paper, granted=False, at=cast.at)
    with pytest.raises(AnotherPaper):
        answer(cast, first)
    second = take_test(actor=kim, version=version, at=cast.at)
    assert second.paper != first.paper
    assert second.position == 2
    answer(cast, second)
    assert taken(cast, kim, version, *ALIKE[1:]).end.verdict == "qualified"


def test_first_one_reads_the_anchors_and_practises(cast, kim, version):
    anchor, lesson = (agreed(cast, version, person=educator(cast, name)) for name in ("Zoe", "Yan"))
    publish(cast, anchor, kind=PaperSet.Kind.ANCHOR)
    publish(cast, lesson, kind=PaperSet.Kind.PRACTICE)
    with pytest.raises(NotPractised):
        take_test(actor=kim, version=version, at=cast.at)
    for paper in (anchor, lesson):
        open_paper(actor=kim, paper=paper, at=cast.at)
    with pytest.raises(NotPractised) as no:
        take_test(actor=kim, version=version, at=cast.at)
    assert "anchors 0, practice papers 1" in str(no.value)
    practise(actor=kim, paper=lesson, judgements=levels(lesson), form_key=uuid4(), at=cast.at)
    assert take_test(actor=kim, version=version, at=cast.at)


def test_without_papers_or_terms_there_is_no_test(cast, kim):
    paper = agreed(cast, offered(cast, name="Other"))
    with pytest.raises(NoTest):
        take_test(actor=kim, version=paper.version, at=cast.at)
    publish(cast, paper)
    with pytest.raises(TooFewPapers):
        take_test(actor=kim, version=paper.version, at=cast.at)


def test_attempts_go_on_by_the_terms_and_the_edition_of_their_day(cast, kim, version):
    given = take_test(actor=kim, version=version, at=cast.at)
    later = cast.at + timedelta(days=1)
    terms(cast, replace(SHORT, fewest=11), at=later)
    publish(cast, given.paper)
    answer(cast, given, at=later)
    assert taken(cast, kim, version, *ALIKE[1:], at=later).end.verdict == "qualified"


def test_where_everybody_stands(cast, kim, version):
    lou, max_ = assessor(cast, "Lou"), assessor(cast, "Max")
    taken(cast, kim, version, *ALIKE)
    taken(cast, lou, version, *OTHERWISE)
    taken(cast, max_, version, 1)
    stand = {one.person: one.state(cast.at) for one in assessors_standing(version, at=cast.at)}
    assert stand == {kim: State.CERTIFIED, lou: State.NOT_YET, max_: State.TESTING}
    (mine,) = trials_for(kim, [version], at=cast.at + YEAR)
    assert (mine.state, mine.until) == (State.EXPIRED, cast.at + YEAR)
    (theirs,) = trials_for(cast.ben, [version], at=cast.at)
    assert theirs.state is None


def test_who_is_certified_is_reminded_once_each_time(cast, kim, version, monkeypatch):
    taken(cast, kim, version, *ALIKE)
    for days, told in ((100, 0), (306, 1), (320, 1), (352, 2), (364, 2), (366, 3), (370, 3), (500, 3)):
        monkeypatch.setattr("microcred.calibration.reactions.now", lambda days=days: cast.at + timedelta(days=days))
        remind_of_certificates()
        assert Notice.objects.filter(person=kim, kind="certificate_ends").count() == told, days


def test_who_renewed_is_not_reminded_of_the_one_before(cast, kim, version, monkeypatch):
    taken(cast, kim, version, *ALIKE)
    taken(cast, kim, version, *ALIKE, at=cast.at + timedelta(days=310))
    monkeypatch.setattr("microcred.calibration.reactions.now", lambda: cast.at + YEAR)
    remind_of_certificates()
    assert not Notice.objects.filter(kind="certificate_ends").exists()


def test_what_a_test_leaves_behind_is_frozen(cast, kim, version):
    taken(cast, kim, version, *ALIKE)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Certificate.objects.update(expires_at=cast.at + 2 * YEAR)
