import pytest

from microcred.authoring.operations import (
    DraftPublished,
    FieldGone,
    FieldNotWritten,
    RemarkEmpty,
    RemarkTooLong,
    SuggestionAnswered,
    SuggestionChangesNothing,
    SuggestionOvertaken,
    ThreadResolved,
    accept_suggestion,
    comment,
    decline_suggestion,
    publish,
    reply,
    resolve,
    suggest,
)
from microcred.authoring.queries import history_of, open_comments, open_remarks, open_suggestions, threads_of
from microcred.authoring.tests.make import AT, draft, nils, save
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.tests.make import cora, gus
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_gates(db):
    """What gates keep back is told in `test_gates`."""
    no_gates()


def remark(of, path="competency", text="Is this one thing?", actor=None):
    return comment(actor=actor or nils(), draft=of, path=path, text=text, at=AT)


def suggestion(of, path, text, actor=None):
    return suggest(actor=actor or nils(), draft=of, path=path, text=text, why="Shorter", at=AT)


def test_a_thread_is_open_until_somebody_resolves_it():
    mine = draft()
    thread = remark(mine)
    answer = reply(actor=cora(), to=thread, text="It is.", at=AT)

    assert [[*found.replies.all()] for found in open_comments(mine)] == [[answer]]
    resolve(actor=cora(), thread=thread, at=AT)
    assert not open_comments(mine)
    assert list(threads_of(mine)) == [thread]
    with pytest.raises(ThreadResolved, match="Cora"):
        reply(actor=nils(), to=answer, text="Is it?", at=AT)


def test_a_remark_on_a_level_follows_it_when_its_criterion_moves():
    mine = draft()
    remark(mine, "rubric.2.levels.1.descriptor")
    rubric = mine.design["rubric"]
    mine = save(mine, rubric=[rubric[2], *rubric[:2], *rubric[3:]])
    assert open_remarks(mine).by_path == {"rubric.0.levels.1.descriptor": 1}

    mine = save(mine, rubric=mine.design["rubric"][1:])
    assert (open_remarks(mine).comments, open_remarks(mine).by_path) == (1, {})


def test_what_is_no_remark_is_refused():
    mine = draft()
    with pytest.raises(RemarkEmpty):
        remark(mine, text="  ")
    with pytest.raises(RemarkTooLong, match="5001"):
        remark(mine, text="x" * 5001)
    for path in ("rubric.99.name", "nonsense", "rubric.0.levels.²", "", "name.0"):
        with pytest.raises(FieldGone):
            remark(mine, path)


def test_strangers_say_nothing_and_published_drafts_are_not_discussed():
    mine = draft()
    thread, held_out = remark(mine), suggestion(mine, "competency", "Shorter")
    for deed in (
        lambda: remark(mine, actor=gus()),
        lambda: reply(actor=gus(), to=thread, text="No", at=AT),
        lambda: resolve(actor=gus(), thread=thread, at=AT),
        lambda: suggestion(mine, "name", "Mine", gus()),
        lambda: accept_suggestion(actor=gus(), suggestion=held_out, at=AT),
        lambda: decline_suggestion(actor=gus(), suggestion=held_out, at=AT),
    ):
        with pytest.raises(NotAllowed):
            deed()
    publish(actor=cora(), draft=mine, at=AT)
    for deed in (
        lambda: remark(mine),
        lambda: suggestion(mine, "name", "Mine"),
        lambda: accept_suggestion(actor=cora(), suggestion=held_out, at=AT),
    ):
        with pytest.raises(DraftPublished):
            deed()


def test_an_accepted_suggestion_stands_in_its_field_wherever_that_is_and_in_the_history():
    mine = draft()
    held_out = suggestion(mine, "rubric.2.levels.1.descriptor", "Each of them is seen.")
    rubric = mine.design["rubric"]
    save(mine, rubric=[rubric[2], *rubric[:2], *rubric[3:]])
    answer = accept_suggestion(actor=cora(), suggestion=held_out, at=AT)

    mine.refresh_from_db()
    assert mine.design["rubric"][0]["levels"][1]["descriptor"] == "Each of them is seen."
    assert (answer.accepted, answer.revision, answer.answered_by) == (True, 2, cora())
    assert history_of(mine)[0].saved_by == cora()
    with pytest.raises(SuggestionAnswered, match="Cora"):
        decline_suggestion(actor=nils(), suggestion=held_out, at=AT)


def test_a_declined_suggestion_changes_nothing():
    mine = draft()
    held_out = suggestion(mine, "competency", "Shorter")
    decline_suggestion(actor=cora(), suggestion=held_out, at=AT)
    mine.refresh_from_db()
    assert (mine.revision, open_suggestions(mine).exists()) == (0, False)


def test_words_written_since_are_not_overwritten_by_a_suggestion():
    mine = draft()
    held_out = suggestion(mine, "competency", "Shorter")
    save(mine, competency="Rewritten meanwhile")
    with pytest.raises(SuggestionOvertaken, match="Competency"):
        accept_suggestion(actor=cora(), suggestion=held_out, at=AT)
    mine.refresh_from_db()
    assert mine.design["competency"] == "Rewritten meanwhile"
    assert open_suggestions(mine).exists()


def test_a_suggestion_for_a_row_that_is_gone_says_so():
    mine = draft()
    held_out = suggestion(mine, "rubric.2.name", "Other")
    save(mine, rubric=mine.design["rubric"][:2])
    with pytest.raises(FieldGone):
        accept_suggestion(actor=cora(), suggestion=held_out, at=AT)


def test_only_other_words_for_written_fields_are_suggestions():
    mine = draft()
    with pytest.raises(SuggestionChangesNothing):
        suggestion(mine, "competency", mine.design["competency"] + "\r\n")
    for path in ("hours", "rubric.0.uuid", "rubric.0.levels", "rubric.0.required", "language"):
        with pytest.raises(FieldNotWritten):
            suggestion(mine, path, "x")
    with pytest.raises(RemarkTooLong):
        suggestion(mine, "competency", "x" * 20_001)
