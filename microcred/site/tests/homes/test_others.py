"""Homes of those who design, run, recognize and look after."""

from datetime import timedelta

import pytest

from microcred.authoring.gates import Gate
from microcred.authoring.models import Draft
from microcred.authoring.operations import propose, send_to_review, start_draft
from microcred.authoring.tests.passing import no_gates, no_gates_but, said
from microcred.billing.tests import make as paying
from microcred.catalog.tests.make import plain_design
from microcred.credentials.tests.make import issuer
from microcred.foundation.days import beginning_of
from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import appoint, dismiss, invite
from microcred.portfolios.tests.make import started
from microcred.programs.operations import join
from microcred.programs.tests.make import educators, pilot
from microcred.site.homes import BY_ROLE, homes_of

DAY = timedelta(days=1)


def step(person, *, at):
    return homes_of(person, at=at)[0].step


def draft(cast, design):
    return Draft.objects.create(
        owner=cast.places["carolinacred"], design=design, changed_at=cast.at, changed_by=cast.cora
    )


def test_every_role_has_a_home():
    assert set(BY_ROLE) == set(Role)


def test_someone_new_is_shown_the_open_programs_and_the_catalogue(cast):
    program = pilot(cast)
    ada = newly_come(cast)

    [home] = homes_of(ada, at=cast.at)

    assert home.role is None
    assert home.step.title == "Join The Pilot"
    [where] = home.sections
    assert [line.title for line in where.lines] == ["The Pilot", "The catalogue"]
    assert where.lines[0].href == f"/programs/{program.slug}/"
    assert "comes by invitation" in where.words


def test_without_an_open_program_someone_new_is_shown_the_catalogue(cast):
    [home] = homes_of(newly_come(cast), at=cast.at)

    assert home.step.title == "Find a micro-credential worth your time"
    assert [line.title for line in home.sections[0].lines] == ["The catalogue"]


@pytest.mark.parametrize("how", ["joined", "started"])
def test_who_takes_part_has_an_educators_home_without_a_role(cast, how):
    ada = newly_come(cast)
    if how == "joined":
        join(actor=ada, program=pilot(cast), agreement_accepted=True, at=cast.at)
    else:
        started(cast)

    [home] = homes_of(ada, at=cast.at)

    assert (home.role, home.places) == (Role.EDUCATOR, ())
    assert home.step.title.startswith("Choose your first" if how == "joined" else "Go on with")


def newly_come(cast):
    """Ada, before anybody gave her a role."""
    dismiss(actor=cast.ada, membership=Membership.objects.get(person=cast.ada), at=cast.at)
    return cast.ada


def test_an_author_starts_finishes_and_publishes(cast):
    assert step(cast.cora, at=cast.at).title == "Start a draft"

    lacking = draft(cast, {"name": "Listening"})
    assert step(cast.cora, at=cast.at).title == "Finish Listening"

    lacking.design = plain_design().model_dump(mode="json")
    lacking.save()
    assert step(cast.cora, at=cast.at).title == "Send Managing Change on its way"
    assert "Next comes: Proposal" in step(cast.cora, at=cast.at).words

    no_gates(cast.places["carolinacred"])
    assert step(cast.cora, at=cast.at).title == "Managing Change is ready to publish"


def test_an_author_reads_first_what_a_colleague_waits_for(cast):
    no_gates_but(cast.places["carolinacred"], Gate.PEER_REVIEW)
    mine = start_draft(actor=cast.cora, owner=cast.places["carolinacred"], design=plain_design(), at=cast.at)
    send_to_review(actor=cast.cora, draft=mine, at=cast.at)
    assert step(cast.cora, at=cast.at).title == "Managing Change is being read"

    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.AUTHOR, at=cast.at)
    home = next(home for home in homes_of(cast.rosa, at=cast.at) if home.role is Role.AUTHOR)
    assert home.step.title == "Read Managing Change"
    assert home.step.by == cast.at + 14 * DAY
    assert [section.title for section in home.sections] == ["Colleagues’ drafts to read", "Drafts"]


def test_an_administrator_decides_first_what_is_proposed(cast):
    place = cast.places["carolinacred"]
    propose(actor=cast.cora, owner=place, said=said(), at=cast.at)
    appoint(actor=None, person=cast.rosa, organization=place, role=Role.ORG_ADMIN, at=cast.at)

    home = next(home for home in homes_of(cast.rosa, at=cast.at) if home.role is Role.ORG_ADMIN)

    assert home.step.title == "Decide on Leading Change in a School"


