import pytest

from microcred.foundation.tests.inspection.recordings import spoken
from microcred.portfolios.models import Overruling
from microcred.portfolios.operations import (
    EvidenceUnready,
    FindingGone,
    ReasonNeeded,
    mend,
    overrule,
    rename,
    save_answer,
)
from microcred.portfolios.operations.privacy import TitleNeeded
from microcred.portfolios.tests.make import asked, fill, handed_in, pdf, put, started
from microcred.portfolios.tests.operations.test_mend import noted, written
from microcred.portfolios.tests.operations.test_redact import mine, photo

__all__ = ["mine"]
AUTHOR = "My student read Maria Gomez.\nIt was Tuesday."


def overruled(cast, pursuit, *, key=None, reason="She wrote the book that we read."):
    return overrule(
        actor=cast.ada,
        pursuit=pursuit,
        requirement=asked(pursuit),
        key=key or noted(pursuit, cast.at)[0].key,
        reason=reason,
        at=cast.at,
    )


def test_a_certain_finding_keeps_from_submitting_until_it_is_overruled(cast):
    pursuit = written(cast, AUTHOR)
    with pytest.raises(EvidenceUnready, match="privacy helper"):
        handed_in(pursuit, at=cast.at)

    row = overruled(cast, pursuit)

    assert (row.reason, row.overruled_by, row.kind) == ("She wrote the book that we read.", cast.ada, "student_name")
    handed_in(pursuit, at=cast.at)


def test_or_mended(cast):
    pursuit = written(cast, AUTHOR)

    mend(actor=cast.ada, pursuit=pursuit, instead={noted(pursuit, cast.at)[0].key: "an author"}, at=cast.at)

    handed_in(pursuit, at=cast.at)


def test_another_paragraph_leaves_it_overruled_its_own_asks_again(cast):
    pursuit = written(cast, AUTHOR)
    overruled(cast, pursuit)

    def saved(text, revision):
        where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}
        save_answer(**where, text=text, revision=revision)
        return [one.overruling is not None for one in noted(pursuit, cast.at)]

    assert saved(AUTHOR + " And Wednesday.", 1) == [True]
    assert saved("My student hit Maria Gomez.\nIt was Tuesday.", 2) == [False]


def test_advice_keeps_nobody_from_submitting(cast):
    pursuit = written(cast, "Emma read. The family moved to 118 Oak Street. Rock Hill asked us.")

    assert len(noted(pursuit, cast.at)) == 3
    handed_in(pursuit, at=cast.at)


@pytest.mark.parametrize("text", ["I planned it with Daniel Foster.", "Ms. Carter came.", "Call (803) 555-0142."])
def test_full_names_titles_and_telephone_numbers_wait_to_be_mended(cast, text):
    pursuit = written(cast, text)

    assert [one.keeps_from_submitting for one in noted(pursuit, cast.at)] == [True]
    with pytest.raises(EvidenceUnready, match="privacy helper"):
        handed_in(pursuit, at=cast.at)


def kept(cast, pursuit, key):
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}
    return overrule(**where, key=key, reason="An author.", everywhere=True)


def test_words_that_are_kept_are_kept_wherever_they_stand_and_whatever_is_written_around(cast):
    pursuit = fill(started(cast), at=cast.at)
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}
    revision = pursuit.answers.get(requirement=asked(pursuit)).revision
    save_answer(**where, text=AUTHOR, revision=revision)
    artifact = asked(pursuit, "artifact")
    put(pursuit, "notes.txt", b"Plan\nMaria Gomez wrote it.", at=cast.at, requirement=artifact)

    kept(cast, pursuit, noted(pursuit, cast.at)[0].key)

    save_answer(**where, text="Another day. Then Maria Gomez, my student, wrote.", revision=revision + 1)
    for requirement in (asked(pursuit), artifact):
        assert [one.overruling is not None for one in noted(pursuit, cast.at, requirement)] == [True]
    handed_in(pursuit, at=cast.at)


def test_another_name_is_not_kept_with_it(cast):
    pursuit = written(cast, "My students Maria Gomez and Liam Turner read.")

    kept(cast, pursuit, noted(pursuit, cast.at)[0].key)

    assert [(one.words, one.overruling is not None) for one in noted(pursuit, cast.at)] == [
        ("Maria Gomez", True),
        ("Liam Turner", False),
    ]


