"""Two accounts of one person become one: all of it or nothing, and only with proof of both."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from microcred.accounts.models import Merge, MergedRows
from microcred.accounts.operations import (
    AccountClosed,
    BothBeingJudged,
    JudgedTheOther,
    NotYetChosen,
    OfferOver,
    OneAccount,
    SignInThere,
    approve_merge,
    gather,
    merge,
    offer_merge,
)
from microcred.accounts.tests.make import SOON, asked, joined, second_account, verified, with_app, works_as
from microcred.credentials.models import Award
from microcred.credentials.tests import make as credentials
from microcred.credentials.verification import check
from microcred.foundation.models import AuditEntry
from microcred.foundation.refusals import NotAllowed
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Membership, Person, Role
from microcred.organizations.queries import identifiers_by_address, memberships_of
from microcred.portfolios import access
from microcred.portfolios.models import Pursuit
from microcred.portfolios.operations import SetAside, save_answer, start
from microcred.portfolios.queries import pursuits_of, state_of
from microcred.portfolios.rules import State
from microcred.portfolios.tests import make as portfolios
from microcred.recognition.models import Entry
from microcred.recognition.tests import make as recognition
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import claim
from microcred.scoring.operations.claims import TooClose
from microcred.scoring.queries import free
from microcred.scoring.tests import make as scoring


def test_what_was_begun_in_the_other_account_is_ones_own(cast):
    other = second_account(cast)
    begun = portfolios.started(cast, person=other)

    joined(cast.ada, other, at=cast.at)

    assert access.own_pursuit(cast.ada, begun.pk) == begun
    with pytest.raises(Http404):
        access.own_pursuit(other, begun.pk)
    save_answer(
        actor=cast.ada,
        pursuit=Pursuit.objects.get(pk=begun.pk),
        requirement=portfolios.asked(begun),
        text="On Tuesdays.",
        revision=0,
        at=cast.at + SOON,
    )


def test_awards_stay_verifiable_and_become_ones_own(cast):
    other = second_account(cast)
    award = credentials.award(cast, person=other)
    before = award.text

    joined(cast.ada, other, at=cast.at)

    now_mine = Award.objects.get(pk=award.pk)
    assert now_mine.person == cast.ada
    assert now_mine.text == before
    assert check(before.encode(), at=award.earned_at).verdict is Verdict.VALID
    assert check(before.encode(), at=award.earned_at, recipient=other.email).verdict is Verdict.VALID


def test_one_signs_in_by_either_address_and_is_awarded_by_either(cast):
    other = second_account(cast)

    joined(cast.ada, other, at=cast.at)

    addresses = EmailAddress.objects.filter(user=cast.ada)
    assert {address.email for address in addresses} == {"ada@example.org", "ada@home.example.org"}
    assert [address.email for address in addresses if address.primary] == ["ada@example.org"]
    assert identifiers_by_address(["ada@home.example.org"]) == {"ada@home.example.org": cast.ada.pk}
    closed = Person.objects.get(pk=other.pk)
    assert (closed.is_active, closed.has_usable_password()) == (False, False)


def test_roles_come_along_and_one_held_twice_is_held_once(cast):
    other = works_as(cast, second_account(cast), Role.ASSESSOR)
    works_as(cast, other, Role.EDUCATOR, "cedar-creek")

    joined(cast.ada, other, at=cast.at)

    held = {
        (membership.role, membership.organization.slug) for membership in memberships_of(cast.ada, at=cast.at + SOON)
    }
    assert held == {("educator", "cedar-creek"), ("assessor", "carolinacred")}
    assert not Membership.objects.filter(person=other).exists()


def test_an_assessor_does_not_read_their_own_work_after_a_merge(cast):
    version = scoring.published(cast)
    other = scoring.assessor(cast, "Adah")
    item = scoring.waiting(cast.ada, version, at=cast.at)
    assert QueueItem.objects.filter(pk=item.pk).filter(free(cast.at)).exists()

    joined(cast.ada, other, at=cast.at)

    with pytest.raises(TooClose):
        claim(actor=cast.ada, item=QueueItem.objects.get(pk=item.pk), at=cast.at + SOON)


def test_nor_does_one_when_the_assessor_took_the_educator_in(cast):
    version = scoring.published(cast)
    reader = scoring.assessor(cast, "Adah")
    other = second_account(cast)
    item = scoring.waiting(other, version, at=cast.at)

    joined(reader, other, at=cast.at)

    assert reader.pk in QueueItem.objects.get(pk=item.pk).close_to
    with pytest.raises(TooClose):
        claim(actor=reader, item=QueueItem.objects.get(pk=item.pk), at=cast.at + SOON)


def test_who_has_had_the_others_work_in_hand_is_refused(cast):
    version = scoring.published(cast)
    reader = scoring.assessor(cast, "Adah")
    claim(actor=reader, item=scoring.waiting(cast.ada, version, at=cast.at), at=cast.at)

    with pytest.raises(JudgedTheOther):
        joined(cast.ada, reader, at=cast.at)
    assert Membership.objects.filter(person=reader).exists()


def test_of_two_works_on_one_version_one_goes_on_and_the_other_stays_to_be_read(cast):
    version = credentials.version(cast)
    mine = portfolios.started(cast, version)
    other = second_account(cast)
    theirs = portfolios.started(cast, version, person=other)

    joined(cast.ada, other, at=cast.at, go_on_with=(theirs.pk,))

    aside = access.own_pursuit(cast.ada, mine.pk)
    assert state_of(aside) is State.SET_ASIDE
    assert state_of(access.own_pursuit(cast.ada, theirs.pk)) is State.STARTED
    assert start(actor=cast.ada, version=version, at=cast.at + SOON) == theirs
    assert {pursuit.pk for pursuit in pursuits_of(cast.ada)} == {mine.pk, theirs.pk}
    with pytest.raises(SetAside):
        save_answer(
            actor=cast.ada,
            pursuit=aside,
            requirement=portfolios.asked(aside),
            text="Too late",
            revision=0,
            at=cast.at + SOON,
        )


def test_which_one_goes_on_is_the_persons_to_say(cast):
    version = credentials.version(cast)
    portfolios.started(cast, version)
    other = second_account(cast)
    portfolios.started(cast, version, person=other)

    for chosen in ((), (uuid4(),)):
        with pytest.raises(NotYetChosen):
            joined(cast.ada, other, at=cast.at, go_on_with=chosen)


def test_what_is_being_judged_goes_on_whatever_is_chosen(cast):
    version = scoring.published(cast)
    mine = portfolios.started(cast, version)
    other = second_account(cast)
    theirs = scoring.submitted(other, version, at=cast.at).pursuit

    joined(cast.ada, other, at=cast.at, go_on_with=(mine.pk,))

    assert state_of(mine) is State.SET_ASIDE
    assert state_of(theirs) is State.SUBMITTED


def test_when_both_are_being_judged_one_has_to_be_waited_for(cast):
    version = scoring.published(cast)
    scoring.submitted(cast.ada, version, at=cast.at)
    other = second_account(cast)
    scoring.submitted(other, version, at=cast.at)

    with pytest.raises(BothBeingJudged):
        joined(cast.ada, other, at=cast.at)


def test_credit_of_two_cycles_comes_together_and_counts_once(cast):
    under = recognition.policy(cast)
    recognition.hours(cast)
    mine = recognition.cycle(cast, under)
    other = works_as(cast, second_account(cast), Role.EDUCATOR, "cedar-creek")
    recognition.cycle(cast, under, person=other)
    of_theirs = recognition.entry(cast, credentials.award(cast, person=other))

    joined(cast.ada, other, at=cast.at)

    assert Entry.objects.get(pk=of_theirs.pk).cycle == mine
    assert sum(entry.amount for entry in Entry.objects.filter(cycle__person=cast.ada)) > Decimal(0)


def test_a_locked_account_is_not_opened_by_a_mail(cast):
    other = with_app(second_account(cast))
    offer = asked(cast.ada, other, at=cast.at)

    with pytest.raises(SignInThere):
        merge(actor=cast.ada, offer=offer, go_on_with=(), at=cast.at + SOON)
    with pytest.raises(NotAllowed):
        approve_merge(actor=cast.ada, offer=offer, at=cast.at + SOON)

    approve_merge(actor=other, offer=offer, at=cast.at + SOON)
    merge(actor=cast.ada, offer=offer, go_on_with=(), at=cast.at + SOON)
    assert not Authenticator.objects.filter(user__in=(cast.ada, other)).exists()


def test_an_offer_is_the_askers_and_works_once_for_half_an_hour(cast):
    other = second_account(cast)
    offer = asked(cast.ada, other, at=cast.at)

    with pytest.raises(NotAllowed):
        merge(actor=cast.gus, offer=offer, go_on_with=(), at=cast.at + SOON)
    with pytest.raises(OfferOver):
        merge(actor=cast.ada, offer=offer, go_on_with=(), at=cast.at + timedelta(minutes=30))
    merge(actor=cast.ada, offer=offer, go_on_with=(), at=cast.at + SOON)
    with pytest.raises(OfferOver):
        merge(actor=cast.ada, offer=offer, go_on_with=(), at=cast.at + SOON)


def test_an_account_that_is_closed_or_unknown_is_not_taken_in(cast):
    other = second_account(cast)
    late = asked(cast.gus, other, at=cast.at)
    joined(cast.ada, other, at=cast.at)

    with pytest.raises(AccountClosed):
        merge(actor=cast.gus, offer=late, go_on_with=(), at=cast.at + SOON)
    assert offer_merge(actor=cast.ada, email="nobody@example.org", at=cast.at) is None
    with pytest.raises(OneAccount):
        offer_merge(actor=cast.ada, email="ADA@example.org", at=cast.at)


def test_an_address_that_was_never_verified_leads_nowhere(cast):
    other = second_account(cast)
    EmailAddress.objects.create(user=other, email="claimed@example.org", verified=False, primary=False)

    assert offer_merge(actor=cast.ada, email="claimed@example.org", at=cast.at) is None


def test_a_chain_of_three_accounts_ends_in_one(cast):
    second, third = second_account(cast), second_account(cast, email="third@example.org")
    begun = portfolios.started(cast, person=third)
    joined(second, third, at=cast.at)
    joined(cast.ada, second, at=cast.at + timedelta(hours=1))

    assert access.own_pursuit(cast.ada, begun.pk)
    assert EmailAddress.objects.filter(user=cast.ada, verified=True).count() == 3


def test_what_a_request_under_way_wrote_afterwards_is_brought_over_along_the_chain(cast):
    second, third = second_account(cast), second_account(cast, email="third@example.org")
    first = joined(second, third, at=cast.at)
    joined(cast.ada, second, at=cast.at + timedelta(hours=1))
    late = portfolios.started(cast, person=third)

    gather(actor=None, merge=first)

    assert access.own_pursuit(cast.ada, late.pk)


def test_it_is_written_down_which_rows_changed_hands(cast):
    other = second_account(cast)
    begun = portfolios.started(cast, person=other)

    done = joined(cast.ada, other, at=cast.at)

    moved = MergedRows.objects.get(merge=done, table="portfolios_pursuit", column="person_id")
    assert moved.keys == [str(begun.pk)]
    assert AuditEntry.objects.get(verb="accounts.merge").actor_id == cast.ada.pk


def test_all_of_it_or_nothing(cast):
    other = second_account(cast)
    begun = portfolios.started(cast, person=other)

    def killed_before_the_end() -> None:
        with transaction.atomic():
            joined(cast.ada, other, at=cast.at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed_before_the_end()

    assert not Merge.objects.exists()
    assert Pursuit.objects.get(pk=begun.pk).person == other
    assert Person.objects.get(pk=other.pk).is_active


def test_the_database_gives_nothing_over_that_no_merge_speaks_of(cast):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT accounts_join(%s)", [uuid4()])


def test_frozen_rows_are_as_frozen_after_a_merge_as_before(cast):
    other = second_account(cast)
    begun = portfolios.started(cast, person=other)
    joined(cast.ada, other, at=cast.at)

    with pytest.raises(DatabaseError), transaction.atomic():
        Pursuit.objects.filter(pk=begun.pk).update(started_at=cast.at)


def test_more_addresses_come_along_too(cast):
    other = second_account(cast)
    verified(other, "ada@university.example.org")

    joined(cast.ada, other, at=cast.at)

    assert EmailAddress.objects.filter(user=cast.ada).count() == 3
