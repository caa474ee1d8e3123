"""Comments are kept to be used again: they name nobody, are counted, and are said of nobody until then."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from microcred.catalog.design import as_json
from microcred.catalog.models import Criterion
from microcred.catalog.tests.make import plain_design
from microcred.foundation.refusals import NotAllowed
from microcred.scoring.models import KeptComment, KeptCommentUse, Mark
from microcred.scoring.operations import (
    BankFull,
    KeptOvertaken,
    KeptTooLong,
    NamesSomebody,
    NothingToKeep,
    OfferedByAnother,
    change_comment,
    claim,
    keep_comment,
    keep_from_reading,
    remove_comment,
    share_comment,
    use_comment,
)
from microcred.scoring.queries import kept_beside, kept_by, shared_in
from microcred.scoring.tests import make
from microcred.scoring.tests.operations.test_claim_another_rubric import published_again

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = "You name [the step]. Add one thing that you saw."


@pytest.fixture
def version(cast):
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def criterion(version):
    return Criterion.objects.filter(version=version).order_by("position").first()


@pytest.fixture
def held(cast, version):
    return claim(actor=cast.ben, item=make.waiting(cast.ada, version, at=cast.at), at=cast.at + DAY)


def kept(cast, criterion=None, *, text=WORDS, by=None):
    return keep_comment(actor=by or cast.ben, text=text, criterion=criterion, at=cast.at)


def used(cast, held, criterion, one, **typed):
    at = cast.at + DAY
    return use_comment(actor=cast.ben, item=held, claim_number=1, criterion=criterion, kept=one, at=at, **typed)


def texts(person, item, criterion):
    return [one.comment.text for one in kept_beside(person, item, [criterion.pk])[criterion.pk]]


def test_a_comment_stands_beside_its_criterion_one_for_any_beside_all_and_neither_beside_others_desks(
    cast, version, criterion, held
):
    other = Criterion.objects.filter(version=version).order_by("position")[1]
    kept(cast, criterion, text="For the first.")
    kept(cast, text="For any.")
    kept(cast, text="Bea's own.", by=cast.bea)

    assert texts(cast.ben, held, criterion) == ["For the first.", "For any."]
    assert texts(cast.ben, held, other) == ["For any."]
    assert texts(cast.lena, held, criterion) == []


def test_the_same_words_for_the_same_are_kept_once(cast, criterion):
    assert kept(cast, criterion) == kept(cast, criterion)
    assert kept(cast) != kept(cast, criterion)
    assert KeptComment.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("  ", NothingToKeep),
        ("x" * 2001, KeptTooLong),
        ("Write to jamie.ortiz@example.org about it.", NamesSomebody),
        ("As Ms. Delgado says, add a date.", NamesSomebody),
    ],
)
def test_what_says_nothing_too_much_or_who_somebody_is_is_not_kept(cast, text, refusal):
    with pytest.raises(refusal):
        kept(cast, text=text)

    assert not KeptComment.objects.exists()


def test_no_more_are_kept_than_anyone_looks_through(cast, monkeypatch):
    monkeypatch.setattr("microcred.scoring.operations.kept_comments.MOST_KEPT", 1)
    kept(cast)

    with pytest.raises(BankFull):
        kept(cast, text="Another.")
    assert kept(cast).text == WORDS


def test_what_is_kept_from_a_reading_leaves_behind_what_is_this_works_alone(cast, held, criterion):
    alias = held.submission.items.first().alias
    comment = f"In {alias}, page 3, you write “we met on Tuesdays”. Add when."

    one = keep_from_reading(
        actor=cast.ben,
        item=held,
        claim_number=1,
        criterion=criterion,
        comment=comment,
        revision=0,
        at=cast.at + DAY,
    )

    assert one.text == "In [file], page [number], you write “[their words]”. Add when."
    assert (one.kept_by, one.criterion, one.version_id) == (cast.ben, criterion, criterion.version_id)
    assert Mark.objects.get(item=held, criterion=criterion).comment == comment


def test_using_one_writes_it_below_what_is_there_and_counts_once(cast, held, criterion):
    comment = kept(cast, criterion)

    mark = used(cast, held, criterion, comment, comment="The plan is there.", revision=0)
    assert mark.comment == f"The plan is there.\n\n{WORDS}"
    assert used(cast, held, criterion, comment) is None

    assert Mark.objects.get(item=held).comment == mark.comment
    assert [one.uses for one in kept_by(cast.ben)] == [1]


def test_one_for_another_criterion_cannot_be_used(cast, version, held, criterion):
    other = Criterion.objects.filter(version=version).order_by("position")[1]

    with pytest.raises(NotAllowed):
        used(cast, held, other, kept(cast, criterion))


def test_it_is_changed_and_removed_by_whose_it_is_and_readings_keep_their_words(cast, held, criterion):
    comment = kept(cast, criterion)
    used(cast, held, criterion, comment, comment="", revision=0)
    with pytest.raises(NotAllowed):
        change_comment(actor=cast.bea, kept=comment, text="Mine.", revision=1, at=cast.at)

    change_comment(actor=cast.ben, kept=comment, text="Shorter.", revision=1, at=cast.at)
    with pytest.raises(KeptOvertaken):
        change_comment(actor=cast.ben, kept=comment, text="Longer.", revision=1, at=cast.at)
    with pytest.raises(NotAllowed):
        remove_comment(actor=cast.lena, kept=comment, at=cast.at)
    remove_comment(actor=cast.ben, kept=comment, at=cast.at)

    assert not KeptComment.objects.exists()
    assert Mark.objects.get(item=held).comment == WORDS
    with pytest.raises(KeptOvertaken):
        change_comment(actor=cast.ben, kept=comment, text="Again.", revision=2, at=cast.at)


def test_a_lead_shares_a_copy_with_everybody_who_scores(cast, held, criterion):
    place = cast.places["carolinacred"]
    mine = kept(cast, criterion, by=cast.lena)
    shared = share_comment(actor=cast.lena, kept=mine, organization=place, at=cast.at)
    again = share_comment(actor=cast.lena, kept=mine, organization=place, at=cast.at)

    assert shared == again != mine
    assert texts(cast.ben, held, criterion) == [WORDS]
    change_comment(actor=cast.lena, kept=shared, text="Add [what you saw].", revision=1, at=cast.at)
    assert texts(cast.ben, held, criterion) == ["Add [what you saw]."]
    mine.refresh_from_db()
    assert mine.text == WORDS


def test_who_does_not_lead_shares_nothing_nor_a_lead_what_another_offers(cast, criterion):
    with pytest.raises(NotAllowed):
        share_comment(actor=cast.ben, kept=kept(cast, criterion), organization=cast.places["carolinacred"], at=cast.at)
    elsewhere = Criterion.objects.filter(version=make.elsewhere(cast)).first()
    with pytest.raises(OfferedByAnother):
        share_comment(
            actor=cast.lena,
            kept=kept(cast, elsewhere, by=cast.lena),
            organization=cast.places["carolinacred"],
            at=cast.at,
        )


def test_how_often_others_use_what_is_shared_is_told_to_nobody_before_a_month_is_over(cast, held, criterion):
    place = cast.places["carolinacred"]
    shared = share_comment(actor=cast.lena, kept=kept(cast, criterion, by=cast.lena), organization=place, at=cast.at)
    used(cast, held, criterion, shared)

    assert [one.uses for one in kept_beside(cast.ben, held, [criterion.pk])[criterion.pk]] == [1]
    assert {one.uses for one in kept_beside(cast.lena, held, [criterion.pk])[criterion.pk]} == {0}
    assert [one.uses for one in shared_in(place, at=cast.at + 30 * DAY)] == [0]
    assert [one.uses for one in shared_in(place, at=cast.at + 32 * DAY)] == [1]


def test_the_database_holds_whose_it_is_and_one_use_each(cast, held, criterion):
    comment = kept(cast, criterion)
    about = {"comment": comment, "item": held, "criterion": criterion, "used_by": cast.ben, "used_at": cast.at}
    KeptCommentUse.objects.create(**about)
    both = {"kept_by": cast.ben, "organization": cast.places["carolinacred"], "shared_by": cast.lena}
    wrong = [
        lambda: KeptCommentUse.objects.create(**about),
        lambda: KeptComment.objects.create(text="x", kept_at=cast.at, changed_at=cast.at),
        lambda: KeptComment.objects.create(text="x", kept_at=cast.at, changed_at=cast.at, **both),
    ]
    for make_it in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_it()


def test_what_is_kept_goes_along_to_the_next_version_where_the_criterion_bears_the_same_name(cast, version, criterion):
    other = Criterion.objects.filter(version=version).order_by("position").last()
    for one, text in ((criterion, WORDS), (other, "Say what [the pupils] did."), (None, "Thank you for the plan.")):
        kept(cast, one, text=text)
    content = as_json(plain_design())
    content["rubric"][-1]["name"] = "Something else altogether"
    later = cast.at + 2 * DAY
    again = published_again(cast, version, content)
    item = claim(actor=cast.ben, item=make.waiting(cast.ada, again, at=later), at=later)
    same = Criterion.objects.get(version=again, name=criterion.name)
    renamed = Criterion.objects.get(version=again, name="Something else altogether")
    assert texts(cast.ben, item, same) == [WORDS, "Thank you for the plan."]
    assert texts(cast.ben, item, renamed) == ["Thank you for the plan."]
    mine = KeptComment.objects.get(text=WORDS)
    assert WORDS in used(cast, item, same, mine, comment="", revision=0).comment
    with pytest.raises(NotAllowed):
        used(cast, item, renamed, mine)
