"""A name that an educator bore before says whose work it is as the present one does."""

from microcred.accounts.operations import change_name
from microcred.portfolios.operations import save_answer
from microcred.portfolios.privacy import Kind, Known, look
from microcred.portfolios.queries import privacy_of, workspace_of
from microcred.portfolios.tests.make import asked, started


def test_both_names_are_told_and_neither_twice():
    known = Known("Ada Whitfield", former=("Ada Lovell", "Ada Whitfield"))
    found = look("Ada Lovell planned it; Ada Whitfield taught it.", known)
    assert [(one.kind, one.words, one.count) for one in found] == [
        (Kind.OWN_NAME, "Ada Lovell", 1),
        (Kind.OWN_NAME, "Ada Whitfield", 1),
    ]


def test_a_name_before_is_found_in_an_answer(cast):
    pursuit, before = started(cast), cast.ada.name
    change_name(actor=cast.ada, name="Ada Lovell", holds_from=cast.at.date(), today=cast.at.date(), at=cast.at)
    text = f"I, {before}, planned it."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=text, revision=0, at=cast.at)

    pursuit.refresh_from_db()
    (found,) = privacy_of(workspace_of(pursuit), at=cast.at).noted[asked(pursuit).pk]

    assert (found.kind, found.words, found.keeps_from_submitting) == (Kind.OWN_NAME, before, True)
