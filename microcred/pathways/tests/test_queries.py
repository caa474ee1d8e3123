from datetime import timedelta

from microcred.credentials.consequences import following
from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.pathways.models import Enrolment
from microcred.pathways.queries import audits_of, enrolments, suggestions_for
from microcred.pathways.tests.make import cohort, enrolled, handed_in, literacy
from microcred.portfolios.operations import withdraw
from microcred.portfolios.tests.make import started
from microcred.programs.tests.make import educators


def requirement(cast, enrolment, key, **how):
    came = audits_of([enrolment], at=how.pop("at", cast.at + timedelta(days=1)), **how)[enrolment.pk]
    return next(one for one in came.requirements if one.key == key)


def test_what_is_handed_in_counts_for_its_stack_and_its_domain(cast):
    ada = enrolled(cast)
    handed_in(cast, literacy(cast))

    for name in ("total", "domain", "literacy"):
        assert requirement(cast, ada, f"year-one/{name}").is_met, name


def test_what_is_withdrawn_does_not(cast):
    ada = enrolled(cast)
    submission = handed_in(cast, literacy(cast))
    withdraw(actor=cast.ada, submission=submission, at=cast.at)

    assert not requirement(cast, ada, "year-one/total").is_met


def test_what_is_only_begun_nobody_else_sees(cast):
    ada = enrolled(cast)
    started(cast, literacy(cast))

    assert requirement(cast, ada, "year-one/literacy").under_way == ()
    mine = requirement(cast, ada, "year-one/literacy", with_begun=True)
    assert [one.micro_credential for one in mine.under_way] == [mine.under_way[0].micro_credential]
    assert mine.status == "in progress"


def test_an_award_without_a_submission_here_counts_as_handed_in(cast):
    ada = enrolled(cast)
    credentials.award(cast, of=literacy(cast))

    assert requirement(cast, ada, "year-one/literacy", at=cast.at + timedelta(days=40)).is_met


def test_what_is_missing_comes_with_what_would_meet_it_and_not_what_is_there(cast):
    ada = enrolled(cast)
    there = literacy(cast)
    other = literacy(cast, "teaching-academic-words-in-depth")
    handed_in(cast, there)
    came = audits_of([ada], at=cast.at + timedelta(days=1))[ada.pk]

    found = suggestions_for(came, ada.area)

    assert [entry.slug for entry in found["year-two/literacy"].entries] == [other.micro_credential.slug]
    assert "year-one/literacy" not in found
    assert found["year-three/bias"].entries == ()


def test_many_are_audited_in_as_many_queries_as_one(cast, django_assert_num_queries):
    of = cohort(cast)
    people = educators(12)
    for person in people:
        appoint(actor=None, person=person, organization=cast.places["rock-hill"], role=Role.EDUCATOR, at=cast.at)
    version = literacy(cast)
    first = enrolled(cast, of, person=people[0])
    handed_in(cast, version, person=people[0])
    audits_of(list(enrolments()), at=cast.at)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        audits_of(list(enrolments()), at=cast.at)
    Enrolment.objects.bulk_create(
        Enrolment(cohort=of, person=person, area="elementary", entered_on=first.entered_on, enrolled_at=cast.at)
        for person in people[1:]
    )
    with django_assert_num_queries(len(one)):
        audits_of(list(enrolments()), at=cast.at)


def test_what_a_revocation_takes_from_a_requirement_is_foreseen(cast):
    ada = enrolled(cast)
    award = credentials.award(cast, of=literacy(cast))
    at = cast.at + timedelta(days=40)
    found = [each for each in following(award, at=at) if each.kind == "requirement_lost"]
    before = {one.key: one.counted for one in audits_of([ada], at=at)[ada.pk].requirements}
    revoke(actor=cast.lena, award=award, reason="Error.", at=at)
    after = {one.key: one.counted for one in audits_of([ada], at=at)[ada.pk].requirements}
    lost = [after[key] - before[key] for key in before if after[key] != before[key]]
    assert [each.amount for each in found] == lost != []
    assert all(each.subject == ada.pk for each in found)


def test_work_that_counts_when_it_is_handed_in_loses_nothing(cast):
    enrolled(cast)
    of = literacy(cast)
    handed_in(cast, of)
    award = credentials.award(cast, of=of)
    assert [each for each in following(award, at=cast.at + timedelta(days=40)) if each.kind == "requirement_lost"] == []
