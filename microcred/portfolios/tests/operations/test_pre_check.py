"""Work is looked at before it is judged: by the system alone, or by a person; it is passed on, or comes back."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from microcred.catalog.models import Requirement
from microcred.catalog.queries import rubric_of
from microcred.foundation import storage
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, dismiss, register
from microcred.portfolios.completeness import Fact, LinkOutcome
from microcred.portfolios.models import (
    Incompleteness,
    LinkLook,
    Pause,
    PreCheck,
    PreCheckPassing,
    PreCheckWay,
    Sight,
    StoodBy,
)
from microcred.portfolios.operations import (
    CheckedByAnother,
    CheckNoteTooLong,
    EvidenceUnready,
    ForSomebodyElse,
    Missing,
    MustBeMended,
    NoteJudges,
    NoteNames,
    NotForYou,
    NothingAmiss,
    OpenedAlready,
    PreCheckLeaseExpired,
    PreCheckOver,
    ReasonNotTaken,
    check_automatically,
    claim_pre_check,
    conclude_pre_check,
    factual_note,
    give_back,
    let_go_pre_check,
    look_again,
    note_link_look,
    note_sight,
    pass_on,
    pause_promise,
    put_in_link,
    return_for_revision,
    set_terms,
    stand_by,
    take_out,
    withdraw,
)
from microcred.portfolios.operations.local import local_copy
from microcred.portfolios.operations.looking import seen_in
from microcred.portfolios.queries import (
    attempts_used,
    ending_of,
    has_judged,
    looking_queue_for,
    promise_of,
    state_of,
    status_of,
    workspace_of,
)
from microcred.portfolios.queries.status import Stage
from microcred.portfolios.rules import State
from microcred.portfolios.tests.make import asked, fill, handed_in, put, short, started

HOUR = timedelta(hours=1)


def blank_pdf(pages: int = 1) -> bytes:
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def keep_file(content: bytes, name: str):
    return storage.store([content], name=name, media_type="text/markdown")


def checked_by(cast, way: PreCheckWay, **more) -> None:
    """How the university centre has work looked at."""
    set_terms(actor=None, organization=cast.places["carolinacred"], pre_check=way, at=cast.at, **more)


def looker(cast, name: str = "Irma", place: str = "carolinacred"):
    person = register(actor=None, name=f"{name} Calloway", email=f"{name.lower()}@example.org")
    appoint(actor=None, person=person, organization=cast.places[place], role=Role.PRE_CHECKER, at=cast.at)
    return person


@pytest.fixture
def waiting(cast):
    """Ada's work waits for a person to look at it."""
    checked_by(cast, PreCheckWay.PERSON)
    return handed_in(started(cast), at=cast.at)


def claimed(cast, person, *, at=None):
    row = claim_pre_check(actor=person, at=at or cast.at + HOUR)
    return row, {
        "actor": person,
        "pre_check": row,
        "claim_number": row.claim_number,
        "at": (at or cast.at + HOUR) + HOUR / 6,
    }


# Before it is handed in


