"""More time for one person, and the very ends of windows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse

from microcred.catalog.operations import retire
from microcred.foundation.clock import standing_at
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Extension, ExtensionRevocation
from microcred.portfolios.operations import (
    ExtensionNotLater,
    ExtensionReasonMissing,
    ExtensionUsed,
    NotInThisProgram,
    VersionOver,
    WindowClosed,
    extend,
    revoke_extension,
)
from microcred.portfolios.queries import dates_of, overtaken, windows_at
from microcred.portfolios.rules import State
from microcred.portfolios.tests.make import fill, handed_in, started
from microcred.programs.models import Window
from microcred.programs.operations import join
from microcred.programs.rules import taken_until
from microcred.programs.tests.make import pilot, version
from microcred.scoring.tests.make import educator

SECOND, MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)
EASTERN = ZoneInfo("America/New_York")


def joined(cast, **changes):
    """Ada holds a seat in the pilot, and her work there is ready."""
    program = pilot(cast, **changes)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    return program, fill(started(cast, version(cast), program=program), at=cast.at)


def more(cast, program, until, **changes):
    facts = {"kind": Extension.Kind.EXTENSION, "reason": "Her school was closed.", "at": cast.at}
    window = {"window": first(program)} if "pursuit" not in changes else {}
    return extend(**({"actor": cast.elena, "person": cast.ada, "until": until} | facts | window | changes))


def first(program):
    return program.windows.get(takes="submissions")


def closing_at(local, **more):
    """A pilot whose window closes at a moment on the clock of the East coast."""
    closes = datetime.fromisoformat(local).replace(tzinfo=EASTERN)
    opens = closes - timedelta(days=200)
    return {"windows": [("Window 1", Window.Takes.SUBMISSIONS, opens, closes)], **more}, closes


@pytest.mark.parametrize(
    "local",
    ["2027-01-16T00:00:00", "2026-11-02T00:00:00", "2027-03-15T00:00:00", "2026-10-01T00:00:00"],
    ids=["midnight", "day-of-winter-time", "day-of-summer-time", "last-of-a-month"],
)
def test_the_last_second_of_the_last_day_counts_in_the_tenants_zone_and_the_next_does_not(cast, local):
    changes, closes = closing_at(local)
    _program, pursuit = joined(cast, **changes)
    last_second = closes - SECOND
    assert (last_second.astimezone(EASTERN).hour, last_second.astimezone(EASTERN).minute) == (23, 59)

    with pytest.raises(WindowClosed):
        handed_in(pursuit, at=closes)
    with pytest.raises(WindowClosed):
        handed_in(pursuit, at=closes.astimezone(ZoneInfo("Pacific/Auckland")))
    assert handed_in(pursuit, at=last_second.astimezone(UTC)).attempt == 1


def test_midnight_elsewhere_is_not_the_tenants_midnight(cast):
    changes, closes = closing_at("2026-10-16T00:00:00")
    _program, pursuit = joined(cast, **changes)
    midnight_in_honolulu = datetime(2026, 10, 16, 0, 0, tzinfo=ZoneInfo("Pacific/Honolulu"))
    midnight_in_london = datetime(2026, 10, 16, 0, 0, tzinfo=ZoneInfo("Europe/London"))
    with pytest.raises(WindowClosed):
        handed_in(pursuit, at=midnight_in_honolulu - SECOND)
    assert midnight_in_london < closes
    assert handed_in(pursuit, at=midnight_in_london + SECOND).attempt == 1


def test_grace_minutes_take_what_comes_a_little_late_and_the_end_stays_the_end(cast):
    changes, closes = closing_at("2026-10-16T00:00:00", grace_minutes=15)
    _program, pursuit = joined(cast, **changes)
    until = taken_until(closes, 15)
    with pytest.raises(WindowClosed) as refused:
        handed_in(pursuit, at=until)
    assert "October 15" in str(refused.value)
    assert handed_in(pursuit, at=until - MICROSECOND).attempt == 1


def test_who_was_granted_more_time_hands_in_until_then_and_nobody_else_does(cast):
    program, pursuit = joined(cast)
    closes = first(program).closes_at
    until = closes + timedelta(days=5)
    more(cast, program, until, kind=Extension.Kind.ACCOMMODATION)

    assert windows_at(program, closes, resubmission=False).now is None
    theirs = windows_at(program, closes, resubmission=False, person_id=cast.ada.pk)
    assert theirs.now.closes_at == until
    with pytest.raises(WindowClosed):
        handed_in(pursuit, at=until)
    assert handed_in(pursuit, at=until - MICROSECOND).attempt == 1
    assert "Her school was closed." in Notice.objects.get(person=cast.ada, kind="extension_granted").body


def test_it_is_taken_back_only_before_it_was_used(cast):
    program, pursuit = joined(cast)
    closes = first(program).closes_at
    unused = more(cast, program, closes + timedelta(days=2))
    taken_back = revoke_extension(actor=cast.elena, extension=unused, at=cast.at)
    assert revoke_extension(actor=cast.elena, extension=unused, at=cast.at) == taken_back
    with pytest.raises(WindowClosed):
        handed_in(pursuit, at=closes)
    assert Notice.objects.filter(person=cast.ada, kind="extension_revoked").count() == 1

    used = more(cast, program, closes + timedelta(days=2))
    handed_in(pursuit, at=closes + timedelta(days=1))
    with pytest.raises(ExtensionUsed):
        revoke_extension(actor=cast.elena, extension=used, at=closes + timedelta(days=1))


def test_what_is_no_extension_is_refused(cast):
    program, pursuit = joined(cast)
    closes = first(program).closes_at
    later = closes + timedelta(days=1)
    with pytest.raises(ExtensionNotLater):
        more(cast, program, closes)
    with pytest.raises(ExtensionNotLater):
        more(cast, program, later, at=later)
    with pytest.raises(ExtensionReasonMissing):
        more(cast, program, later, reason=" ")
    with pytest.raises(NotInThisProgram):
        more(cast, program, later, person=cast.gus)
    with pytest.raises(NotAllowed):
        more(cast, program, later, actor=cast.omar)
    with pytest.raises(NotAllowed):
        more(cast, program, later, pursuit=pursuit, person=cast.gus)
    join(actor=cast.elena, program=program, agreement_accepted=True, at=cast.at)
    with pytest.raises(NotAllowed):
        more(cast, program, later, person=cast.elena)
    with pytest.raises(NotAllowed):
        revoke_extension(actor=cast.omar, extension=more(cast, program, later), at=cast.at)


def test_a_second_one_has_to_be_longer_and_a_shorter_one_changes_nothing(cast):
    program, _pursuit = joined(cast)
    closes = first(program).closes_at
    more(cast, program, closes + timedelta(days=5))
    with pytest.raises(ExtensionNotLater):
        more(cast, program, closes + timedelta(days=3))
    more(cast, program, closes + timedelta(days=9))

    theirs = windows_at(program, closes, resubmission=False, person_id=cast.ada.pk)
    assert theirs.now.closes_at == closes + timedelta(days=9)


def test_of_two_the_one_that_was_not_needed_is_taken_back(cast):
    program, pursuit = joined(cast)
    closes = first(program).closes_at
    shorter = more(cast, program, closes + timedelta(days=2))
    longer = more(cast, program, closes + timedelta(days=5))
    handed_in(pursuit, at=closes + timedelta(days=3))
    at = closes + timedelta(days=4)

    with pytest.raises(ExtensionUsed):
        revoke_extension(actor=cast.elena, extension=longer, at=at)
    revoke_extension(actor=cast.elena, extension=shorter, at=at)


def test_it_can_be_granted_after_the_end_has_passed(cast):
    program, pursuit = joined(cast)
    closes = first(program).closes_at
    with pytest.raises(WindowClosed):
        handed_in(pursuit, at=closes + timedelta(days=2))
    more(cast, program, closes + timedelta(days=7), at=closes + timedelta(days=3))
    assert handed_in(pursuit, at=closes + timedelta(days=4)).attempt == 1


def test_what_was_handed_in_within_everybodys_time_or_grace_needed_none(cast):
    changes, closes = closing_at("2026-10-16T00:00:00", grace_minutes=15)
    program, pursuit = joined(cast, **changes)
    extension = more(cast, program, closes + timedelta(days=2))
    handed_in(pursuit, at=closes + timedelta(minutes=5))
    revoke_extension(actor=cast.elena, extension=extension, at=closes + timedelta(hours=1))


@pytest.mark.django_db(transaction=True)
def test_of_taking_it_back_and_handing_in_at_once_never_do_both_win(cast):
    program = pilot(cast, seats=10)
    window, published = first(program), version(cast)
    for number in range(6):
        person = educator(cast, f"Educator{number}")
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)
        pursuit = fill(started(cast, published, program=program, person=person), at=cast.at)
        extension = more(cast, program, window.closes_at + timedelta(days=5), person=person)
        at = window.closes_at + timedelta(days=1)

        two_at_once(
            lambda pursuit=pursuit, at=at: handed_in(pursuit, at=at),
            lambda extension=extension, at=at: revoke_extension(actor=cast.elena, extension=extension, at=at),
            refusals=(WindowClosed, ExtensionUsed),
        )

        taken_back = ExtensionRevocation.objects.filter(extension=extension).exists()
        assert taken_back != pursuit.submissions.exists()


def two_at_once(one, other, *, refusals):
    together = Barrier(2, timeout=30)

    def run(do):
        try:
            together.wait()
            return do()
        except refusals as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (one, other)))


def overtaken_work(cast):
    """Ada's work on a version whose last day is told, and has its end."""
    pursuit = fill(started(cast, version(cast)), at=cast.at)
    retire(
        actor=cast.cora,
        micro_credential=pursuit.version.micro_credential,
        reason="Its standards are superseded.",
        at=cast.at,
    )
    return pursuit, overtaken(pursuit, State.STARTED, at=cast.at).ends_at


