"""Working out anew what everyone has: tried first, begun by the office, each person once, on the day it holds."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from microcred.credentials.tests import make as credentials
from microcred.foundation import jobs, outbox
from microcred.foundation.clock import now
from microcred.foundation.days import beginning_of
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.recognition import operations, reactions
from microcred.recognition.models import Adjustment, Recognition, Reevaluation, ReevaluationPortion
from microcred.recognition.operations import reevaluation as verbs
from microcred.recognition.queries import reevaluation as questions
from microcred.recognition.queries.differences import differences
from microcred.recognition.queries.findings import examined, findings_on
from microcred.recognition.tests import make
from tests.cast import Cast


def go_through_all() -> None:
    """What the worker does."""
    for portion in questions.portions_to_do(before=now() + timedelta(days=1), most=1000):
        reactions.go_through(str(portion.pk))
    outbox.deliver_all()


@pytest.fixture
def rock_hill(cast: Cast):
    """Ada and eleven colleagues, each with 20 credits under South Carolina's rules."""
    entry = make.entry(cast)
    people = [cast.ada, *make.colleagues(cast, 11, of=entry.award, under=entry.policy)]
    outbox.deliver_all()
    return people


def capped(cast: Cast, at_most: str = "15"):
    """The next statement: micro-credentials count no more than so much in a cycle."""
    return make.policy(cast, make.document(version=2, caps=(make.cap(at_most),), examples=make.an_example(at_most)))


def tried(cast: Cast, policy) -> Reevaluation:
    trial = verbs.try_out(actor=cast.femi, policy=policy, at=now())
    go_through_all()
    return trial


def test_what_it_would_change_is_seen_before_anything_is(cast: Cast, rock_hill):
    policy = capped(cast)
    progress = questions.progress_of(tried(cast, policy), unit="renewal credits")

    assert progress.shown is not None
    assert (progress.shown.people, progress.shown.lose.number, progress.shown.gain.number) == (10, 10, 0)
    assert progress.shown.down == Decimal(60)
    (reason,) = progress.shown.reasons
    assert reason[0] == "south-carolina-professional#other-options"
    assert not Adjustment.objects.exists()


def test_a_few_are_not_told(cast: Cast):
    make.entry(cast)
    progress = questions.progress_of(tried(cast, capped(cast)), unit="renewal credits")
    assert progress.shown is not None
    assert (progress.shown.people, progress.shown.lose.number, progress.shown.down) == (None, None, None)


def test_it_reaches_everyone_and_tells_each_once_and_why(cast: Cast, rock_hill):
    policy = capped(cast)
    tried(cast, policy)
    before = Notice.objects.count()
    begun = verbs.reevaluate(actor=cast.femi, policy=policy, at=now())
    go_through_all()

    assert [make.worth(person) for person in rock_hill] == [Decimal(15)] * 12
    progress = questions.progress_of(begun, unit="renewal credits")
    assert (progress.is_done, progress.people, progress.less, progress.more, progress.told) == (True, 12, 12, 0, 12)
    assert {name: told.number for name, told in progress.told_as.items()} == {
        **dict.fromkeys(("people", "told", "less"), 10),
        **dict.fromkeys(("more", "entered", "asked_more", "asked_less"), 0),
    }
    assert Notice.objects.count() - before == 12
    notice = Notice.objects.filter(person=cast.ada).latest("created_at")
    assert "−5 renewal credits" in notice.body
    assert "statement 2" in notice.body

    written = Recognition.objects.count()
    for portion in ReevaluationPortion.objects.all():
        reactions.go_through(str(portion.pk))
    go_through_all()
    assert (Recognition.objects.count(), Notice.objects.count() - before) == (written, 12)


def test_once_done_it_says_of_how_many_more_is_asked_as_its_trial_did(cast: Cast, rock_hill, client):
    policy = make.policy(cast, make.asking("170", version=2))
    foretold = questions.progress_of(tried(cast, policy), unit="renewal credits").shown
    assert foretold is not None
    assert (foretold.asked_more.number, foretold.asked_less.number) == (10, 0)
    begun = verbs.reevaluate(actor=cast.femi, policy=policy, at=now())
    go_through_all()

    progress = questions.progress_of(begun, unit="renewal credits")
    assert (progress.asked_more, progress.asked_less) == (12, 0)
    assert progress.told_as["asked_more"] == foretold.asked_more
    client.force_login(cast.femi)
    html = client.get(f"/policies/{policy.pk}/reevaluation/").content.decode()
    assert "People of whom more is asked in their cycle" in html
    less = make.policy(cast, make.asking("150", version=3))
    tried(cast, less)
    again = verbs.reevaluate(actor=cast.femi, policy=less, at=now())
    go_through_all()
    progress = questions.progress_of(again, unit="renewal credits")
    assert (progress.asked_more, progress.asked_less) == (0, 12), "less than what was asked last"


def test_who_has_nothing_new_costs_no_write(cast: Cast, rock_hill):
    policy = make.policy(cast)
    tried(cast, policy)
    written = Recognition.objects.count()
    verbs.reevaluate(actor=cast.femi, policy=policy, at=now())
    go_through_all()
    assert Recognition.objects.count() == written