@pytest.mark.parametrize("design", [{}, {"name": "  "}, {"name": 7}, {"rubric": "none"}])
def test_a_draft_of_any_shape_has_a_home(cast, design):
    draft(cast, design)

    assert step(cast.cora, at=cast.at).title.startswith("Finish ")


def test_drafts_of_another_organization_are_not_shown(cast):
    Draft.objects.create(owner=cast.places["mira"], design={"name": "Theirs"}, changed_at=cast.at, changed_by=cast.dev)

    assert step(cast.cora, at=cast.at).title == "Start a draft"


def test_a_program_manager_sees_the_window_that_closes(cast):
    program = pilot(cast, seats=1)
    for person in educators(3):
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)

    [home] = homes_of(cast.elena, at=cast.at)

    assert home.step.title == "See who needs a nudge in The Pilot"
    assert home.step.by == cast.at + 30 * DAY
    assert [line.note for section in home.sections for line in section.lines] == ["1 of 1 seats taken, 2 wait"]


def test_a_program_manager_without_a_program(cast):
    assert step(cast.elena, at=cast.at).title == "No program to run"


def test_a_coach_knows_what_the_program_asks(cast):
    pilot(cast)
    appoint(actor=None, person=cast.gus, organization=cast.places["south-carolina"], role=Role.COACH, at=cast.at)

    coach = next(home for home in homes_of(cast.gus, at=cast.at) if home.role is Role.COACH)

    assert coach.step.title == "Know what The Pilot asks"


def test_omar_sees_first_what_others_wait_for(cast):
    roles = [home.role for home in homes_of(cast.omar, at=cast.at)]

    assert roles == [Role.RECOGNIZER, Role.ORG_ADMIN]
    assert step(cast.omar, at=cast.at).title == "Nothing waits for your confirmation"


def test_an_administrator_sees_the_invitation_that_lapses_first(cast):
    invitation, _ = invite(
        actor=cast.omar,
        organization=cast.places["rock-hill"],
        email="maria@rockhill.example",
        role=Role.RECOGNIZER,
        at=cast.at,
    )

    admin = homes_of(cast.omar, at=cast.at)[1]

    assert admin.step.title == "One invitation waits for an answer"
    assert admin.step.by == invitation.expires_at


def test_an_administrator_with_nothing_open_invites(cast):
    admin = homes_of(cast.omar, at=cast.at)[1]

    assert admin.step.title == "Invite the people of Rock Hill Schools"
    assert admin.step.words == "3 people hold a role there or below."


def test_an_administrator_of_an_issuer_is_led_to_it(cast):
    appoint(actor=None, person=cast.rosa, organization=cast.places["carolinacred"], role=Role.ORG_ADMIN, at=cast.at)
    admin = next(home for home in homes_of(cast.rosa, at=cast.at) if home.role is Role.ORG_ADMIN)
    assert [section.title for section in admin.sections] == ["Your organizations"], "no issuer yet"
    issuer(cast)
    admin = next(home for home in homes_of(cast.rosa, at=cast.at) if home.role is Role.ORG_ADMIN)
    assert admin.sections[1].lines[0].href == "/issuers/carolinacred/management/"


def test_an_administrator_is_told_of_a_pay_period_that_can_be_locked(cast):
    def pay(at):
        (admin,) = (home for home in homes_of(cast.rosa, at=at) if home.role is Role.ORG_ADMIN)
        return [section for section in admin.sections if section.title == "Pay"]

    paying.administrator(cast)
    september = paying.period(cast)
    october = paying.period(cast, paying.OCTOBER, paying.NOVEMBER)
    over = beginning_of(september.ends_on, september.organization.time_zone)
    assert pay(over - timedelta(seconds=1)) == []

    (section,) = pay(over)
    assert [line.href for line in section.lines] == [f"/pay/periods/{september.pk}/"]
    assert section.lines[0].title == "September 1, 2026 to September 30, 2026"
    paying.locked(cast, september)
    assert pay(over + DAY) == [], "October has not ended"
    ((line,),) = (section.lines for section in pay(over + 60 * DAY))
    assert line.href == f"/pay/periods/{october.pk}/"


def test_the_partnership_is_told_where_nothing_of_quality_waits(cast):
    assert step(cast.pia, at=cast.at).title == "Nothing of quality waits for you"
    assert "not part of this version" in step(cast.pia, at=cast.at).words


@pytest.mark.parametrize("who", ["rosa"])
def test_where_nothing_is_built_the_home_says_so(cast, who):
    assert "not part of this version" in step(getattr(cast, who), at=cast.at).words


def test_an_officer_without_rules_states_the_first(cast):
    assert step(cast.femi, at=cast.at).title == "State the first rules"
