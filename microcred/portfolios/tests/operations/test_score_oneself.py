from datetime import timedelta

import pytest

from microcred.catalog.queries import rubric_of
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import SelfScore
from microcred.portfolios.operations import BeingJudged, complete, erase_self_scores, return_for_revision, score_oneself
from microcred.portfolios.queries import compared_attempts, own_views, self_scores_of
from microcred.portfolios.tests.make import asked, handed_in, revise, short, started
from microcred.programs.tests.make import version


def levels(pursuit, place):
    """The same level of every criterion: the lowest is at place 0."""
    return [criterion.levels.order_by("position")[place] for criterion in pursuit.version.criteria.all()]


def needed(pursuit):
    return [criterion.levels.get(position=criterion.required_position) for criterion in pursuit.version.criteria.all()]


def test_a_later_view_takes_the_place_of_an_earlier_one_and_both_are_kept(cast):
    pursuit = started(cast)
    score_oneself(actor=cast.ada, pursuit=pursuit, levels=levels(pursuit, 0), at=cast.at)
    score_oneself(actor=cast.ada, pursuit=pursuit, levels=levels(pursuit, 1)[:1], at=cast.at + timedelta(hours=1))

    views = own_views(pursuit, rubric_of(pursuit.version))

    assert [view.chosen.position for view in views] == [1] + [0] * (len(views) - 1)
    assert [level.position for _when, level in views[0].before] == [0]


def test_what_is_as_it_was_is_not_noted_anew(cast):
    pursuit = started(cast)
    for _time in range(2):
        score_oneself(actor=cast.ada, pursuit=pursuit, levels=levels(pursuit, 0), at=cast.at)

    assert SelfScore.objects.count() == pursuit.version.criteria.count()


def test_it_is_its_educators_alone_and_on_its_own_rubric(cast):
    pursuit = started(cast)
    other = version(cast, name="Another").criteria.first().levels.first()

    with pytest.raises(NotAllowed):
        score_oneself(actor=cast.gus, pursuit=pursuit, levels=levels(pursuit, 0), at=cast.at)
    with pytest.raises(NotAllowed):
        score_oneself(actor=cast.ada, pursuit=pursuit, levels=[other], at=cast.at)
    with pytest.raises(NotAllowed):
        erase_self_scores(actor=cast.gus, pursuit=pursuit)


def test_what_is_being_judged_is_not_scored_anew_but_can_be_erased(cast):
    pursuit = started(cast)
    score_oneself(actor=cast.ada, pursuit=pursuit, levels=levels(pursuit, 0), at=cast.at)
    handed_in(pursuit, at=cast.at)

    with pytest.raises(BeingJudged):
        score_oneself(actor=cast.ada, pursuit=pursuit, levels=levels(pursuit, 1), at=cast.at)

    erase_self_scores(actor=cast.ada, pursuit=pursuit)
    assert self_scores_of(pursuit) == {}


def test_afterwards_it_stands_beside_the_judgement(cast):
    pursuit = started(cast)
    rubric = rubric_of(pursuit.version)
    score_oneself(actor=cast.ada, pursuit=pursuit, levels=needed(pursuit), at=cast.at)
    submission = handed_in(pursuit, at=cast.at)
    assert compared_attempts(pursuit, rubric) == []

    reopened = list(asked(pursuit, "reflection").criteria.all())
    return_for_revision(actor=None, submission=submission, short=short(reopened), at=cast.at)
    [attempt] = compared_attempts(pursuit, rubric)
    says = {row.criterion.id: (row.says, row.was_met) for row in attempt.rows}
    for criterion in pursuit.version.criteria.all():
        assert says[criterion.pk] == (("kinder", False) if criterion in reopened else ("alike", True))

    revise(pursuit, at=cast.at)
    later = cast.at + timedelta(days=1)
    score_oneself(actor=cast.ada, pursuit=pursuit, levels=levels(pursuit, 0), at=later)
    handed_in(pursuit, at=later)
    complete(actor=None, pursuit=pursuit, at=later)
    second, first = compared_attempts(pursuit, rubric)
    assert {row.says for row in second.rows} == {"stricter"}
    assert first == attempt