def test_an_empty_document_holds_the_work_back_until_it_is_mended(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", blank_pdf(), at=cast.at)
    fill(pursuit, at=cast.at)

    with pytest.raises(EvidenceUnready) as refused:
        handed_in(pursuit, at=cast.at)
    assert "has neither words nor a picture" in str(refused.value)

    take_out(actor=cast.ada, item=item, at=cast.at)
    assert handed_in(pursuit, at=cast.at).attempt == 1


def test_whoever_is_sure_hands_it_in_as_it_is(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", blank_pdf(), at=cast.at)

    first = stand_by(actor=cast.ada, item=item, fact=Fact.EMPTY_DOCUMENT, at=cast.at)

    assert stand_by(actor=cast.ada, item=item, fact=Fact.EMPTY_DOCUMENT, at=cast.at) == first
    assert handed_in(pursuit, at=cast.at).attempt == 1


def test_nobody_stands_by_a_template_that_is_not_filled_in_nor_for_somebody_else(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", blank_pdf(), at=cast.at)

    with pytest.raises(MustBeMended):
        stand_by(actor=cast.ada, item=item, fact=Fact.TEMPLATE_UNCHANGED, at=cast.at)
    with pytest.raises(NotAllowed):
        stand_by(actor=cast.gus, item=item, fact=Fact.EMPTY_DOCUMENT, at=cast.at)
    assert not StoodBy.objects.exists()


def test_the_template_handed_in_as_it_was_is_known_by_its_bytes_and_by_its_words(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.md", b"Our norms are these: one, two, three", at=cast.at)
    given = {"name": "plan.md", "template": item.examined.arrival.original}
    template = keep_file(b"OUR NORMS are these:\n- one\n- two\n- three", "template.md")

    with local_copy(item.file) as clean:
        assert seen_in(clean, given["name"], sha256=given["template"].sha256, template=given["template"]).unchanged_from
        assert seen_in(clean, "plan.md", sha256=item.file.sha256, template=template).unchanged_from == template
        filled_in = keep_file(b"Our norms are these:", "template.md")
        assert seen_in(clean, "plan.md", sha256=item.file.sha256, template=filled_in).unchanged_from is None


def test_where_nothing_is_checked_nothing_holds_back(cast):
    checked_by(cast, PreCheckWay.NONE)
    pursuit = started(cast)
    put(pursuit, "plan.pdf", blank_pdf(), at=cast.at)

    handed_in(pursuit, at=cast.at)

    assert not PreCheck.objects.exists()


def test_what_the_system_has_seen_in_order_waits_for_its_assessor_at_once(cast):
    submission = handed_in(started(cast), at=cast.at)

    assert not PreCheck.objects.exists()
    assert status_of(submission, at=cast.at).stage is Stage.WAITING
    assert Stage.PRE_CHECK not in [one.stage for one in status_of(submission, at=cast.at).stages]


# By the system alone, after it was handed in


def link_in(cast, pursuit):
    where = {"actor": cast.ada, "pursuit": pursuit, "requirement": asked(pursuit, "artifact")}
    return put_in_link(**where, title="Page", url="https://www.example.org/x", at=cast.at)


def with_link(cast, pursuit, outcome):
    """Ada's work with a link; opening it comes to `outcome`."""
    link = link_in(cast, pursuit)
    submission = handed_in(pursuit, at=cast.at)
    note_link_look(actor=None, item=link, outcome=outcome, status=None, at=cast.at)
    return link, submission


@pytest.fixture
def linked(cast):
    """Ada's work on a micro-credential whose artifact may be a link."""
    return started(cast)


def test_a_link_that_leads_nowhere_comes_back_and_takes_no_attempt(cast, linked):
    link, submission = with_link(cast, pursuit := linked, LinkOutcome.GONE)
    assert status_of(submission, at=cast.at).stage is Stage.PRE_CHECK

    conclude_pre_check(actor=None, submission=submission, at=cast.at + HOUR)

    assert (state_of(pursuit), attempts_used(pursuit)) == (State.INCOMPLETE, 0)
    failed = workspace_of(pursuit).failed[0]
    assert (failed.fact, failed.item) == ("link_gone", link)
    assert "Nothing is at the address" in Notice.objects.get(kind="submission_incomplete").body


def test_a_link_that_could_not_be_checked_goes_on(cast, linked):
    _link, submission = with_link(cast, pursuit := linked, LinkOutcome.UNCHECKED)

    conclude_pre_check(actor=None, submission=submission, at=cast.at + HOUR)
    conclude_pre_check(actor=None, submission=submission, at=cast.at + HOUR)

    assert PreCheckPassing.objects.count() == 1
    assert state_of(pursuit) is State.SUBMITTED
    assert status_of(submission, at=cast.at + HOUR).stage is Stage.WAITING


def test_our_own_network_trouble_fails_nobody(cast, linked):
    # Here is no network, or nothing at that address: a look that is not answered says nothing of the link.
    pursuit = linked
    link_in(cast, pursuit)
    submission = handed_in(pursuit, at=cast.at)

    check_automatically(submission, at=cast.at + HOUR)

    assert LinkLook.objects.get().outcome == LinkLook.Outcome.UNCHECKED
    assert state_of(pursuit) is State.SUBMITTED


def test_a_link_that_was_shared_meanwhile_is_looked_at_again(cast, linked):
    pursuit = linked
    link = link_in(cast, pursuit)
    note_link_look(actor=None, item=link, outcome=LinkOutcome.SIGN_IN, status=302, at=cast.at)
    fill(pursuit, at=cast.at)
    with pytest.raises(EvidenceUnready):
        handed_in(pursuit, at=cast.at)

    look_again(actor=cast.ada, item=link, at=cast.at)
    note_link_look(actor=None, item=link, outcome=LinkOutcome.OPENS, status=200, at=cast.at + HOUR)

    assert handed_in(pursuit, at=cast.at + HOUR)
    with pytest.raises(NotAllowed):
        look_again(actor=cast.gus, item=link, at=cast.at)


# By a person


def test_one_is_claimed_passed_on_and_waits_for_an_assessor(cast, waiting):
    ines = looker(cast)
    row, held = claimed(cast, ines)

    assert claim_pre_check(actor=ines, at=cast.at + HOUR) == row
    assert not ending_of(waiting).may_withdraw
    first = pass_on(**held)

    assert pass_on(**held) == first
    assert status_of(waiting, at=cast.at + HOUR).stage is Stage.WAITING
    assert claim_pre_check(actor=ines, at=cast.at + HOUR) is None


def test_who_held_it_to_check_it_is_not_told_whose_it_is(cast, waiting):
    ines = looker(cast)
    assert not has_judged(ines, waiting.pursuit)

    claimed(cast, ines)

    assert has_judged(ines, waiting.pursuit)
    with pytest.raises(ForSomebodyElse):
        note_sight(actor=ines, pursuit=waiting.pursuit, way=Sight.Way.TIME, at=cast.at + HOUR)


def test_two_do_not_take_the_same_until_the_lease_has_run_out(cast, waiting):
    ines, max_ = looker(cast), looker(cast, "Max")
    row, held = claimed(cast, ines)

    assert claim_pre_check(actor=max_, at=cast.at + HOUR) is None
    late = cast.at + 9 * HOUR
    assert claim_pre_check(actor=max_, at=late) == row
    with pytest.raises(CheckedByAnother):
        pass_on(**{**held, "at": late})


def test_a_page_of_an_earlier_claim_is_stale(cast, waiting):
    ines = looker(cast)
    _row, held = claimed(cast, ines)
    let_go_pre_check(**held)

    with pytest.raises(PreCheckLeaseExpired):
        pass_on(**held)
    _row, again = claimed(cast, ines)
    with pytest.raises(PreCheckLeaseExpired):
        pass_on(**held)
    pass_on(**again)


@pytest.mark.parametrize("close", ["herself", "a colleague", "elsewhere", "no role"])
def test_nobody_too_close_is_offered_it(cast, waiting, close):
    if close == "herself":
        person = cast.ada
        appoint(actor=None, person=person, organization=cast.places["carolinacred"], role=Role.PRE_CHECKER, at=cast.at)
    elif close == "a colleague":
        person = looker(cast)
        appoint(actor=None, person=person, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)
    elif close == "elsewhere":
        person = looker(cast, place="blue-ridge")
    else:
        person = cast.ben

    assert claim_pre_check(actor=person, at=cast.at + HOUR) is None
    assert looking_queue_for(person, at=cast.at + HOUR).count == 0


def test_whoever_came_too_close_meanwhile_decides_nothing(cast, waiting):
    ines = looker(cast)
    _row, held = claimed(cast, ines)
    appoint(actor=None, person=ines, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)

    with pytest.raises(NotForYou):
        pass_on(**held)


def test_whoever_looks_no_more_decides_nothing(cast, waiting):
    ines = looker(cast)
    _row, held = claimed(cast, ines)
    for membership in ines.memberships.all():
        dismiss(actor=ines, membership=membership, at=cast.at + HOUR)

    with pytest.raises(NotAllowed):
        pass_on(**held)


def missing(submission, reason="not_legible", note="page 2"):
    piece = submission.items.select_related("item__requirement").order_by("position")[0]
    return Missing(piece.item.requirement, reason, note, piece)


def test_it_comes_back_with_its_reasons_and_takes_no_attempt(cast, waiting):
    _row, held = claimed(cast, looker(cast))
    text = Missing(asked(waiting.pursuit), "part_missing", "the second question")

    give_back(**held, missing=[missing(waiting), text])

    pursuit = waiting.pursuit
    assert (state_of(pursuit), attempts_used(pursuit)) == (State.INCOMPLETE, 0)
    failed = workspace_of(pursuit).failed
    assert [(one.fact, one.words) for one in failed] == [
        ("not_legible", "page 2"),
        ("part_missing", "the second question"),
    ]
    told = Notice.objects.get(kind="submission_incomplete").body
    assert "too small, blurred or dark" in told
    assert "page 2" in told
    assert "Calloway" not in told
    with pytest.raises(PreCheckOver):
        give_back(**held, missing=[missing(waiting)])
    with pytest.raises(PreCheckOver):
        pass_on(**held)
    again = handed_in(pursuit, at=cast.at + 2 * HOUR)
    assert (again.number, again.attempt, PreCheck.objects.count()) == (2, 1, 2)


@pytest.mark.parametrize(
    ("note", "refusal"),
    [
        ("This shows a weak grasp of the criterion", NoteJudges),
        ("Explain your reasons in more depth", NoteJudges),
        ("call 803-555-0142", NoteNames),
        ("ask jamal.whitfield@example.org", NoteNames),
        ("x" * 161, CheckNoteTooLong),
    ],
)
def test_nothing_about_competence_or_persons_gets_in(cast, waiting, note, refusal):
    _row, held = claimed(cast, looker(cast))

    with pytest.raises(refusal):
        give_back(**held, missing=[missing(waiting, note=note)])
    assert not Incompleteness.objects.exists()


def test_the_names_of_criteria_and_levels_have_no_place_in_a_note(cast, waiting):
    rubric = rubric_of(waiting.pursuit.version)
    _row, held = claimed(cast, looker(cast))

    for name in (rubric.criteria[0].name, rubric.criteria[0].levels[0].name):
        with pytest.raises(NoteJudges):
            give_back(**held, missing=[missing(waiting, note=f"{name}: see there")])


def test_a_note_says_where_and_is_kept_as_one_line():
    assert factual_note("  page 3,\n from minute 2 on ") == "page 3, from minute 2 on"


@pytest.mark.parametrize("reason", ["", "link_gone", "far_too_few_words", "not at all"])
def test_a_reason_is_one_of_those_that_stand_there(cast, waiting, reason):
    _row, held = claimed(cast, looker(cast))

    with pytest.raises(ReasonNotTaken):
        give_back(**held, missing=[missing(waiting, reason)])


def test_without_a_reason_nothing_comes_back(cast, waiting):
    _row, held = claimed(cast, looker(cast))

    with pytest.raises(NothingAmiss):
        give_back(**held, missing=[])


# Promises, and what else may happen meanwhile


def test_its_day_is_promised_by_the_calendar_and_stands_still_with_the_clock(cast, waiting):
    # Handed in on a Tuesday: one business day is Wednesday.
    promise = promise_of(waiting, at=cast.at)
    assert (promise.pre_check_day.isoformat(), promise.pre_check_days_left) == ("2026-09-02", 1)
    assert [one.stage for one in status_of(waiting, at=cast.at).stages][1] is Stage.PRE_CHECK

    pause_promise(actor=None, submission=waiting, reason=Pause.Reason.PRIVACY, at=cast.at)

    assert promise_of(waiting, at=cast.at + 72 * HOUR).pre_check_day.isoformat() > "2026-09-02"
    assert "By Wednesday" in Notice.objects.get(kind="submission_received").body


def test_it_is_taken_back_until_somebody_opens_it(cast, waiting):
    ines = looker(cast)
    withdraw(actor=cast.ada, submission=waiting, at=cast.at + HOUR)

    assert claim_pre_check(actor=ines, at=cast.at + HOUR) is None
    again = handed_in(waiting.pursuit, at=cast.at + 2 * HOUR)
    claimed(cast, ines, at=cast.at + 3 * HOUR)
    with pytest.raises(OpenedAlready):
        withdraw(actor=cast.ada, submission=again, at=cast.at + 4 * HOUR)


def test_work_that_came_back_not_yet_is_looked_at_too(cast, waiting):
    ines = looker(cast)
    _row, held = claimed(cast, ines)
    pass_on(**held)
    pursuit = waiting.pursuit
    criteria = asked(pursuit, Requirement.Kind.REFLECTION).criteria.all()
    return_for_revision(actor=None, submission=waiting, short=short(criteria), at=cast.at + 2 * HOUR)

    second = handed_in(pursuit, at=cast.at + 3 * HOUR)
    _row, held = claimed(cast, ines, at=cast.at + 3 * HOUR)
    give_back(**held, missing=[missing(second)])

    assert (state_of(pursuit), attempts_used(pursuit)) == (State.INCOMPLETE, 1)
    third = handed_in(pursuit, at=cast.at + 9 * HOUR)
    assert (third.number, third.attempt) == (3, 2)
