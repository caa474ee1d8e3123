from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from microcred.catalog import operations
from microcred.catalog.design import Design, Kind, as_json
from microcred.catalog.models import Entry, Succession
from microcred.catalog.queries import current_version, grace_in, history_of, rubric_of
from microcred.catalog.rules import GRACE_DAYS, grace_ends
from microcred.catalog.tests import make
from microcred.foundation.models import OutboxEvent

pytestmark = pytest.mark.django_db

LATER = make.AT + timedelta(days=30)


def reworded(words=" Take your time."):
    design = make.plain_design()
    content = as_json(design)
    content["requirements"][0]["guidance"] += words
    return Design.model_validate(content)


def with_another_level_required():
    content = as_json(make.plain_design())
    criterion = content["rubric"][1]
    criterion["required"] = criterion["levels"][-1]["name"]
    return Design.model_validate(content)


def revised(version, design=None, *, note="A sentence was unclear.", at=LATER):
    return operations.publish(
        actor=make.cora(),
        owner=make.university(),
        design=design or reworded(),
        micro_credential=version.micro_credential,
        change=Kind.EDITORIAL,
        note=note,
        at=at,
    )


def test_a_revision_keeps_the_number_and_is_a_row_of_its_own():
    first = make.version()
    second = revised(first)
    assert (second.number, second.revision, second.label) == (1, 1, "1.1")
    assert second.digest != first.digest
    assert second.rubric_digest != first.rubric_digest, "identifiers are minted anew"
    assert [row.name for row in rubric_of(second).criteria] == [row.name for row in rubric_of(first).criteria]
    assert current_version(first.micro_credential) == second
    assert Entry.objects.get().version_id == second.pk


def test_a_revision_hurries_nobody_and_shares_the_rubric_that_assessors_know():
    first = make.version()
    succession = revised(revised(first), reworded(" Twice.")).succession
    assert succession.kind == Succession.Kind.EDITORIAL
    assert succession.grace_ends_at is None
    assert succession.requalify_from is None
    assert succession.rubric_of == first
    assert succession.note == "A sentence was unclear."


def test_a_new_version_takes_the_next_number_and_sets_an_end_to_the_ones_before():
    first = make.version()
    revised(first)
    second = make.version(with_another_level_required(), micro_credential=first.micro_credential, at=LATER)
    assert second.label == "2"
    succession = second.succession
    assert succession.before.label == "1.1"
    assert succession.grace_ends_at == grace_ends(LATER, GRACE_DAYS, zone="America/New_York")
    assert succession.rubric_of == second
    assert succession.requalify_from is not None


def test_a_new_version_by_the_same_rubric_asks_nothing_of_assessors():
    first = make.version()
    second = make.version(hours=40, micro_credential=first.micro_credential, at=LATER)
    assert second.succession.kind == Succession.Kind.SUBSTANTIVE
    assert second.succession.requalify_from is None
    assert second.succession.rubric_of == first


def test_what_counts_is_no_revision_and_the_refusal_names_every_field():
    first = make.version()
    design = with_another_level_required().model_copy(update={"hours": 99})
    with pytest.raises(operations.MoreThanWording) as refused:
        revised(first, design)
    assert [reason.field for reason in refused.value.reasons] == ["hours", "rubric.1.required"]
    assert "20 became 99" in str(refused.value)


def test_a_revision_of_nothing_is_refused():
    with pytest.raises(operations.NothingToRevise):
        revised(make.version(), make.plain_design())
    with pytest.raises(operations.NothingToRevise):
        operations.publish(
            actor=make.cora(),
            owner=make.university(),
            design=make.plain_design(name="Its first"),
            change=Kind.EDITORIAL,
            note="The first is no revision.",
            at=make.AT,
        )


def test_a_revision_says_what_was_mended():
    with pytest.raises(operations.NoteMissing):
        revised(make.version(), note="  ")


def test_history_tells_the_newest_first():
    first = make.version()
    revised(first)
    make.version(hours=40, micro_credential=first.micro_credential, at=LATER)
    assert [version.label for version in history_of(first.micro_credential)] == ["2", "1.1", "1"]


def test_a_publication_is_announced():
    version = make.version()
    assert OutboxEvent.objects.get(name="catalog.VersionPublished").facts == {"version_id": str(version.pk)}


def test_the_nearest_organization_says_how_long_grace_lasts():
    university = make.university()
    assert grace_in(university).days == GRACE_DAYS
    operations.set_grace(actor=None, organization=university, days=10, assessor_days=5, at=make.AT)
    operations.set_grace(actor=None, organization=university, days=20, assessor_days=7, at=LATER)
    assert (grace_in(university).days, grace_in(university).assessor_days) == (20, 7)
    first = make.version()
    second = make.version(with_another_level_required(), micro_credential=first.micro_credential, at=LATER)
    assert second.succession.grace_ends_at == grace_ends(LATER, 20, zone="America/New_York")
    assert second.succession.requalify_from == grace_ends(LATER, 7, zone="America/New_York")


@pytest.mark.parametrize("days", [-1, 1_096])
def test_a_grace_out_of_range_is_refused(days):
    with pytest.raises(operations.GraceOutOfRange):
        operations.set_grace(actor=None, organization=make.university(), days=days, assessor_days=5, at=make.AT)


def test_a_stranger_sets_no_grace():
    from microcred.foundation.refusals import NotAllowed

    with pytest.raises(NotAllowed):
        operations.set_grace(actor=make.gus(), organization=make.university(), days=1, assessor_days=5, at=make.AT)


def test_a_day_of_grace_is_a_day_of_the_calendar_though_summer_time_begins():
    saturday = datetime(2026, 3, 7, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    assert grace_ends(saturday, 1, zone="America/New_York") == datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
    assert grace_ends(saturday, 0, zone="America/New_York") == datetime(2026, 3, 8, 5, 0, tzinfo=UTC)
