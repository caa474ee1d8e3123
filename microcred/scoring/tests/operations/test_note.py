"""Noting down levels and comments while reading."""

from datetime import timedelta

import pytest
from django.conf import settings

from microcred.catalog.models import Criterion, Level
from microcred.scoring.models import Mark, QueueItem
from microcred.scoring.operations import claim_next, let_go, note, readings, recuse, renew
from microcred.scoring.operations.claims import ClaimedByAnother, LeaseExpired
from microcred.scoring.tests import make

LEASE = timedelta(minutes=settings.LEASE_MINUTES)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def item(cast):
    make.qualified(cast, cast.ben)
    make.waiting(cast.ada, make.published(cast), at=cast.at)
    return claim_next(actor=cast.ben, at=cast.at)


@pytest.fixture
def criterion(item):
    return Criterion.objects.filter(version=item.version).first()


def write(cast, item, criterion, **changes):
    wishes = {"actor": cast.ben, "claim_number": item.claim_number, "at": cast.at, **changes}
    return note(item=item, criterion=criterion, **wishes)


def test_ben_notes_a_level_and_then_a_comment(cast, item, criterion):
    level = criterion.levels.last()
    write(cast, item, criterion, level=level)
    mark = write(cast, item, criterion, comment="The norms are the team's own.", revision=0)
    assert (mark.level, mark.comment, mark.revision) == (level, "The norms are the team's own.", 1)
    assert Mark.objects.count() == 1


def test_the_word_about_the_whole_belongs_to_no_criterion(cast, item):
    write(cast, item, None, comment="A strong portfolio.")
    assert write(cast, item, None, comment="A very strong portfolio.").revision == 2
    assert Mark.objects.get().criterion is None


def test_a_comment_changed_in_another_tab_is_not_overwritten(cast, item, criterion):
    write(cast, item, criterion, comment="First tab.", revision=0)
    with pytest.raises(readings.MarkOvertaken) as no:
        write(cast, item, criterion, comment="Second tab.", revision=0)
    assert (no.value.theirs.comment, no.value.theirs.revision) == ("First tab.", 1)
    assert Mark.objects.get().comment == "First tab."


def test_the_same_words_again_are_no_conflict(cast, item, criterion):
    write(cast, item, criterion, comment="Once.", revision=0)
    assert write(cast, item, criterion, comment="Once.", revision=0).revision == 1


def test_a_level_of_another_criterion_is_refused(cast, item, criterion):
    other = Level.objects.exclude(criterion=criterion).first()
    with pytest.raises(readings.LevelOfAnother):
        write(cast, item, criterion, level=other)


def test_a_criterion_of_another_version_is_refused(cast, item):
    other = Criterion.objects.filter(version=make.published(cast, name="Other")).first()
    with pytest.raises(readings.LevelOfAnother):
        write(cast, item, other, comment="Not here.")


def test_a_stale_page_is_refused_and_its_notes_are_kept(cast, item, criterion):
    write(cast, item, criterion, comment="Before the lease ran out.")
    after = cast.at + LEASE
    with pytest.raises(LeaseExpired):
        write(cast, item, criterion, comment="Too late.", at=after)
    taken = claim_next(actor=make.assessor(cast, "Lea"), at=after)
    with pytest.raises(ClaimedByAnother):
        write(cast, item, criterion, comment="Much too late.", at=after + MINUTE)
    let_go(actor=taken.assessor, item=taken, claim_number=1, at=after + MINUTE)
    again = claim_next(actor=cast.ben, at=after + 2 * MINUTE)
    assert (again, again.claim_number) == (item, 2), "counted for each assessor apart"
    assert Mark.objects.get(assessor=cast.ben).comment == "Before the lease ran out."
    with pytest.raises(LeaseExpired):  # the first tab still has the first claim's number
        write(cast, item, criterion, comment="From the old tab.", at=after + 2 * MINUTE)


def test_work_keeps_the_lease(cast, item, criterion):
    early, late = cast.at + LEASE / 4, cast.at + LEASE * 3 / 4
    write(cast, item, criterion, comment="Early.", at=early)
    assert QueueItem.objects.get().lease_expires_at == cast.at + LEASE
    write(cast, item, criterion, comment="Late.", at=late)
    assert QueueItem.objects.get().lease_expires_at == late + LEASE


def test_renewing_holds_it_for_a_whole_lease_from_now(cast, item):
    renew(actor=cast.ben, item=item, claim_number=1, at=cast.at + MINUTE)
    assert QueueItem.objects.get().lease_expires_at == cast.at + MINUTE + LEASE
    with pytest.raises(LeaseExpired):
        renew(actor=cast.ben, item=item, claim_number=1, at=cast.at + MINUTE + LEASE)


def test_others_cannot_end_a_claim(cast, item):
    for verb, more in ((let_go, {}), (recuse, {"reason": ""}), (renew, {})):
        with pytest.raises(ClaimedByAnother):
            verb(actor=cast.lena, item=item, claim_number=1, at=cast.at, **more)
