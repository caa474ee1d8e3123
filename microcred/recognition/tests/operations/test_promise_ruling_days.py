"""In how many business days an office answers is its own to promise; what was promised before stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from microcred.foundation.refusals import NotAllowed
from microcred.recognition.models import Entry, RulingTerms
from microcred.recognition.operations.ruling_terms import DaysOutOfRange, promise_ruling_days
from microcred.recognition.queries.bulk import overdue_in
from microcred.recognition.queries.ruling_terms import RULING_DAYS, promised_by
from microcred.recognition.tests import make
from microcred.recognition.transcript import transcript_of
from tests.cast import Cast

DAY = timedelta(days=1)


def test_it_counts_for_what_comes_from_then_on_and_the_nearest_goes_first(cast: Cast):
    district, state = cast.places["rock-hill"], cast.places["south-carolina"]
    assert promised_by(district).days == RULING_DAYS
    promise_ruling_days(actor=cast.femi, organization=state, business_days=20, at=cast.at)
    assert promised_by(district).days == (20 if state.pk in district.lineage else RULING_DAYS)
    promise_ruling_days(actor=cast.omar, organization=district, business_days=3, at=cast.at + DAY)
    promised = promised_by(district)
    assert promised.days == 3
    assert promised.days_at(cast.at - DAY) == RULING_DAYS
    assert promise_ruling_days(actor=cast.omar, organization=district, business_days=3, at=cast.at + 2 * DAY) is None
    assert RulingTerms.objects.count() == 2


def test_what_waits_keeps_its_day_and_the_educator_reads_it(cast: Cast):
    district = cast.places["rock-hill"]
    first = make.entry(cast)
    before = promised_by(district).due(first.entered_at)
    promise_ruling_days(actor=cast.omar, organization=district, business_days=1, at=first.entered_at + DAY)
    (later,) = make.many_like(first, 1)
    Entry.objects.filter(pk=later.pk)
    promised = promised_by(district)
    assert promised.due(first.entered_at) == before
    assert promised.due(first.entered_at + 2 * DAY) < before

    two_weeks = first.entered_at + 9 * DAY
    of = Entry.objects.filter(pk=first.pk)
    assert not of.filter(promised.overdue(two_weeks)).exists()
    assert of.filter(promised.overdue(first.entered_at + 30 * DAY)).exists()
    assert not overdue_in(district, at=two_weeks).filter(pk=first.pk).exists()

    (account,) = transcript_of(cast.ada, at=two_weeks).accounts
    line = next(one for one in account.lines if one.entry.pk == first.pk)
    assert (line.rule_by, line.is_late) == (before, False)
    (account,) = transcript_of(cast.ada, at=first.entered_at + 30 * DAY).accounts
    assert next(one for one in account.lines if one.entry.pk == first.pk).is_late


def test_only_who_answers_promises_and_only_what_can_be_kept(cast: Cast):
    district = cast.places["rock-hill"]
    for nobody in (cast.ada, cast.ben, cast.gus):
        with pytest.raises(NotAllowed):
            promise_ruling_days(actor=nobody, organization=district, business_days=5, at=cast.at)
    with pytest.raises(NotAllowed):
        promise_ruling_days(actor=cast.omar, organization=cast.places["south-carolina"], business_days=5, at=cast.at)
    for days in (0, 61):
        with pytest.raises(DaysOutOfRange):
            promise_ruling_days(actor=cast.omar, organization=district, business_days=days, at=cast.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RulingTerms.objects.create(organization=district, business_days=0, declared_at=cast.at)
