import pytest

from microcred.portfolios.models import Overruling
from microcred.portfolios.operations import (
    EvidenceUnready,
    FindingGone,
    ReasonNeeded,
    overrule,
    rename,
    replace_words,
    save_answer,
)
from microcred.portfolios.operations.privacy import TitleNeeded
from microcred.portfolios.tests.make import asked, fill, handed_in, pdf, put, started
from microcred.portfolios.tests.operations.test_replace_words import noted, written

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

    replace_words(
        actor=cast.ada,
        pursuit=pursuit,
        requirement=asked(pursuit),
        key=noted(pursuit, cast.at)[0].key,
        words="an author",
        at=cast.at,
    )

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
    pursuit = written(cast, "I planned it with Daniel Foster. Call (803) 555-0142. Rock Hill asked us.")

    assert len(noted(pursuit, cast.at)) == 3
    handed_in(pursuit, at=cast.at)


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