def test_an_overtaken_version_is_taken_to_the_last_moment_of_its_last_day_and_a_person_may_have_longer(cast):
    pursuit, ends_at = overtaken_work(cast)
    owner = pursuit.version.micro_credential.owner
    assert (ends_at - SECOND).astimezone(ZoneInfo(owner.time_zone)).hour == 23
    with pytest.raises(VersionOver):
        handed_in(pursuit, at=ends_at)
    boss = appointed(cast, owner)
    with pytest.raises(ExtensionNotLater):
        more(cast, None, ends_at, pursuit=pursuit, actor=boss)
    until = ends_at + timedelta(days=3)
    extension = more(cast, None, until, pursuit=pursuit, actor=boss)

    assert overtaken(pursuit, State.STARTED, at=cast.at).ends_at == until
    with pytest.raises(VersionOver):
        handed_in(pursuit, at=until)
    handed_in(pursuit, at=until - MICROSECOND)
    with pytest.raises(ExtensionUsed):
        revoke_extension(actor=boss, extension=extension, at=until)


def test_work_on_an_overtaken_version_that_came_in_time_needed_no_more_time(cast):
    pursuit, ends_at = overtaken_work(cast)
    boss = appointed(cast, pursuit.version.micro_credential.owner)
    extension = more(cast, None, ends_at + timedelta(days=3), pursuit=pursuit, actor=boss)
    handed_in(pursuit, at=ends_at - MICROSECOND)
    revoke_extension(actor=boss, extension=extension, at=ends_at)