def test_it_is_begun_once_by_the_office_after_a_trial(cast: Cast, rock_hill):
    policy = capped(cast)
    for actor in (cast.omar, cast.ada, cast.gus):
        with pytest.raises(NotAllowed):
            verbs.try_out(actor=actor, policy=policy, at=now())
        with pytest.raises(NotAllowed):
            verbs.reevaluate(actor=actor, policy=policy, at=now())
    with pytest.raises(verbs.NotTriedYet):
        verbs.reevaluate(actor=cast.femi, policy=policy, at=now())
    tried(cast, policy)
    begun = verbs.reevaluate(actor=cast.femi, policy=policy, at=now())
    assert verbs.reevaluate(actor=cast.femi, policy=policy, at=now()) == begun


def test_an_older_statement_is_not_begun(cast: Cast, rock_hill):
    first = capped(cast)
    tried(cast, first)
    make.policy(cast, make.document(version=3))
    with pytest.raises(verbs.NewerStatement):
        verbs.reevaluate(actor=cast.femi, policy=first, at=now())


def test_a_statement_to_come_reaches_people_when_its_day_begins_there(cast: Cast, rock_hill, monkeypatch):
    day = (timezone.now() + timedelta(days=40)).date()
    example = make.an_example("15")[0].model_copy(update={"at": day + timedelta(days=1)})
    document = make.document(version=2, caps=(make.cap("15"),), examples=(example,), effective_from=day)
    policy, midnight = make.policy(cast, document), beginning_of(day, "America/New_York")
    for moment, worth in ((midnight - timedelta(minutes=1), Decimal(20)), (midnight, Decimal(15))):
        monkeypatch.setattr(reactions, "now", lambda moment=moment: moment)
        reactions.begin_what_is_due()
        go_through_all()
        assert {make.worth(person) for person in rock_hill} == {worth}
    assert Reevaluation.objects.get(policy=policy).begun_by is None


def test_what_a_dead_worker_left_is_taken_up(cast: Cast, rock_hill, monkeypatch):
    tried(cast, policy := capped(cast))
    begun = verbs.reevaluate(actor=cast.femi, policy=policy, at=now())
    deferred = []
    monkeypatch.setattr(jobs, "waits", lambda *_args, **_kwargs: False)
    monkeypatch.setattr(jobs, "defer", lambda name, **how: deferred.append((name, how["portion_id"])))
    monkeypatch.setattr(reactions, "now", lambda: now() + timedelta(minutes=11))
    reactions.begin_what_is_due()
    (portion,) = begun.portions.all()
    assert deferred == [(verbs.PORTION_JOB, str(portion.pk))]


def test_one_who_fails_holds_up_no_other(cast: Cast, rock_hill, monkeypatch):
    tried(cast, policy := capped(cast))
    begun = verbs.reevaluate(actor=cast.femi, policy=policy, at=now())
    recognize = operations.recognize

    def failing(*, person, **how):
        if person == cast.ada:
            raise ZeroDivisionError
        return recognize(person=person, **how)

    monkeypatch.setattr(operations, "recognize", failing)
    (portion,) = begun.portions.all()
    with pytest.raises(ZeroDivisionError):
        reactions.go_through(str(portion.pk))
    assert sorted(map(make.worth, rock_hill)) == [Decimal(15)] * 11 + [Decimal(20)]
    monkeypatch.setattr(operations, "recognize", recognize)
    go_through_all()
    assert {make.worth(person) for person in rock_hill} == {Decimal(15)}


def test_together_they_are_told_the_same_as_one_by_one(cast: Cast, rock_hill):
    policy = make.policy(cast, make.document(version=2, caps=(make.cap("15"),), examples=make.an_example("15")))
    operations.confirm(actor=cast.omar, entry=make.Entry.objects.get(award__person=rock_hill[3]), at=now())
    credentials.award(cast, person=rock_hill[5], of=credentials.version(cast, "building-your-team"))
    at = now()
    together = {one.found.person.pk: list(one.findings) for one in examined(rock_hill, at=at)}
    for person in rock_hill:
        alone = findings_on(person, at=at)
        assert [(one.item, one.policy, one.cycle, one.amount, one.explanation) for one in alone] == [
            (one.item, one.policy, one.cycle, one.amount, one.explanation) for one in together[person.pk]
        ]
    found = {one.examined.found.person.pk: one for one in differences(rock_hill, at=at)}
    for person in rock_hill:
        written = Recognition.objects.count()
        operations.recognize(actor=None, person=person, at=at)
        assert (Recognition.objects.count() == written) is found[person.pk].is_none
    assert all(one.is_none for one in differences(rock_hill, at=at))
    with CaptureQueriesContext(connection) as few:
        differences(rock_hill[5:6], at=at)
    with CaptureQueriesContext(connection) as many:
        differences(rock_hill, at=at)
    assert len(many) <= len(few)
    assert policy.number == 2
