"""What is said to an educator is looked at as a reading is saved: what is certain is refused, the rest may stand."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from microcred.catalog.models import Criterion, Level
from microcred.notices.models import Notice
from microcred.scoring.models import FeedbackFinding, Scoring
from microcred.scoring.operations import (
    PlaceholderLeft,
    RemarkWithoutReason,
    StandInLeft,
    WordRefused,
    WordsToLookAt,
    claim,
    note,
    score,
)
from microcred.scoring.queries import remarks_of
from microcred.scoring.rules import FeedbackCheck
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import seeded, the_lot_falls, validity_set

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GOOD = "On page 1 you name the team. Say who was at the table."
THIN = "Not clear."
WHY = "Their own word for what they did."


@pytest.fixture
def version(cast):
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def held(cast, version):
    item = make.waiting(cast.ada, version, at=cast.at)
    return claim(actor=cast.ben, item=item, at=cast.at + DAY)


def first(held) -> Criterion:
    return Criterion.objects.filter(version=held.version).order_by("position").first()


def noted(cast, held, comment, *, short=True):
    """Everything is met but the first criterion, of which this is said."""
    make.mark_all(held, cast.ben, at=cast.at + DAY)
    criterion = first(held)
    position = 0 if short else criterion.required_position
    note(
        actor=cast.ben,
        item=held,
        claim_number=1,
        criterion=criterion,
        level=Level.objects.get(criterion=criterion, position=position),
        comment=comment,
        at=cast.at + DAY,
    )
    return criterion


def saved(cast, held, **more):
    return score(actor=cast.ben, item=held, claim_number=1, at=cast.at + DAY, **more)


def test_a_placeholder_that_nobody_edited_is_refused_by_criterion_and_words(cast, held):
    criterion = noted(cast, held, "On page 1, [what you saw] is missing. Add it.")

    with pytest.raises(PlaceholderLeft) as refused:
        saved(cast, held)

    assert criterion.name in str(refused.value)
    assert "[what you saw]" in str(refused.value)
    assert not Scoring.objects.exists()


def test_it_is_refused_above_the_level_and_in_the_word_about_the_whole_too(cast, held):
    noted(cast, held, "You show [what you saw].", short=False)
    with pytest.raises(PlaceholderLeft):
        saved(cast, held)

    noted(cast, held, "Clear.", short=False)
    with pytest.raises(PlaceholderLeft, match="about the whole"):
        saved(cast, held, feedback="Thank you, [name].")
    assert not Scoring.objects.exists()


def test_a_listed_word_is_refused_unless_somebody_is_quoted(cast, held):
    noted(cast, held, "A stupid plan on page 1. Add who was there.")
    with pytest.raises(WordRefused, match="stupid"):
        saved(cast, held)

    noted(cast, held, "On page 1 a student says “this is stupid”. Add what you answered.")
    assert saved(cast, held, stands=())
    assert not FeedbackFinding.objects.exists()


def test_what_only_holds_a_place_is_refused_although_the_level_is_met(cast, held):
    make.issuer(cast)
    criterion = noted(cast, held, "TODO", short=False)
    with pytest.raises(StandInLeft) as refused:
        saved(cast, held, stands=())
    assert f"“{criterion.name}” says only “TODO”" in str(refused.value)

    noted(cast, held, "", short=False)
    assert saved(cast, held, stands=())


def test_an_empty_word_about_what_is_met_may_stand_and_is_refused_of_what_is_short(cast, held):
    make.issuer(cast)
    noted(cast, held, "ok")
    with pytest.raises(StandInLeft):
        saved(cast, held, stands=())

    criterion = noted(cast, held, "ok", short=False)
    with pytest.raises(WordsToLookAt):
        saved(cast, held, stands=())
    assert saved(cast, held, stands={(criterion.pk, FeedbackCheck.EMPTY)})


def test_a_remark_about_a_person_stands_with_a_reason_that_leads_read(cast, held):
    criterion = noted(cast, held, f"You are lazy. {GOOD}")
    remark = (criterion.pk, FeedbackCheck.PERSON)
    for reason in ("", "  ", "ok", "x"):
        with pytest.raises(RemarkWithoutReason, match="You are lazy"):
            saved(cast, held, stands={remark}, reasons={remark: reason})
    assert not Notice.objects.filter(kind="remark_stands").exists()

    scoring = saved(cast, held, stands={remark}, reasons={remark: "It is a line of the play they hand in."})

    kept = scoring.findings.get()
    assert (kept.words, kept.reason) == ("You are lazy", "It is a line of the play they hand in.")
    told = Notice.objects.get(kind="remark_stands")
    assert told.person == cast.lena
    assert "a line of the play" in told.body
    assert held.submission.alias not in told.subject + told.body
    assert list(remarks_of(cast.ben, held.version.micro_credential.owner)) == [kept]


def test_what_may_be_wrong_waits_until_it_is_mended_or_said_to_stand(cast, held):
    criterion = noted(cast, held, THIN)
    with pytest.raises(WordsToLookAt):
        saved(cast, held, stands=())
    with pytest.raises(WordsToLookAt):
        saved(cast, held, stands={(criterion.pk, FeedbackCheck.EVIDENCE)})

    scoring = saved(
        cast, held, stands={(criterion.pk, FeedbackCheck.EVIDENCE), (criterion.pk, FeedbackCheck.NEXT_STEP)}
    )

    found = FeedbackFinding.objects.filter(scoring=scoring).order_by("kind")
    assert [(one.criterion_id, one.kind, one.stands) for one in found] == [
        (criterion.pk, "evidence", True),
        (criterion.pk, "next-step", True),
    ]


def test_what_is_mended_leaves_no_trace(cast, held):
    noted(cast, held, THIN)
    noted(cast, held, GOOD)

    saved(cast, held, stands=())

    assert not FeedbackFinding.objects.exists()


def test_where_nobody_is_asked_it_is_kept_that_nobody_was(cast, held):
    noted(cast, held, THIN)

    saved(cast, held)

    assert {one.stands for one in FeedbackFinding.objects.all()} == {None}
    assert FeedbackFinding.objects.count() == 2


def test_words_of_the_work_are_evidence_for_a_comment(cast, held):
    noted(cast, held, "We met on Tuesdays, you write; say who wrote the norms down.")

    assert saved(cast, held, stands=())


def test_a_validity_paper_is_looked_at_like_work(cast, version, monkeypatch):
    make.issuer(cast)
    validity_set(cast, version, make.educator(cast, "Eve"))
    the_lot_falls(monkeypatch)
    reader = make.assessor(cast, "Anna")
    made = make.read(make.waiting(cast.ada, version, at=cast.at), reader, at=cast.at + DAY)
    item = seeded(made, at=cast.at + DAY)
    held = claim(actor=reader, item=item, at=cast.at + 2 * DAY)
    make.mark_all(held, reader, at=cast.at + 2 * DAY)
    saying = {"actor": reader, "item": held, "claim_number": 1, "at": cast.at + 2 * DAY}

    remark = (None, FeedbackCheck.PERSON)

    with pytest.raises(PlaceholderLeft):
        score(feedback="Thank you, [name].", **saying)
    with pytest.raises(WordsToLookAt):
        score(feedback="You are careless.", stands=(), **saying)
    scoring = score(feedback="You are careless.", stands={remark}, reasons={remark: WHY}, **saying)

    assert [(one.criterion_id, one.kind) for one in scoring.findings.all()] == [(None, "person")]


def test_what_was_found_is_never_edited(cast, held):
    noted(cast, held, THIN)
    saved(cast, held)
    one = FeedbackFinding.objects.first()

    for change in (lambda: FeedbackFinding.objects.update(stands=True), one.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