def appointed(cast, owner):
    appoint(actor=None, person=cast.elena, organization=owner, role=Role.PROGRAM_MANAGER, at=cast.at)
    return cast.elena


def test_what_a_calendar_reads_closes_when_it_does_for_its_reader_and_was_changed_when_it_was_granted(cast):
    program, _pursuit = joined(cast)
    closes = first(program).closes_at
    granted_at = cast.at + timedelta(days=2)
    more(cast, program, closes + timedelta(days=5), at=granted_at)

    def read(person):
        uid = f"window-closes-{first(program).pk}@"
        return [one for one in dates_of(person, at=granted_at) if one.uid.startswith(uid)]

    (hers,) = read(cast.ada)
    assert hers.on + hers.lasts == closes + timedelta(days=5)
    assert hers.stamped_at == granted_at

    join(actor=cast.gus, program=program, agreement_accepted=True, at=cast.at)
    (his,) = read(cast.gus)
    assert his.on + his.lasts == closes


def test_who_comes_within_the_minutes_of_grace_reads_how_many_are_left(client, cast):
    changes, closes = closing_at("2026-10-16T00:00:00", grace_minutes=15)
    _program, pursuit = joined(cast, **changes)
    client.force_login(cast.ada)
    form = reverse("submission_form", args=[pursuit.pk])
    with standing_at(closes - MICROSECOND):
        in_time = client.get(form).content.decode()
    with standing_at(closes + timedelta(minutes=5)):
        late = client.get(form).content.decode()

    assert "A few minutes are left" not in in_time
    assert "A few minutes are left" in late
    assert "October 15" in late
    assert "12:15 a.m. EDT" in late


def test_the_manager_grants_it_on_the_board_and_the_educator_reads_why(client, cast):
    program, pursuit = joined(cast)
    client.force_login(cast.elena)
    page = reverse("more_time", args=[program.slug, 1])
    assert page in client.get(reverse("program_board", args=[program.slug])).content.decode()
    said = {"what": f"window:{first(program).pk}", "kind": "extension", "last_day": "2027-02-01", "reason": "A storm."}
    assert client.post(page, said | {"reason": ""}).status_code == 422
    client.post(page, said)
    assert Extension.objects.get().until == datetime(2027, 2, 2, tzinfo=EASTERN)
    assert "Take it back" in client.get(page).content.decode()

    client.force_login(cast.ada)
    workspace = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert "A storm." in workspace
    assert "February 1, 2027" in workspace
    client.force_login(cast.elena)
    client.post(reverse("extension_revocation", args=[Extension.objects.get().pk]))
    assert "taken back by" in client.get(page).content.decode()


def test_all_attempts_stand_on_one_page(client, cast):
    from microcred.portfolios.tests.make import came_back

    pursuit = came_back(cast)
    handed_in(pursuit, at=cast.at + timedelta(days=1))
    client.force_login(cast.ada)
    page = client.get(reverse("attempts", args=[pursuit.pk])).content.decode()
    assert "Attempt 1" in page
    assert "Attempt 2" in page
    assert "Not yet" in page
    assert "Said who was at the table." in page
