import pytest
from django.urls import reverse

from microcred.catalog import operations as catalog
from microcred.catalog.tests.make import design, standards
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.operations import share_goals, write_contract, write_goal
from microcred.portfolios.queries import checklist, frameworks_asked
from microcred.portfolios.tests.operations.test_goals import coach
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot

WHY = "So that late readers find their book."


@pytest.fixture
def shared(cast):
    """Ada wrote down why and what she learns, and shares it with her coach."""
    write_goal(actor=cast.ada, text=WHY, at=cast.at)
    write_contract(actor=cast.ada, program=None, aims="To listen.", steps="By notes.", at=cast.at)
    named = coach(cast)
    return named, share_goals(actor=cast.ada, email=named.email, at=cast.at)


def test_ada_writes_down_why_and_what_and_only_she_sees_it(client, cast):
    client.force_login(cast.ada)
    client.post(reverse("goals"), {"text": WHY})
    client.post(reverse("contract", args=["own"]), {"aims": "To listen.", "steps": "By notes."})

    page = client.get(reverse("goals")).content.decode()
    assert WHY in page
    assert "By notes." in page
    client.force_login(cast.gus)
    assert WHY not in client.get(reverse("goals")).content.decode()


def test_a_refused_contract_keeps_what_was_typed(client, cast):
    client.force_login(cast.ada)

    answer = client.post(reverse("contract", args=["own"]), {"aims": "To listen.", "steps": ""})

    assert answer.status_code == 422
    assert "To listen." in answer.content.decode()


def test_the_named_coach_reads_it_until_it_is_ended(client, cast, shared):
    named, sharing = shared
    client.force_login(named)
    address = reverse("shared_goal", args=[sharing.pk])
    assert cast.ada.name in client.get(reverse("shared_goals")).content.decode()
    assert WHY in client.get(address).content.decode()

    client.force_login(cast.ada)
    client.post(reverse("goal_sharing_end", args=[sharing.pk]))

    client.force_login(named)
    assert client.get(address).status_code == 404
    assert cast.ada.name not in client.get(reverse("shared_goals")).content.decode()


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ORG_ADMIN])
def test_a_coach_who_comes_to_judge_or_employ_reads_no_further(client, cast, shared, role):
    named, sharing = shared
    appoint(actor=None, person=named, organization=cast.places["rock-hill"], role=role, at=cast.at)
    client.force_login(named)

    assert client.get(reverse("shared_goal", args=[sharing.pk])).status_code == 404
    assert cast.ada.name not in client.get(reverse("shared_goals")).content.decode()


@pytest.mark.parametrize("who", ["ben", "lena", "omar", "elena", "gus", "ada"])
def test_nobody_else_reads_it_whatever_they_are(client, cast, shared, who):
    client.force_login(getattr(cast, who))

    assert client.get(reverse("shared_goal", args=[shared[1].pk])).status_code == 404


def test_the_program_says_what_is_missing(client, cast):
    program = pilot(cast, asks_contract=True)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    client.force_login(cast.ada)
    address = reverse("program", args=[program.slug])
    assert "Your learning contract is missing" in client.get(address).content.decode()

    client.post(reverse("contract", args=[program.slug]), {"aims": "To listen.", "steps": "By notes."})
    assert "Your learning contract is missing" not in client.get(address).content.decode()


def test_the_checklist_leads_to_what_fits_and_is_erased(client, cast):
    standards()
    catalog.publish(actor=cast.cora, owner=cast.places["carolinacred"], design=design(), at=cast.at)
    framework = frameworks_asked()[0]
    client.force_login(cast.ada)
    answers = {"framework": framework.slug}
    for standard in checklist(framework):
        answers |= {f"sure-{standard.pk}": "1", f"needed-{standard.pk}": "3"}

    assert "What may fit" not in client.get(reverse("needs")).content.decode()
    client.post(reverse("needs"), answers)
    page = client.get(reverse("needs")).content.decode()
    assert design().name in page
    assert page.count("needed “very much”, sure of it “not yet”.") > 1, "the reason, and what was said before"

    client.post(reverse("needs"), {"erase": "1"})
    assert "What may fit" not in client.get(reverse("needs")).content.decode()


def test_nothing_answered_is_refused(client, cast):
    standards()
    catalog.publish(actor=cast.cora, owner=cast.places["carolinacred"], design=design(), at=cast.at)
    client.force_login(cast.ada)

    answer = client.post(reverse("needs"), {"framework": frameworks_asked()[0].slug})

    assert answer.status_code == 422
    assert "Answer at least one line" in answer.content.decode()
