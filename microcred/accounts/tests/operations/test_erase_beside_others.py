"""Being erased after others had to do with one's work: a team, a likeness, a flag, an address that was written to."""

from datetime import timedelta

import pytest
from django.db import connection

from microcred.accounts.tests.operations.test_erase import erased, everything_in
from microcred.integrity.models import Case, Match
from microcred.integrity.operations import compare
from microcred.integrity.tests.make import TALE, educator, handed_in
from microcred.portfolios.models import Item, Quarantine, SubmittedItem
from microcred.portfolios.operations import (
    invite_peer,
    join_team,
    name_teammate,
    object_to_quarantine,
    put_in_clean_copy,
    quarantine_piece,
    return_for_revision,
    rule_on_quarantine,
    share,
    take_up,
)
from microcred.portfolios.queries import place_in_team
from microcred.portfolios.queries.workspace import present_items
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.programs.tests.make import version as published
from microcred.scoring.tests.operations.test_set_aside import lead


def is_whole() -> bool:
    """Whether nothing leads to what is not there; a commit would find out."""
    connection.check_constraints()
    return True


@pytest.fixture
def version(cast):
    rows, _place = with_artifact(shareable=True)
    return published(cast, requirements=rows)


def test_who_shared_with_a_team_is_erased_and_the_others_keep_what_they_took_up(cast, version):
    wen = educator(cast)
    mine, theirs = make.started(cast, version), make.started(cast, version, person=wen)
    plan = make.put(mine, "plan.pdf", make.pdf(2), at=cast.at, requirement=version.requirements.get(shareable=True))
    name_teammate(actor=cast.ada, pursuit=mine, email=wen.email, at=cast.at)
    join_team(actor=wen, teammate=place_in_team(theirs), at=cast.at)
    copy = take_up(actor=wen, pursuit=theirs, share=share(actor=cast.ada, item=plan, at=cast.at), at=cast.at)

    erased(cast.ada, at=cast.at)

    assert is_whole()
    assert not Item.objects.filter(pk=plan.pk).exists()
    assert present_items(theirs) == [copy]
    assert Item.objects.get(pk=copy.pk).file == plan.file


def test_who_was_flagged_for_privacy_is_erased_with_the_clean_copy_and_the_ruling(cast):
    pursuit = make.started(cast)
    submission = make.handed_in(pursuit, at=cast.at)
    first, second = SubmittedItem.objects.filter(submission=submission)[:2]
    seen = Quarantine.Reason.STUDENT_NAME
    one, other = (
        quarantine_piece(actor=cast.ben, piece=piece, reason=seen, at=cast.at, words="row 2")
        for piece in (first, second)
    )
    content = make.pdf(3)
    put_in_clean_copy(actor=cast.ada, quarantine=one, name="clean.pdf", chunks=[content], size=len(content), at=cast.at)
    object_to_quarantine(actor=cast.ada, quarantine=other, words="An author.", at=cast.at)
    rule_on_quarantine(actor=lead(cast), quarantine=other, opens=True, at=cast.at)
    short = make.short(make.asked(pursuit, "reflection").criteria.all())
    return_for_revision(actor=None, submission=submission, short=short, at=cast.at)

    erased(cast.ada, at=cast.at)

    assert is_whole()
    assert not Quarantine.objects.exists()
    assert not Item.objects.filter(pursuit=pursuit).exists()


def test_whose_words_came_back_in_the_work_of_another_is_erased_and_the_case_of_the_other_stays(cast):
    version = published(cast)
    first = handed_in(cast, version, cast.ada, TALE)
    compare(actor=None, submission=first, at=cast.at)
    case = compare(actor=None, submission=handed_in(cast, version, educator(cast), TALE), at=cast.at)
    short = make.short(make.asked(first.pursuit, "reflection").criteria.all())
    return_for_revision(actor=None, submission=first, short=short, at=cast.at)

    erased(cast.ada, at=cast.at)

    assert is_whole()
    assert not Match.objects.exists()
    assert Case.objects.get() == case


def test_an_address_by_which_others_asked_for_help_is_nowhere_any_more(cast):
    wen = educator(cast)
    invite_peer(actor=wen, pursuit=make.started(cast, person=wen), email=cast.ada.email, at=cast.at)

    erased(cast.ada, at=cast.at + timedelta(days=1))

    assert not [row for row in everything_in("portfolios_peerinvitation") if cast.ada.email in row]
