"""The licensure officer: sets as they were seen, looking up on a basis, files with receipts, answers, re-sending."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from microcred.credentials import operations as issuing
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition import operations
from microcred.recognition.models import BatchFile, BatchLine, CreditSet, Cycle, Entry, Licence, LookUp
from microcred.recognition.operations import batches, licensure
from microcred.recognition.operations.following import follow_the_record
from microcred.recognition.operations.standing import confirm_statement, state_licence
from microcred.recognition.queries import batches as sent
from microcred.recognition.queries.licensure import confirmed_of, cycles_under, for_approval, look_ups_about
from microcred.recognition.tests import make
from tests.cast import Cast

LAYOUT = "south-carolina-fixed"
LATER = timedelta(days=5)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """Ada's cycle with six confirmed entries: 120 credits, and her licence."""
    first = make.entry(cast)
    for entry in [first, *make.many_like(first, 5)]:
        operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    licensed(cast)
    return first.cycle


def licensed(cast: Cast, number: str = "204 8816", *, degree: str = "master", grade_bands: Sequence[str] = ()) -> None:
    statement = state_licence(
        actor=cast.ada,
        person=cast.ada,
        jurisdiction=cast.places["south-carolina"],
        kind="professional",
        issued_on=date(2024, 7, 1),
        expires_on=date(2029, 6, 30),
        licence_number=number,
        degree=degree,
        grade_bands=grade_bands,
        at=cast.at,
    )
    confirm_statement(actor=cast.femi, statement=statement, at=cast.at)


def approved(cast: Cast, cycle: Cycle, **how: Any) -> list[CreditSet]:
    seen = {str(cycle.pk): confirmed_of([cycle])[cycle.pk].digest}
    given = {"actor": cast.femi, "jurisdiction": cast.places["south-carolina"], "seen": seen, "at": cast.at + LATER}
    return licensure.approve_sets(**(given | how))


def made(cast: Cast, **how: Any) -> BatchFile:
    given = {"actor": cast.femi, "jurisdiction": cast.places["south-carolina"], "layout": LAYOUT, "at": cast.at + LATER}
    return batches.make_batch_file(**(given | how))


def answered(cast: Cast, file: BatchFile, status: str, reason: str = "") -> batches.Read:
    rows = "".join(f"{line.key},{status},{reason}\n" for line in file.lines.all())
    text = f"key,status,reason\n{rows}"
    return batches.read_batch_response(actor=cast.femi, file=file, content=text, at=cast.at + LATER)


def returned(cast: Cast, cycle: Cycle, **how: Any) -> CreditSet:
    given = {"actor": cast.femi, "jurisdiction": cast.places["south-carolina"], "code": "documents_missing"}
    return licensure.return_set(cycle=cycle, **({**given, "at": cast.at + LATER} | how))


def reversed_one(cast: Cast, cycle: Cycle) -> None:
    award = Entry.objects.filter(cycle=cycle).order_by("pk")[0].award
    issuing.revoke(actor=cast.lena, award=award, reason="A mistake.", at=cast.at)
    operations.reverse(actor=None, award=award, at=cast.at)


def test_a_set_is_approved_as_it_was_seen_and_once(cast: Cast, cycle: Cycle):
    (one,) = approved(cast, cycle)
    assert (one.amount, one.entries.count(), one.number) == (120, 6, 1)
    assert approved(cast, cycle) == []
    outbox.deliver_all()
    assert "120" in Notice.objects.get(person=cast.ada, kind="credit_set").subject


def test_what_has_changed_since_is_not_approved(cast: Cast, cycle: Cycle):
    seen = {str(cycle.pk): confirmed_of([cycle])[cycle.pk].digest}
    reversed_one(cast, cycle)
    with pytest.raises(licensure.SetChanged):
        approved(cast, cycle, seen=seen)
    with pytest.raises(licensure.NotEnough):
        approved(cast, cycle)
    assert not CreditSet.objects.exists()


