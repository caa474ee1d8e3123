"""Going over to the version that follows."""

from datetime import timedelta

import pytest

from microcred.catalog import operations as catalog
from microcred.catalog.design import Design, Kind, as_json
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.portfolios import queries
from microcred.portfolios.models import Answer, Item, Pursuit
from microcred.portfolios.operations import (
    BegunThereAlready,
    BeingJudged,
    MovedOver,
    NoWayThere,
    VersionOver,
    move_over,
    save_answer,
    start,
    submit,
)
from microcred.portfolios.reactions import remind_whose_grace_ends
from microcred.portfolios.rules import State, finish_by
from microcred.portfolios.tests import make

WEEK = timedelta(days=7)
YEAR = timedelta(days=365)


def following(cast, pursuit, edit, *, change=None, note="", at=None, **more):
    """The version that follows the one that is pursued."""
    content = as_json(Design.model_validate(pursuit.version.design))
    edit(content)
    return catalog.publish(
        actor=cast.cora,
        owner=pursuit.version.micro_credential.owner,
        design=Design.model_validate(content),
        micro_credential=pursuit.version.micro_credential,
        change=change,
        note=note,
        at=at or cast.at + WEEK,
        **more,
    )


def longer(content):
    content["hours"] += 10


def another_question(content):
    first = content["requirements"][0]
    content["requirements"][0] = {
        **first,
        "uuid": None,
        "id": "new",
        "prompt": "Draw the plan of your room and label it.",
    }
    del content["requirements"][0]["uuid"]


def reworded(content):
    content["requirements"][0]["prompt"] += " Briefly."


