from datetime import timedelta

import pytest

from microcred.foundation.models import AuditEntry
from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import Answer, AnswerHistory
from microcred.portfolios.operations import (
    AlreadyEarned,
    AnswerOvertaken,
    BeingJudged,
    CriterionNotReopened,
    NotAnsweredInWriting,
    TextTooLong,
    complete,
    return_for_revision,
    save_answer,
)
from microcred.portfolios.operations.writing import LONGEST
from microcred.portfolios.tests.make import asked, handed_in, short, started
from microcred.programs.tests.make import version


def saved(pursuit, text, revision=0, *, at=None, actor=None, requirement=None):
    return save_answer(
        actor=actor or pursuit.person,
        pursuit=pursuit,
        requirement=requirement or asked(pursuit),
        text=text,
        revision=revision,
        at=at or pursuit.started_at,
    )


def test_ada_writes_and_goes_on_writing(cast):
    pursuit = started(cast)

    assert saved(pursuit, "First").revision == 1
    assert saved(pursuit, "First, and more", 1).revision == 2
    assert Answer.objects.get().text == "First, and more"


def test_the_same_words_again_are_no_new_revision(cast):
    pursuit = started(cast)
    saved(pursuit, "Words")

    assert saved(pursuit, "Words", 0).revision == 1


def test_the_audit_log_holds_no_words(cast):
    saved(started(cast), "Something private")

    entry = AuditEntry.objects.get(verb="portfolios.save_answer")
    assert "private" not in str(entry.subjects)


def test_a_save_that_was_overtaken_keeps_its_words_and_shows_the_others(cast):
    pursuit = started(cast)
    saved(pursuit, "base")
    theirs = saved(pursuit, "theirs", 1)

    with pytest.raises(AnswerOvertaken) as refused:
        saved(pursuit, "mine", 1)

    assert refused.value.theirs == theirs
    assert Answer.objects.get().text == "theirs"
    kept = AnswerHistory.objects.get(conflicting=True)
    assert (kept.text, kept.revision) == ("mine", 1)


def test_a_first_save_from_two_tabs_conflicts_too(cast):
    pursuit = started(cast)
    saved(pursuit, "theirs")

    with pytest.raises(AnswerOvertaken):
        saved(pursuit, "mine", 0)


def test_what_goes_away_is_kept(cast):
    pursuit = started(cast)
    saved(pursuit, "A long paragraph about my class. " * 20)
    saved(pursuit, "", 1)

    assert AnswerHistory.objects.get().text.startswith("A long paragraph")


def test_steady_typing_is_kept_now_and_then(cast):
    pursuit = started(cast)
    for second in range(0, 900, 10):
        saved(pursuit, "word " * (second // 10 + 1), second // 10, at=cast.at + timedelta(seconds=second))

    assert 3 <= AnswerHistory.objects.count() <= 4


def test_words_beyond_the_limit_are_saved(cast):
    pursuit = started(cast)
    long = "word " * (asked(pursuit).word_limit + 1)

    assert saved(pursuit, long).text == long


def test_line_ends_and_odd_characters(cast):
    assert saved(started(cast), "a\r\nb\rc\x00d").text == "a\nb\ncd"


def test_there_is_an_end_to_an_answer(cast):
    with pytest.raises(TextTooLong, match="200000"):
        saved(started(cast), "x" * (LONGEST + 1))


def test_an_artifact_is_put_in_not_written(cast):
    pursuit = started(cast)
    with pytest.raises(NotAnsweredInWriting):
        saved(pursuit, "text", requirement=asked(pursuit, "artifact"))


def test_gus_does_not_write_for_ada(cast):
    with pytest.raises(NotAllowed):
        saved(started(cast), "text", actor=cast.gus)


def test_a_requirement_of_another_version_is_refused(cast):
    other = version(cast, name="Another Skill").requirements.filter(kind="question").first()
    with pytest.raises(NotAllowed):
        saved(started(cast), "text", requirement=other)


def test_while_it_is_judged_and_when_it_is_earned_nothing_changes(cast):
    pursuit = started(cast)
    handed_in(pursuit, at=cast.at)
    with pytest.raises(BeingJudged):
        saved(pursuit, "late", 1)
    complete(actor=None, pursuit=pursuit, at=cast.at)
    with pytest.raises(AlreadyEarned):
        saved(pursuit, "later", 1)


def test_of_what_came_back_only_what_was_short_is_open(cast):
    pursuit = started(cast)
    first = handed_in(pursuit, at=cast.at)
    question, reflection = asked(pursuit), asked(pursuit, "reflection")
    return_for_revision(actor=None, submission=first, short=short(reflection.criteria.all()), at=cast.at)

    assert saved(pursuit, "Better", 1, requirement=reflection).revision == 2
    with pytest.raises(CriterionNotReopened):
        saved(pursuit, "Sneaky", 1, requirement=question)
