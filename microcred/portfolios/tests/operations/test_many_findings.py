"""More findings than anybody reads: some are told, all are counted, and all of them keep from what they keep from."""

from microcred.portfolios.models import Answer, FileLook
from microcred.portfolios.operations import examining, mend, overrule
from microcred.portfolios.operations.privacy import MOST_KEPT
from microcred.portfolios.queries import advice_in, privacy_of, waiting_in, with_waiting, workspace_of
from microcred.portfolios.queries.mending import mendings_in
from microcred.portfolios.queries.privacy import MOST_TOLD, problems_of
from microcred.portfolios.tests.make import asked, put, started
from microcred.portfolios.tests.operations.test_mend import noted, written
from microcred.portfolios.tests.privacy.test_long_texts import names

MANY = MOST_TOLD + 30
ADVICE = "Emma and Liam read. "


def everybody(most=MANY):
    return ADVICE + " ".join(f"{name} ran." for name in names(most))


def problems(pursuit, at):
    workspace = workspace_of(pursuit)
    return [str(one.words) for one in problems_of(workspace, privacy_of(workspace, at=at))]


def test_of_many_findings_some_are_told_the_certain_first_and_all_are_counted(cast):
    pursuit = written(cast, everybody())

    told = noted(pursuit, cast.at)

    assert len(told) == MOST_TOLD
    assert all(one.is_certain for one in told)
    assert (told[-1].more_waiting, told[-1].more_advice) == (30, 2)
    assert not any(one.more for one in told[:-1])
    assert (waiting_in(told), advice_in(told)) == (MANY, 2)
    workspace = workspace_of(pursuit)
    privacy = privacy_of(workspace, at=cast.at)
    assert privacy.advice == privacy.more_advice == 2
    assert [work.waiting for work in with_waiting(workspace, privacy).work if work.waiting] == [MANY]
    told_of = f"Number 1: {MANY} findings of the privacy helper are to be mended or overruled."
    assert problems(pursuit, cast.at) == [told_of]


def test_when_those_are_mended_the_others_come_up_and_nothing_is_handed_in_before_them(cast):
    pursuit = written(cast, everybody())
    workspace = workspace_of(pursuit)
    mendings = mendings_in(workspace, privacy_of(workspace, at=cast.at))
    mend(actor=cast.ada, pursuit=pursuit, instead={one.key: one.instead for one in mendings}, at=cast.at)

    told = noted(pursuit, cast.at)

    assert (waiting_in(told), advice_in(told), len(told)) == (30, 2, 32)
    assert problems(pursuit, cast.at) == ["Number 1: 30 findings of the privacy helper are to be mended or overruled."]
    text = Answer.objects.get(pursuit=pursuit, requirement=asked(pursuit)).text
    assert f"Student {MOST_TOLD} ran." in text
    assert f"Student {MOST_TOLD + 1}" not in text


def test_what_was_overruled_stays_told_and_makes_room(cast):
    pursuit = written(cast, everybody())
    first = noted(pursuit, cast.at)[0]

    overrule(
        actor=cast.ada,
        pursuit=pursuit,
        requirement=asked(pursuit),
        key=first.key,
        reason="She wrote the book.",
        at=cast.at,
    )

    told = noted(pursuit, cast.at)
    assert len(told) == MOST_TOLD + 1
    assert told[0].overruling is not None
    assert waiting_in(told) == MANY - 1


def test_a_file_says_how_many_more_there_are(cast):
    pursuit = started(cast)
    item = put(pursuit, "class.txt", everybody(MOST_KEPT + 20).encode(), at=cast.at)

    told = noted(pursuit, cast.at, item.requirement)

    assert len(told) == MOST_KEPT
    assert (waiting_in(told), advice_in(told)) == (MOST_KEPT + 20, 2)
    assert FileLook.objects.get().findings[-1]["more"] == [20, 2]


def test_a_file_is_looked_through_before_anything_is_held(cast, monkeypatch):
    pursuit = started(cast)
    said = []
    look_over, take_in = examining.look_over, examining.take_in
    monkeypatch.setattr(examining, "look_over", lambda *a, **more: said.append("looked") or look_over(*a, **more))
    monkeypatch.setattr(examining, "take_in", lambda **more: said.append("taken in") or take_in(**more))

    put(pursuit, "plan.txt", b"We read.", at=cast.at)

    assert said == ["looked", "taken in"]
