"""Doing a module: its time, its questions, its end, and what is forgotten and kept."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from microcred.calibration.models import TrainingAnswer, TrainingCompletion, TrainingMark
from microcred.calibration.operations import (
    NewerEdition,
    NothingChosen,
    NotTrained,
    PagesLeft,
    QuestionsLeft,
    answer_question,
    begin_edition,
    complete_module,
    keep_time,
    open_page,
    publish_edition,
    take_test,
)
from microcred.calibration.queries import Progress, minutes_counted, missing_before, offer_to, step_with
from microcred.calibration.tests.make import assessor, met_and_tried
from microcred.calibration.tests.make_training import done, edition_of, general, read_through, required
from microcred.foundation.models import OutboxEvent
from microcred.foundation.refusals import NotAllowed

MINUTE, YEAR = timedelta(minutes=1), timedelta(days=365)


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


def test_whoever_reads_all_and_answers_all_is_done_with_the_minutes_that_were_counted(cast, kim):
    bias = general(cast)[1]
    completion = done(kim, bias, at=cast.at)

    assert completion.minutes == 2 * len(edition_of(bias).said("en")[1].pages)
    assert not TrainingMark.objects.exists(), "when somebody opened which page is forgotten"
    assert TrainingAnswer.objects.filter(person=kim).count() == edition_of(bias).said("en")[1].questions
    assert OutboxEvent.objects.filter(name="calibration.TrainingCompleted").count() == 1
    assert step_with(kim, edition_of(bias), at=cast.at + 10 * YEAR).is_done, "nobody said that it ends"


def test_a_second_click_is_the_same_completion_and_reading_on_counts_nothing(cast, kim):
    overview = general(cast)[0]
    completion = done(kim, overview, at=cast.at)
    later = cast.at + timedelta(hours=1)

    assert complete_module(actor=kim, edition=edition_of(overview), at=later) == completion
    assert open_page(actor=kim, edition=edition_of(overview), page=1, at=later) is None
    assert OutboxEvent.objects.filter(name="calibration.TrainingCompleted").count() == 1


def test_pages_and_questions_that_are_left_are_named(cast, kim):
    edition = edition_of(general(cast)[0])
    open_page(actor=kim, edition=edition, page=1, at=cast.at)
    with pytest.raises(PagesLeft) as refused:
        complete_module(actor=kim, edition=edition, at=cast.at)
    assert "2, 3, 4" in str(refused.value)
    at = read_through(kim, edition, at=cast.at)
    for page in range(1, 5):
        open_page(actor=kim, edition=edition, page=page, at=at)
    complete_module(actor=kim, edition=edition, at=at)

    other = assessor(cast, "Uma")
    for page in range(1, 5):
        open_page(actor=other, edition=edition, page=page, at=cast.at)
    wrong = answer_question(actor=other, edition=edition, page=1, question=1, chosen={0}, at=cast.at)
    assert not wrong.is_right
    with pytest.raises(QuestionsLeft):
        complete_module(actor=other, edition=edition, at=cast.at)


def test_of_several_right_answers_all_are_to_be_chosen_and_nothing_is_no_answer(cast, kim):
    edition = edition_of(general(cast)[0])
    question = edition.said("en")[1].pages[1].questions[1]
    assert question.takes_several

    def answer(*chosen):
        return answer_question(actor=kim, edition=edition, page=2, question=2, chosen=chosen, at=cast.at)

    assert not answer(min(question.right)).is_right
    assert answer(*question.right).is_right
    with pytest.raises(NothingChosen):
        answer()
    with pytest.raises(NotAllowed):
        answer_question(actor=kim, edition=edition, page=9, question=1, chosen={0}, at=cast.at)


def test_time_counts_for_a_page_that_was_opened_and_only_by_whom(cast, kim):
    edition = edition_of(general(cast)[0])
    mark = open_page(actor=kim, edition=edition, page=1, at=cast.at)
    seen = TrainingMark.Kind.SEEN

    def keep(person, tab):
        return keep_time(actor=person, edition=edition, page=1, tab=tab, kind=seen, at=cast.at + 3 * MINUTE)

    assert keep(kim, uuid4()) is None, "a page that nobody opened"
    assert keep(cast.ben, mark.tab) is None, "somebody else's"
    assert keep(kim, mark.tab) is not None
    assert minutes_counted(kim, edition.module) == 3


def test_the_test_is_refused_with_what_is_left_and_opens_when_it_is_done(cast, kim, version):
    overview, bias, *_rest = general(cast)
    required(cast, overview, bias)
    with pytest.raises(NotTrained) as refused:
        take_test(actor=kim, version=version, at=cast.at)
    assert "How scoring works here" in str(refused.value)
    assert "Bias in judgement" in str(refused.value)
    done(kim, overview, at=cast.at)
    assert [step.edition.module for step in missing_before(kim, version, at=cast.at)] == [bias]
    done(kim, bias, at=cast.at)

    assert take_test(actor=kim, version=version, at=cast.at + YEAR, seed=1) is not None


def test_without_terms_nothing_is_asked_for_and_a_test_that_goes_on_goes_on(cast, kim, version):
    modules = general(cast)
    given = take_test(actor=kim, version=version, at=cast.at, seed=1)
    required(cast, *modules)

    assert take_test(actor=kim, version=version, at=cast.at) == given


def test_what_holds_for_two_years_is_to_be_done_again_after_them_and_may_be_before(cast, kim, version):
    bias = general(cast)[1]
    required(cast, bias, months=24)
    first = done(kim, bias, at=cast.at)
    ends = first.completed_at + timedelta(days=731)
    edition = edition_of(bias)

    assert not offer_to(kim, version, at=ends - timedelta(days=1)).training
    assert offer_to(kim, version, at=ends).training[0].progress is Progress.ENDED
    assert not step_with(kim, edition, at=ends - timedelta(days=61)).counts(ends - timedelta(days=61))
    early = ends - timedelta(days=30)
    again = done(kim, bias, at=early)
    assert again != first
    assert not offer_to(kim, version, at=ends + YEAR).training


def test_answers_of_the_last_time_do_not_count_for_the_next(cast, kim):
    bias = general(cast)[1]
    required(cast, bias, months=24)
    done(kim, bias, at=cast.at)
    later, edition = cast.at + 3 * YEAR, edition_of(bias)
    for page in range(1, 5):
        open_page(actor=kim, edition=edition, page=page, at=later)

    with pytest.raises(QuestionsLeft):
        complete_module(actor=kim, edition=edition, at=later)


@pytest.mark.parametrize("again", [True, False])
def test_a_new_edition_says_whether_those_who_did_the_old_one_do_it_too(cast, kim, version, again):
    bias = general(cast)[1]
    required(cast, bias)
    old = edition_of(bias)
    done(kim, bias, at=cast.at)
    draft = begin_edition(actor=cast.lena, module=bias, at=cast.at)
    publish_edition(actor=cast.lena, draft=draft, again=again, revision=draft.revision, at=cast.at)

    left = offer_to(kim, version, at=cast.at).training
    assert [step.progress for step in left] == ([Progress.CHANGED] if again else [])
    with pytest.raises(NewerEdition):
        complete_module(actor=kim, edition=old, at=cast.at)


def test_time_that_was_spent_on_an_edition_is_kept_when_a_newer_one_comes(cast, kim):
    bias = general(cast)[1]
    read_through(kim, edition_of(bias), at=cast.at)
    draft = begin_edition(actor=cast.lena, module=bias, at=cast.at)
    newer = publish_edition(actor=cast.lena, draft=draft, again=False, revision=draft.revision, at=cast.at)

    at = cast.at + timedelta(hours=1)
    assert complete_module(actor=kim, edition=newer, at=read_through(kim, newer, at=at)).minutes >= 16 + 5 - 2


def test_who_does_not_assess_here_learns_nothing_here(cast):
    edition = edition_of(general(cast)[0])
    with pytest.raises(NotAllowed):
        open_page(actor=cast.ada, edition=edition, page=1, at=cast.at)
    with pytest.raises(NotAllowed):
        complete_module(actor=cast.ada, edition=edition, at=cast.at)


def test_completions_and_answers_are_frozen(cast, kim):
    completion = done(kim, general(cast)[0], at=cast.at)
    for row in (completion, TrainingAnswer.objects.first()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(edition=edition_of(completion.edition.module))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [False, True])
def test_two_tabs_that_finish_at_once_are_one_completion(monkeypatch, locked):
    """Without the lock both find the module undone, and both write it down."""
    from microcred.calibration.operations import training

    cast, _version, kim = met_and_tried()
    edition = edition_of(general(cast)[0])
    at = read_through(kim, edition, at=cast.at)
    waiting = []
    if not locked:
        monkeypatch.setattr(training, "hold", lambda row_id: None)

    def slowly(person, module):
        waiting.append(module)
        for _turn in range(100):
            if len(waiting) > 1:
                break
            connection.cursor().execute("SELECT pg_sleep(0.01)")
        return 8

    monkeypatch.setattr(training, "minutes_counted", slowly)

    def finish():
        try:
            complete_module(actor=kim, edition=edition, at=at)
        finally:
            connection.close()

    tabs = [Thread(target=finish) for _tab in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert TrainingCompletion.objects.count() == (1 if locked else 2)
