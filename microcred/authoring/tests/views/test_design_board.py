from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from microcred.authoring.gates import Gate, Stage
from microcred.authoring.models import Draft
from microcred.authoring.operations import propose, publish, report_on_pilot
from microcred.authoring.queries import board_of
from microcred.authoring.tests import passing as make
from microcred.catalog.models import ExitReport, QualityStatement, ReviewTrigger
from microcred.catalog.operations import call_for_review, retire, state_quality
from microcred.catalog.operations import publish as publish_design
from microcred.catalog.queries import Offering, offerings_of
from microcred.catalog.tests.make import version
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found
from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.queries import edition_of
from microcred.quality.tests.make import framework

pytestmark = pytest.mark.django_db


def counts(**more):
    board = board_of(Organization.objects.all(), at=make.AT, **more)
    return {column.name: column.count for column in board.columns if column.count}


def test_everything_is_counted_where_it_stands():
    propose(actor=make.cora(), owner=make.university(), said=make.said(), at=make.AT)
    make.draft()
    make.sent(make.draft(make.plain_design(name="At its peers")))
    make.sent(make.draft(make.plain_design(name="At its editor")), to=Gate.EDITORIAL)
    make.passed(make.draft(make.plain_design(name="Ready")))
    publish(actor=make.cora(), draft=make.passed(make.draft(make.plain_design(name="Tried out"))), at=make.AT)

    assert counts() == {
        "proposed": 1,
        "writing": 1,
        "peer-review": 1,
        "editorial": 1,
        "ready": 1,
        "offered-pilot": 1,
    }
    assert counts(words="ready") == {"ready": 1}


def standing():
    [one] = offerings_of(Organization.objects.all(), today=make.AT.date(), at=make.AT)
    return Offering(one.standing)


def state(there, next_review_on, edition=None):
    """State that a version passed; where nobody adopted an edition, by the one that its organization goes by."""
    if edition is None:
        edition = publish_edition(
            actor=None, owner=make.university(), document=framework(slug=f"f-{next_review_on}"), at=make.AT
        )
        if edition_of(make.university()) is None:
            adopt_edition(actor=None, organization=make.university(), edition=edition, at=make.AT)
    return state_quality(
        actor=None,
        version=there,
        edition=edition,
        outcome=QualityStatement.Outcome.PASSED,
        reviewed_on=date(2026, 1, 1),
        next_review_on=next_review_on,
        at=make.AT,
    )


def test_what_is_published_stands_where_its_rows_say():
    there = version()
    assert standing() is Offering.PUBLISHED
    state(there, date(2027, 1, 1))
    assert standing() is Offering.MONITORED
    later = make.AT + timedelta(hours=1)
    call_for_review(
        actor=make.cora(), version=there, kind=ReviewTrigger.Kind.COMPLAINT, words="Part 2 is unclear.", at=later
    )
    assert standing() is Offering.DUE
    retire(actor=make.cora(), micro_credential=there.micro_credential, reason="Over.", at=make.AT)
    assert standing() is Offering.RETIRED


def test_what_no_review_judged_is_never_reviewed_where_a_framework_is_gone_by():
    there = version()
    assert standing() is Offering.PUBLISHED
    judged_by = publish_edition(actor=None, owner=make.university(), document=framework(), at=make.AT)
    adopt_edition(actor=None, organization=make.university(), edition=judged_by, at=make.AT)
    assert standing() is Offering.UNREVIEWED
    assert counts() == {"offered-unreviewed": 1}

    state(there, date(2027, 1, 1))
    assert standing() is Offering.DUE, "judged by other standards than those gone by"
    state(there, date(2027, 1, 1), judged_by)
    assert standing() is Offering.MONITORED


def test_the_nearest_organization_says_by_what_one_is_judged():
    partnership = found(actor=None, slug="above", name="Above", kind=Organization.Kind.PARTNERSHIP, at=make.AT)
    below = found(
        actor=None, slug="below", name="Below", kind=Organization.Kind.UNIVERSITY, parent=partnership, at=make.AT
    )
    cora = make.cora()
    appoint(actor=None, person=cora, organization=below, role=Role.AUTHOR, at=make.AT)
    there = publish_design(actor=cora, owner=below, design=make.plain_design(), at=make.AT)
    editions = {
        place.slug: publish_edition(actor=None, owner=place, document=framework(slug=place.slug), at=make.AT)
        for place in (partnership, below)
    }
    adopt_edition(actor=None, organization=below, edition=editions["below"], at=make.AT)
    later = make.AT + timedelta(hours=1)
    adopt_edition(actor=None, organization=partnership, edition=editions["above"], at=later)

    state(there, date(2027, 1, 1), editions["below"])

    assert standing() is Offering.MONITORED


def test_what_was_reviewed_long_ago_is_due():
    state(version(), date(2026, 3, 1))

    assert standing() is Offering.DUE


@pytest.mark.parametrize(
    ("decision", "where"), [("publish", Offering.PUBLISHED), ("revise", Offering.REVISING), (None, Offering.PILOT)]
)
def test_a_pilot_counts_until_its_report_and_the_report_after(decision, where):
    make.no_gates_but(make.university(), Gate.PILOT)
    pilot = publish(actor=make.cora(), draft=make.draft(), at=make.AT).pilot
    if decision:
        chosen = ExitReport.Decision(decision)
        report_on_pilot(
            actor=make.peer(), pilot=pilot, decision=chosen, learned="Much.", numbers={}, early=True, at=make.AT
        )
    assert standing() is where


def test_the_board_lists_one_stage_and_finds_titles(client):
    make.draft()
    make.draft(make.plain_design(name="Beekeeping"))
    client.force_login(make.cora())

    page = unescape(client.get(reverse("design_board")).content.decode())
    assert "Managing Change" in page
    assert "Beekeeping" in page
    listed = unescape(client.get(reverse("design_board"), {"q": "bee", "stage": "writing"}).content.decode())
    assert "Managing Change" not in listed
    assert "Nothing stands here" in client.get(reverse("design_board"), {"stage": "ready"}).content.decode()


def test_another_organizations_designs_are_not_there(client):
    make.draft()
    client.force_login(make.gus())
    assert client.get(reverse("design_board")).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 2_000])
def test_two_thousand_designs_cost_what_one_does(client, count, django_assert_max_num_queries):
    first = make.draft()
    Draft.objects.bulk_create(
        Draft(
            owner=first.owner,
            design={"name": f"Design {number}"},
            changed_at=make.AT,
            changed_by=first.changed_by,
            stage=list(Stage)[number % 5].value,
        )
        for number in range(count - 1)
    )
    client.force_login(make.cora())
    with django_assert_max_num_queries(15):
        response = client.get(reverse("design_board"), {"stage": "writing"})
    assert len(response.content) < 90_000
