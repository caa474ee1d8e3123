import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.models import Version
from microcred.foundation.clock import standing_at
from microcred.foundation.ids import uuid7
from microcred.portfolios.models import Pause, Pursuit
from microcred.portfolios.operations import pause_promise, resume_promise, return_for_revision
from microcred.portfolios.queries import pursuits_of
from microcred.portfolios.tests.make import asked, handed_in, short, started
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot, version


def test_ada_starts_from_the_catalogue_and_lands_in_the_workspace(client, cast):
    client.force_login(cast.ada)
    published = version(cast)

    answer = client.post(reverse("pursuits"), {"version": published.pk})

    pursuit = Pursuit.objects.get()
    assert answer["Location"] == reverse("pursuit", args=[pursuit.pk])
    assert (pursuit.person, pursuit.version, pursuit.program) == (cast.ada, published, None)


def test_with_a_seat_the_work_counts_for_the_program(client, cast):
    client.force_login(cast.ada)
    published, program = version(cast), pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)

    client.post(reverse("pursuits"), {"version": published.pk})

    assert Pursuit.objects.get().program == program


def test_without_a_seat_the_refusal_names_the_way_forward(client, cast):
    client.force_login(cast.ada)
    published, program = version(cast), pilot(cast)

    answer = client.post(reverse("pursuits"), {"version": published.pk, "program": program.pk})

    assert answer.status_code == 409
    assert "You hold no seat in “The Pilot”" in answer.content.decode()


@pytest.mark.parametrize("body", [{}, {"version": "x"}, {"version": str(uuid7()), "program": "x"}])
def test_a_form_that_names_nothing_is_400(client, cast, body):
    client.force_login(cast.ada)
    assert client.post(reverse("pursuits"), body).status_code == 400


def test_a_version_that_is_not_there_is_404(client, cast):
    client.force_login(cast.ada)
    assert client.post(reverse("pursuits"), {"version": uuid7()}).status_code == 404


def test_the_list_shows_ones_own_and_teaches_when_empty(client, cast):
    pursuit = started(cast)
    client.force_login(cast.ada)
    assert pursuit.version.title in client.get(reverse("pursuits")).content.decode()
    client.force_login(cast.gus)
    page = client.get(reverse("pursuits")).content.decode()
    assert "Nothing started yet" in page
    assert pursuit.version.title not in page


@pytest.mark.parametrize("rows", [3, 1000])
def test_the_list_costs_the_same_for_one_and_for_many(client, cast, django_assert_num_queries, rows):
    first = started(cast)
    client.force_login(cast.ada)
    client.get(reverse("pursuits"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("pursuits"))
    # Rows that only fill the page: what is counted is the queries of the list, not how its rows came to be.
    versions = Version.objects.bulk_create(
        Version(
            micro_credential=first.version.micro_credential,
            number=number,
            title=f"Version {number}",
            competency="",
            key_method="",
            hours=1,
            design={},
            digest="",
            rubric_digest="",
            published_at=cast.at,
            published_by=cast.cora,
        )
        for number in range(2, rows + 1)
    )
    Pursuit.objects.bulk_create(Pursuit(person=cast.ada, version=version, started_at=cast.at) for version in versions)
    with django_assert_num_queries(len(one)):
        client.get(reverse("pursuits"))


def test_a_badge_says_that_work_is_held_up_wherever_it_stands(client, cast):
    client.force_login(cast.ada)
    version(cast)
    program, pursuit = pilot(cast), started(cast)
    submission = handed_in(pursuit, at=cast.at)
    slug = pursuit.version.micro_credential.slug
    pages = [
        reverse("pursuits"),
        reverse("pursuit", args=[pursuit.pk]),
        reverse("micro_credential", args=[slug]),
        reverse("program", args=[program.slug]),
    ]

    def badges():
        with standing_at(cast.at):
            found = [client.get(page).content.decode() for page in pages]
        return [{word for word in ("On hold", "Being judged") if f"<span>{word}</span></span>" in one} for one in found]

    assert badges() == [{"Being judged"}] * 4
    pause_promise(actor=None, submission=submission, reason=Pause.Reason.PRIVACY, at=cast.at)
    assert badges() == [{"On hold"}] * 4
    resume_promise(actor=None, submission=submission, reason=Pause.Reason.PRIVACY, at=cast.at)
    assert badges() == [{"Being judged"}] * 4


def test_what_holds_no_reading_up_and_what_came_back_is_not_on_hold(cast):
    pursuit = started(cast)
    submission = handed_in(pursuit, at=cast.at)
    pause_promise(actor=None, submission=submission, reason=Pause.Reason.NEW_VERSION, at=cast.at)
    assert not pursuits_of(cast.ada).get().is_held

    pause_promise(actor=None, submission=submission, reason=Pause.Reason.EVIDENCE, at=cast.at)
    assert pursuits_of(cast.ada).get().is_held
    back = short(asked(pursuit).criteria.all())
    return_for_revision(actor=None, submission=submission, short=back, at=cast.at)
    assert not pursuits_of(cast.ada).get().is_held