def test_a_reversal_after_the_approval_shows(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    reversed_one(cast, cycle)
    (row,) = for_approval([cycle], cast.places["south-carolina"], at=cast.at)
    assert row.state == "changed"


def test_what_was_sent_is_withdrawn_after_a_ruling_on_it_was_taken_back(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    answered(cast, made(cast), "accepted")
    entry = Entry.objects.filter(cycle=cycle).order_by("pk")[0]
    operations.take_back_ruling(actor=cast.omar, entry=entry, code="hours_unsupported", at=cast.at + LATER)
    (row,) = for_approval([cycle], cast.places["south-carolina"], at=cast.at)
    assert row.state == "changed"
    with pytest.raises(licensure.NotEnough):
        approved(cast, cycle)
    returned(cast, cycle)
    assert [line.kind for line in made(cast).lines.all()] == [BatchLine.Kind.WITHDRAWAL]


def test_only_the_states_officer_and_never_on_their_own(cast: Cast, cycle: Cycle):
    with pytest.raises(NotAllowed):
        approved(cast, cycle, actor=cast.omar)
    north = cast.places["north-carolina"]
    appoint(actor=None, person=cast.nadia, organization=north, role=Role.LICENSURE_OFFICER, at=cast.at)
    with pytest.raises(NotAllowed):
        approved(cast, cycle, actor=cast.nadia, jurisdiction=north)
    south = cast.places["south-carolina"]
    appoint(actor=None, person=cast.ada, organization=south, role=Role.LICENSURE_OFFICER, at=cast.at)
    with pytest.raises(licensure.OwnSet):
        approved(cast, cycle, actor=cast.ada)


def test_returned_it_says_why(cast: Cast, cycle: Cycle):
    for how in ({"code": ""}, {"code": "routine_duty"}, {"code": "other"}):
        with pytest.raises(licensure.SetReasonMissing):
            returned(cast, cycle, **how)
    returned(cast, cycle)
    outbox.deliver_all()
    assert "A document that the rules ask for is missing." in Notice.objects.get(kind="credit_set").body


def looked(cast: Cast, number: str, **how: Any) -> LookUp:
    given = {"actor": cast.femi, "jurisdiction": cast.places["south-carolina"], "basis": "audit", "words": "Case 12"}
    return licensure.look_up(number=number, **({**given, "at": cast.at + LATER} | how))


def test_who_is_found_reads_who_looked_and_why(cast: Cast, cycle: Cycle):
    found = looked(cast, "2048816 ")
    assert found.person == cast.ada
    assert list(look_ups_about(cast.ada)) == [found]
    outbox.deliver_all()
    assert "Case 12" in Notice.objects.get(person=cast.ada, kind="looked_up").body


def test_nobody_found_is_written_down_alike(cast: Cast, cycle: Cycle):
    found, nothing = looked(cast, "2048816"), looked(cast, "999")
    assert nothing.person is None
    assert {len(one.digest) for one in (found, nothing)} == {64}
    assert "2048816" not in found.digest


def test_without_a_basis_nobody_is_looked_up(cast: Cast, cycle: Cycle):
    for how in ({"basis": ""}, {"basis": "curiosity"}, {"words": " "}):
        with pytest.raises(licensure.BasisMissing):
            looked(cast, "2048816", **how)
    with pytest.raises(licensure.NumberMissing):
        looked(cast, " ")
    for stranger in (cast.omar, cast.ada, cast.pia):
        with pytest.raises(NotAllowed):
            looked(cast, "2048816", actor=stranger)
    assert not LookUp.objects.exists()


def test_a_file_has_its_receipt_and_is_the_same_again(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    file = made(cast)
    content = sent.content_again(file)
    assert (file.number, file.lines_count, file.amount) == (1, 1, 120)
    assert sent.digest_of_content(content) == file.digest
    assert "Whitfield" in content
    assert "000002048816" in content
    with pytest.raises(batches.NothingToSend):
        made(cast)


def test_a_change_is_a_correction_that_names_the_line_before(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    first = made(cast).lines.get()
    entry = make.many_like(Entry.objects.filter(cycle=cycle)[0], 1)[0]
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    approved(cast, cycle)
    second = made(cast).lines.get()
    assert (second.kind, second.corrects) == ("correction", first)
    assert first.key in second.text
    assert second.key != first.key


def test_returned_after_it_was_sent_it_is_withdrawn(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    first = made(cast).lines.get()
    returned(cast, cycle)
    second = made(cast).lines.get()
    assert (second.kind, second.corrects) == ("withdrawal", first)
    with pytest.raises(batches.NothingToSend):
        made(cast)


def test_only_what_was_rejected_goes_again_under_its_key(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    file = made(cast)
    read = answered(cast, file, "R", "No such certificate")
    assert (read.response.accepted, read.response.rejected) == (0, 1)
    line = made(cast).lines.get()
    before = file.lines.get()
    assert (line.kind, line.again, line.key) == ("again", before, before.key)
    with pytest.raises(batches.NothingToSend):
        made(cast)


def test_what_was_accepted_is_never_sent_again(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    answered(cast, made(cast), "A")
    with pytest.raises(batches.NothingToSend):
        made(cast)


def test_an_answer_is_read_once_and_the_first_word_stands(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    file = made(cast)
    answered(cast, file, "A")
    with pytest.raises(batches.ReadAlready):
        answered(cast, file, "A")
    with pytest.raises(batches.NothingRead):
        answered(cast, file, "R", "Changed our mind")
    assert BatchLine.objects.get().answer.accepted


def test_without_a_confirmed_number_nothing_goes_and_it_is_said(cast: Cast):
    first = make.entry(cast)
    for entry in [first, *make.many_like(first, 5)]:
        operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    licensed(cast, number="")
    approved(cast, first.cycle)
    south = cast.places["south-carolina"]
    (one,) = sent.to_send(south, sent.layouts_for(south)[-1])
    assert one.why_not == "no licence"
    with pytest.raises(batches.NothingToSend):
        made(cast)


def test_a_state_uses_its_own_layouts(cast: Cast, cycle: Cycle):
    approved(cast, cycle)
    with pytest.raises(batches.LayoutUnknown):
        made(cast, layout="north-carolina-csv")
    content = sent.content_again(made(cast, layout="ceds-csv"))
    assert "ProfessionalCertificateOrLicenseNumber" in content.splitlines()[0]


def test_a_file_names_the_licence_of_the_cycle_and_its_days(cast: Cast, cycle: Cycle):
    statement = state_licence(
        actor=cast.ada,
        person=cast.ada,
        jurisdiction=cast.places["south-carolina"],
        kind="substitute permit",
        issued_on=date(2025, 7, 1),
        expires_on=date(2026, 6, 30),
        licence_number="9 9",
        at=cast.at,
    )
    confirm_statement(actor=cast.femi, statement=statement, at=cast.at)
    follow_the_record(cast.ada, at=cast.at)
    approved(cast, cycle)
    (line,) = made(cast, layout="ceds-csv").lines.all()
    assert "2048816" in line.text
    assert "2024-07-01,2029-06-30" in line.text


def test_what_was_sent_of_a_cycle_that_has_ended_is_withdrawn(cast: Cast, cycle: Cycle):
    follow_the_record(cast.ada, at=cast.at)
    approved(cast, cycle)
    made(cast)
    statement = state_licence(
        actor=cast.ada,
        person=cast.ada,
        jurisdiction=cast.places["south-carolina"],
        kind="initial",
        issued_on=date(2025, 7, 1),
        expires_on=date(2028, 6, 30),
        licence_number="204 8816",
        licence=Licence.objects.get(person=cast.ada),
        at=cast.at,
    )
    confirm_statement(actor=cast.femi, statement=statement, at=cast.at)
    operations.recognize(actor=None, person=cast.ada, at=cast.at + LATER)
    (row,) = for_approval(
        list(cycles_under([cast.places["south-carolina"].pk], at=cast.at)), cast.places["south-carolina"], at=cast.at
    )
    assert row.state == "ended"
    (line,) = made(cast).lines.all()
    assert line.kind == BatchLine.Kind.WITHDRAWAL
    with pytest.raises(batches.NothingToSend):
        made(cast)