def test_a_first_name_that_was_kept_is_asked_for_where_it_is_a_student_s(cast):
    pursuit = written(cast, "We read of Emma.")
    kept(cast, pursuit, noted(pursuit, cast.at)[0].key)
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}

    save_answer(**where, text="Emma smiled.", revision=1)
    assert [one.overruling is not None for one in noted(pursuit, cast.at)] == [True]
    save_answer(**where, text="My student Emma smiled.", revision=2)
    assert [one.keeps_from_submitting for one in noted(pursuit, cast.at)] == [True]


def test_what_is_no_name_is_about_its_own_place_in_any_case(cast):
    pursuit = written(cast, "Call (803) 555-0142.")
    kept(cast, pursuit, noted(pursuit, cast.at)[0].key)
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}

    save_answer(**where, text="Please call (803) 555-0142.", revision=1)

    assert [one.keeps_from_submitting for one in noted(pursuit, cast.at)] == [True]


def test_a_reason_is_needed_and_twice_is_once(cast):
    pursuit = written(cast, AUTHOR)
    with pytest.raises(ReasonNeeded):
        overruled(cast, pursuit, reason="  ")

    assert overruled(cast, pursuit) == overruled(cast, pursuit, reason="Another.")
    assert Overruling.objects.count() == 1


def test_what_is_not_there_cannot_be_overruled(cast):
    pursuit = written(cast, AUTHOR)

    with pytest.raises(FindingGone):
        overruled(cast, pursuit, key="0" * 64)


def test_words_within_a_document_are_found_and_can_be_overruled(cast):
    pursuit = fill(started(cast), at=cast.at)
    artifact = asked(pursuit, "artifact")
    put(pursuit, "notes.txt", b"Plan\nMy student Maria Gomez read.", at=cast.at, requirement=artifact)
    (found,) = noted(pursuit, cast.at, artifact)
    assert (found.words, found.place, found.keeps_from_submitting) == ("Maria Gomez", "file", True)
    with pytest.raises(EvidenceUnready):
        handed_in(pursuit, at=cast.at)

    overrule(actor=cast.ada, pursuit=pursuit, requirement=artifact, key=found.key, reason="An author.", at=cast.at)

    handed_in(pursuit, at=cast.at)


def test_a_name_in_a_title_is_advice_and_gone_once_renamed(cast):
    pursuit = started(cast)
    artifact = asked(pursuit, "artifact")
    item = put(pursuit, "Ada_Whitfield plan.pdf", pdf(), at=cast.at, requirement=artifact)
    (found,) = noted(pursuit, cast.at, artifact)
    assert (found.place, found.keeps_from_submitting, found.instead) == ("title", False, ("plan.pdf",))

    rename(actor=cast.ada, item=item, title="plan.pdf", at=cast.at)

    assert noted(pursuit, cast.at, artifact) == ()
    with pytest.raises(TitleNeeded):
        rename(actor=cast.ada, item=item, title=" ", at=cast.at)


def test_what_was_hidden_in_a_file_is_told(cast):
    from microcred.portfolios.queries import privacy_of
    from microcred.portfolios.queries.workspace import workspace_of

    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(Author="Ada Whitfield"), at=cast.at, requirement=asked(pursuit, "artifact"))

    about = privacy_of(workspace_of(pursuit), at=cast.at).items[item.pk]

    assert [str(fact) for fact in about.taken_out] == ["author"]
    assert about.is_unread


def test_who_looks_is_told_where_nothing_could_be_read(cast, mine):
    from microcred.portfolios.queries import privacy_of
    from microcred.portfolios.queries.workspace import workspace_of

    artifact = asked(mine, "artifact")
    files = {"scan.pdf": pdf(), "board.png": photo(), "talk.wav": spoken(), "notes.txt": b"We met on Tuesdays."}
    items = {name: put(mine, name, data, at=cast.at, requirement=artifact) for name, data in files.items()}

    about = privacy_of(workspace_of(mine), at=cast.at).items

    assert {name for name, item in items.items() if about[item.pk].is_unread} == {"scan.pdf", "board.png"}


def test_what_the_helper_is_not_sure_of_is_kept_without_a_word_wherever_it_stands(cast):
    pursuit = written(cast, "We read of Emma.")

    row = overruled(cast, pursuit, reason="")

    assert row.reason == "kept; the helper was not sure"
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit), "at": cast.at}
    save_answer(**where, text="Emma smiled.", revision=1)
    assert [one.overruling is not None for one in noted(pursuit, cast.at)] == [True]


def test_what_is_no_name_is_kept_without_a_word_in_its_place(cast):
    pursuit = written(cast, "The family moved to 118 Oak Street.")
    key = noted(pursuit, cast.at)[0].key

    assert overruled(cast, pursuit, key=key, reason="").key == key
