"""What recognizers accept of other issuers for renewing: on record by itself, once, for the rules of whoever accepted
it, as long as it verifies."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.integrations.badge_hosts.events import BackpackChanged
from microcred.integrations.badge_hosts.models import ExternalCredential
from microcred.integrations.badge_hosts.operations import take_out
from microcred.recognition.models import (
    Activity,
    ActivityEnding,
    ActivityStatement,
    Entry,
    Recognition,
)
from microcred.recognition.operations.acceptance import (
    StatedAsActivity,
    declare_acceptance_terms,
    end_acceptance,
)
from microcred.recognition.operations.activities import (
    CountsAsAward,
    confirm_activities,
    decline_activity,
    state_activity,
)
from microcred.recognition.operations.taking_over import take_over_acceptances
from microcred.recognition.queries.findings import findings_on
from microcred.recognition.queries.worth_elsewhere import (
    accepted_by_place,
    places,
    standing_of,
    supposed_by_default,
    transcript_there,
)
from microcred.recognition.reactions.activities import take_over_what_was_accepted_before
from microcred.recognition.rules.reciprocity import Purpose
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_acceptance import asked, held, looked, ready
from microcred.recognition.tests.views.test_acceptances import in_backpack
from tests.cast import Cast


def accepted(cast: Cast, *, hours: str = "15", **otherwise) -> ExternalCredential:
    """South Carolina accepts what Ada brought in; its rules and her cycle are on record."""
    ready(cast, counts_as="university")
    make.cycle(cast, make.policy(cast))
    credential = in_backpack(cast)
    looked(cast, asked(cast, what=shown(cast, credential), **otherwise), hours=Decimal(hours))
    outbox.deliver_all()
    return credential


def shown(cast: Cast, credential: ExternalCredential):
    return held(cast, id=credential.pk, begins_at=credential.valid_from)


def confirmed(cast: Cast) -> None:
    standing = ActivityStatement.objects.filter(activity__ending__isnull=True, ruling__isnull=True)
    confirm_activities(actor=cast.omar, statements=list(standing), at=cast.at)
    outbox.deliver_all()


def found_again(credential: ExternalCredential, verdict: str) -> None:
    ExternalCredential.objects.filter(pk=credential.pk).update(verdict=verdict)
    outbox.announce(BackpackChanged(credential.person_id))
    outbox.deliver_all()


def test_it_stands_on_record_by_itself_and_counts_once_the_district_has_approved_it(cast: Cast):
    credential = accepted(cast)
    one = ActivityStatement.objects.get()
    assert (one.kind, one.name, one.provider) == (
        "micro-credential",
        "Checks for Understanding",
        "An issuer elsewhere",
    )
    assert (one.amount, one.unit, one.ended_on) == (15, "contact hours", credential.valid_from.date())
    assert one.activity.acceptance.request.held == credential.pk
    assert Recognition.objects.get().outcome == "undecided"
    confirmed(cast)
    assert Entry.objects.get().amount == 20


def test_told_twice_it_stands_once(cast: Cast):
    accepted(cast)
    before = Activity.objects.get()
    assert [one.activity for one in take_over_acceptances(actor=None, person=cast.ada, at=cast.at)] == [before]
    assert Activity.objects.get() == before


def test_it_comes_to_as_much_as_the_awards_elsewhere_say(cast: Cast):
    credentials.award(cast)
    make.hours(cast)
    accepted(cast)
    confirmed(cast)
    on = cast.at.date()
    rules = places()
    there = transcript_there(
        [],
        lambda _place: supposed_by_default(on=on),
        standing_of(cast.ada, rules, at=cast.at),
        rules,
        on=on,
        accepted=accepted_by_place(cast.ada, rules),
    )
    south = next(one for one in there if one.place == "South Carolina")
    entry = Entry.objects.get(statement__isnull=False)
    assert [(line.amount, line.word) for line in south.lines] == [(f"{entry.amount:.0f}", "counts")]


def test_rules_of_an_office_that_did_not_accept_it_are_not_given_it(cast: Cast):
    ready(cast)
    make.cycle(cast, make.policy(cast))
    rock_hill = cast.places["rock-hill"]
    declare_acceptance_terms(actor=cast.omar, recognizer=rock_hill, reviewers=1, months=24, at=cast.at)
    credential = in_backpack(cast)
    request = asked(cast, recognizer=rock_hill, what=shown(cast, credential))
    looked(cast, request, actor=cast.omar)
    outbox.deliver_all()
    assert Activity.objects.get().is_for(rock_hill.pk)
    assert not Activity.objects.get().is_for(cast.places["south-carolina"].pk)
    assert findings_on(cast.ada, at=cast.at) == []
    looked(cast, asked(cast, what=shown(cast, credential)))
    outbox.deliver_all()
    assert Activity.objects.count() == 2
    assert len(findings_on(cast.ada, at=cast.at)) == 1


def test_what_is_accepted_for_pay_enters_no_ledger_of_renewal(cast: Cast):
    ready(cast)
    looked(cast, asked(cast, what=shown(cast, in_backpack(cast)), purpose=Purpose.LICENSURE))
    assert not Activity.objects.exists()


def test_what_is_refused_or_was_taken_out_meanwhile_does_not_stand(cast: Cast):
    ready(cast)
    credential = in_backpack(cast)
    looked(cast, asked(cast, what=shown(cast, credential)), accepts=False, hours=None)
    request = asked(cast, what=shown(cast, credential))
    take_out(actor=cast.ada, credential=credential)
    looked(cast, request)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("verdict", ["revoked", "suspended", "invalid"])
def test_what_its_issuer_took_back_ends_and_its_credit_is_reversed_until_it_verifies_again(cast: Cast, verdict: str):
    credential = accepted(cast)
    confirmed(cast)
    found_again(credential, verdict)
    assert Entry.objects.get().reversal.reason.startswith("What was accepted no longer verifies")
    assert ActivityEnding.objects.get().why == "not_held"
    assert accepted_by_place(cast.ada, places()) == {}
    found_again(credential, "valid")
    assert Activity.objects.filter(ending__isnull=True).count() == 1


def test_what_has_expired_was_earned_all_the_same(cast: Cast):
    credential = accepted(cast)
    confirmed(cast)
    found_again(credential, "expired")
    assert Entry.objects.get().stands
    assert accepted_by_place(cast.ada, places())


def test_what_is_taken_out_of_the_backpack_ends(cast: Cast):
    credential = accepted(cast)
    take_out(actor=cast.ada, credential=credential)
    outbox.deliver_all()
    assert ActivityEnding.objects.get().why == "not_held"


def test_what_was_earned_before_an_acceptance_ended_is_covered_as_it_was(cast: Cast):
    accepted(cast)
    confirmed(cast)
    decision = Activity.objects.get().acceptance
    end_acceptance(actor=cast.femi, decision=decision, ends_on=cast.at.date(), reason="Over.", at=cast.at)
    later = cast.at + timedelta(days=1000)
    assert len(take_over_acceptances(actor=None, person=cast.ada, at=later)) == 1
    assert Entry.objects.get().stands
    assert accepted_by_place(cast.ada, places())


def test_accepted_anew_it_stands_as_it_was_accepted_then(cast: Cast):
    credential = accepted(cast)
    decision = Activity.objects.get().acceptance
    end_acceptance(actor=cast.femi, decision=decision, ends_on=cast.at.date(), reason="Over.", at=cast.at)
    again = asked(cast, what=shown(cast, credential), at=cast.at + timedelta(hours=1))
    looked(cast, again, hours=Decimal(9), at=cast.at + timedelta(hours=2))
    outbox.deliver_all()
    assert ActivityEnding.objects.get().why == "figures"
    assert ActivityStatement.objects.get(activity__ending__isnull=True).amount == 9


def test_what_is_accepted_is_not_stated_too(cast: Cast):
    ready(cast)
    make.policy(cast)
    credential = in_backpack(cast)
    request = asked(cast, what=shown(cast, credential))
    said = make.CONVENING.__class__(**{**vars(make.CONVENING), "title": "checks for understanding"})
    with pytest.raises(CountsAsAward):
        state_activity(actor=cast.ada, said=said, at=cast.at)
    looked(cast, request)
    with pytest.raises(CountsAsAward):
        state_activity(actor=cast.ada, said=said, at=cast.at)


def test_what_is_stated_is_not_asked_about_until_it_is_declined(cast: Cast):
    ready(cast)
    make.policy(cast)
    said = make.CONVENING.__class__(**{**vars(make.CONVENING), "title": "Checks for understanding"})
    stated = state_activity(actor=cast.ada, said=said, at=cast.at)
    what = shown(cast, in_backpack(cast))
    with pytest.raises(StatedAsActivity):
        asked(cast, what=what)
    asked(cast, what=what, purpose=Purpose.LICENSURE)
    decline_activity(actor=cast.omar, statement=stated, code="other", reason="A badge.", at=cast.at)
    asked(cast, what=what)


def test_what_was_accepted_before_is_taken_over_by_the_clock(cast: Cast):
    ready(cast)
    unheld = UUID(int=7)
    looked(cast, asked(cast, what=held(cast, id=unheld)))
    assert not Activity.objects.exists()
    credential = in_backpack(cast)
    ExternalCredential.objects.filter(pk=credential.pk).delete()
    credential.pk = unheld
    credential.save(force_insert=True)
    take_over_what_was_accepted_before()
    take_over_what_was_accepted_before()
    assert Activity.objects.get().acceptance is not None