def test_what_fits_goes_along_and_what_stands_here_stays(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    second = following(cast, pursuit, longer)
    begun = move_over(actor=cast.ada, pursuit=pursuit, to=second, at=cast.at + 2 * WEEK)
    assert begun.version == second
    assert sorted(Answer.objects.filter(pursuit=begun).values_list("text")) == sorted(
        Answer.objects.filter(pursuit=pursuit).values_list("text")
    )
    files = [set(Item.objects.filter(pursuit=one).values_list("file", "url", "title")) for one in (pursuit, begun)]
    assert files[0] == files[1] != set()
    assert queries.state_of(pursuit) is State.MOVED
    assert queries.state_of(begun) is State.STARTED
    assert list(queries.pursuits_of(cast.ada)) == [begun]


def test_the_same_work_can_be_handed_in_there_at_once(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    begun = move_over(actor=cast.ada, pursuit=pursuit, to=following(cast, pursuit, longer), at=cast.at + 2 * WEEK)
    assert make.handed_in(begun, at=cast.at + 2 * WEEK).attempt == 1


def test_what_nothing_asks_for_any_more_stays_to_be_read(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    second = following(cast, pursuit, another_question)
    plan = queries.move_plan(queries.workspace_of(pursuit), second)
    assert not plan.carried[0].comes_along
    assert [work.number for work in plan.stays] == [1]
    begun = move_over(actor=cast.ada, pursuit=pursuit, to=second, at=cast.at + 2 * WEEK)
    assert not Answer.objects.filter(pursuit=begun, requirement__position=0).exists()
    assert Answer.objects.filter(pursuit=pursuit, requirement__position=0).exists()


def test_asked_twice_it_moves_once(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    second = following(cast, pursuit, longer)
    once = move_over(actor=cast.ada, pursuit=pursuit, to=second, at=cast.at + 2 * WEEK)
    assert move_over(actor=cast.ada, pursuit=pursuit, to=second, at=cast.at + 3 * WEEK) == once
    assert Pursuit.objects.filter(person=cast.ada).count() == 2


def test_what_moved_is_closed(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    move_over(actor=cast.ada, pursuit=pursuit, to=following(cast, pursuit, longer), at=cast.at + 2 * WEEK)
    question = make.asked(pursuit)
    with pytest.raises(MovedOver):
        save_answer(actor=cast.ada, pursuit=pursuit, requirement=question, text="More", revision=1, at=cast.at + YEAR)


def test_what_is_being_judged_is_decided_where_it_is(cast):
    pursuit = make.started(cast)
    make.handed_in(pursuit, at=cast.at)
    with pytest.raises(BeingJudged):
        move_over(actor=cast.ada, pursuit=pursuit, to=following(cast, pursuit, longer), at=cast.at + 2 * WEEK)


def test_work_that_came_back_may_move_too(cast):
    pursuit = make.came_back(cast)
    begun = move_over(actor=cast.ada, pursuit=pursuit, to=following(cast, pursuit, longer), at=cast.at + 2 * WEEK)
    assert queries.state_of(begun) is State.STARTED
    assert all(work.editable for work in queries.workspace_of(begun).work)


def test_it_goes_only_where_new_starts_go(cast):
    pursuit = make.started(cast)
    with pytest.raises(NoWayThere):
        move_over(actor=cast.ada, pursuit=pursuit, to=pursuit.version, at=cast.at)
    second = following(cast, pursuit, longer)
    following(cast, pursuit, lambda content: content.update(hours=77), at=cast.at + 2 * WEEK)
    with pytest.raises(NoWayThere):
        move_over(actor=cast.ada, pursuit=pursuit, to=second, at=cast.at + 3 * WEEK)


def test_nothing_is_copied_over_what_was_begun_there(cast):
    pursuit = make.started(cast)
    second = following(cast, pursuit, longer)
    start(actor=cast.ada, version=second, at=cast.at + WEEK)
    with pytest.raises(BegunThereAlready):
        move_over(actor=cast.ada, pursuit=pursuit, to=second, at=cast.at + 2 * WEEK)


def test_nobody_moves_the_work_of_others(cast):
    pursuit = make.started(cast)
    with pytest.raises(NotAllowed):
        move_over(actor=cast.gus, pursuit=pursuit, to=following(cast, pursuit, longer), at=cast.at + 2 * WEEK)


def submitted(pursuit, *, at):
    return submit(actor=pursuit.person, pursuit=pursuit, attested=make.EVERYTHING, form_key=make.uuid7(), at=at)


def test_the_last_moment_of_grace_counts_and_the_next_does_not(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    second = following(cast, pursuit, longer)
    ends = second.succession.grace_ends_at
    with pytest.raises(VersionOver) as refused:
        submitted(pursuit, at=ends)
    assert "the end of" in str(refused.value)
    assert "version 2" in str(refused.value)
    assert "Everything you wrote and put in is kept." in str(refused.value)
    assert submitted(pursuit, at=ends - timedelta(microseconds=1)).attempt == 1


def test_after_a_return_there_are_always_thirty_days(cast):
    pursuit = make.started(cast)
    submission = make.handed_in(pursuit, at=cast.at)
    second = following(cast, pursuit, longer)
    ends = second.succession.grace_ends_at
    make.return_for_revision(
        actor=None,
        submission=submission,
        short=make.short(make.asked(pursuit, "reflection").criteria.all()),
        at=ends + timedelta(days=5),
    )
    make.revise(pursuit, at=ends + timedelta(days=6))
    assert submitted(pursuit, at=ends + timedelta(days=30)).attempt == 2


def test_a_revision_sets_no_end_and_work_may_stay_or_go(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    revised = following(cast, pursuit, reworded, change=Kind.EDITORIAL, note="Said shorter.")
    follows = queries.overtaken(pursuit, State.STARTED, at=cast.at + YEAR)
    assert follows.only_reworded
    assert follows.by == revised
    begun = move_over(actor=cast.ada, pursuit=pursuit, to=revised, at=cast.at + YEAR)
    assert make.handed_in(begun, at=cast.at + YEAR)
    with pytest.raises(MovedOver):
        submitted(pursuit, at=cast.at + YEAR)


def test_what_was_retired_moves_to_its_successor_where_the_prompts_are_alike(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    content = as_json(Design.model_validate(pursuit.version.design))
    another_question(content)
    owner = pursuit.version.micro_credential.owner
    content["name"] = "What came after"
    successor = catalog.publish(actor=cast.cora, owner=owner, design=Design.model_validate(content), at=cast.at)
    retirement = catalog.retire(
        actor=cast.cora,
        micro_credential=pursuit.version.micro_credential,
        reason="Taught elsewhere.",
        at=cast.at + WEEK,
        successor=successor.micro_credential,
    )
    make.fill(pursuit, at=cast.at)
    with pytest.raises(VersionOver, match="What came after"):
        submitted(pursuit, at=retirement.grace_ends_at)
    begun = move_over(actor=cast.ada, pursuit=pursuit, to=successor, at=retirement.grace_ends_at)
    assert Answer.objects.filter(pursuit=begun).count() == Answer.objects.filter(pursuit=pursuit).count() - 1


def test_what_was_retired_without_successor_says_whom_to_ask(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    thing = pursuit.version.micro_credential
    retirement = catalog.retire(actor=cast.cora, micro_credential=thing, reason="Over.", at=cast.at + WEEK)
    with pytest.raises(VersionOver, match=thing.owner.name):
        submitted(pursuit, at=retirement.grace_ends_at)


def test_everyone_in_progress_hears_once_what_changed_and_until_when(cast):
    pursuit = make.started(cast)
    outbox.deliver_all()
    following(cast, pursuit, longer, note="More time for the plan.")
    outbox.deliver_all()
    (notice,) = Notice.objects.filter(kind="version_published")
    assert notice.person == cast.ada
    assert "More time for the plan." in notice.body
    assert "hand it in until the end of" in notice.body
    assert "20 became 30" in notice.body
    assert notice.path.endswith("/versions/2/since/1/")


def test_a_revision_is_told_as_one(cast):
    pursuit = make.started(cast)
    following(cast, pursuit, reworded, change=Kind.EDITORIAL, note="Said shorter.")
    outbox.deliver_all()
    (notice,) = Notice.objects.filter(kind="version_published")
    assert "You need do nothing" in notice.body


def test_whoever_earned_it_or_moved_hears_nothing(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    second = following(cast, pursuit, longer)
    move_over(actor=cast.ada, pursuit=pursuit, to=second, at=cast.at + 2 * WEEK)
    outbox.deliver_all()
    assert not Notice.objects.filter(kind="version_published").exists()


def test_a_retirement_is_told_with_what_follows(cast):
    pursuit = make.started(cast)
    catalog.retire(
        actor=cast.cora, micro_credential=pursuit.version.micro_credential, reason="Over.", at=cast.at + WEEK
    )
    outbox.deliver_all()
    (notice,) = Notice.objects.filter(kind="retirement_declared")
    assert "Over." in notice.body
    assert "stays valid" in notice.body


def test_two_weeks_before_the_end_there_is_one_reminder(cast):
    pursuit = make.started(cast)
    ends = following(cast, pursuit, longer).succession.grace_ends_at
    with standing_at(ends - timedelta(days=15)):
        remind_whose_grace_ends()
    assert not Notice.objects.filter(kind="grace_ends").exists()
    for days in (14, 13, 1):
        with standing_at(ends - timedelta(days=days)):
            remind_whose_grace_ends()
    assert Notice.objects.filter(kind="grace_ends", person=cast.ada).count() == 1


def test_more_time_is_told_with_its_reason_and_work_is_taken_until_then(cast):
    pursuit = make.fill(make.started(cast), at=cast.at)
    second = following(cast, pursuit, longer)
    told = second.succession.grace_ends_at
    later = told + 3 * WEEK
    catalog.extend_grace(
        actor=cast.cora, end=second.succession, ends_at=later, reason="Snow days.", at=cast.at + 2 * WEEK
    )
    outbox.deliver_all()
    (notice,) = Notice.objects.filter(kind="grace_extended")
    assert notice.person == cast.ada
    assert "Snow days." in notice.body
    with standing_at(told - timedelta(days=1)):
        remind_whose_grace_ends()
    assert not Notice.objects.filter(kind="grace_ends").exists(), "the first day is none any more"
    with standing_at(later - timedelta(days=1)):
        remind_whose_grace_ends()
    assert Notice.objects.filter(kind="grace_ends").count() == 1
    with pytest.raises(VersionOver):
        submitted(pursuit, at=later)
    assert submitted(pursuit, at=later - timedelta(microseconds=1)).attempt == 1


def test_without_an_end_nothing_ends_and_a_return_never_shortens():
    from datetime import UTC, datetime

    ends, back = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    assert finish_by(None, back, zone="UTC") is None
    assert finish_by(ends, None, zone="UTC") == ends
    assert finish_by(ends, back, zone="UTC") == ends
    assert finish_by(ends, ends, zone="UTC") == datetime(2026, 7, 2, tzinfo=UTC)
