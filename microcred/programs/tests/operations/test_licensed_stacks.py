"""Offering another organization's stack in a program: with a license, and as long as it holds."""

from datetime import timedelta

import pytest

from microcred.catalog import operations as catalog
from microcred.catalog.tests.make import plain_design
from microcred.foundation.clock import standing_at
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.operations import LicenseEnded, start
from microcred.programs.operations import StackNotLicensed, join
from microcred.programs.queries import offered_in, programs_for, programs_offering
from microcred.programs.reactions import warn_whose_license_ends
from microcred.programs.tests.make import pilot

DAY = timedelta(days=1)


@pytest.fixture
def theirs(cast):
    """A stack of Mira, which neither stands above South Carolina nor below it, with one micro-credential."""
    mira = cast.places["mira"]
    for person, role in ((cast.gus, Role.AUTHOR), (cast.dev, Role.ORG_ADMIN)):
        appoint(actor=None, person=person, organization=mira, role=role, at=cast.at)
    stack = catalog.open_stack(actor=None, owner=mira, slug="mira", name="Circles", description="", position=9)
    version = catalog.publish(actor=cast.gus, owner=mira, design=plain_design(), at=cast.at)
    catalog.place(actor=None, stack=stack, micro_credential=version.micro_credential, position=1)
    return stack, version


def licensed(cast, *, days=10, **what):
    return catalog.grant_license(
        actor=cast.dev,
        owner=cast.places["mira"],
        licensee=cast.places["south-carolina"],
        opens_at=cast.at,
        closes_at=cast.at + days * DAY,
        at=cast.at,
        **what,
    )


def test_without_a_license_it_is_refused_and_says_whom_to_ask(cast, theirs):
    with pytest.raises(StackNotLicensed, match="once Mira Education has licensed it"):
        pilot(cast, stacks=[theirs[0]])


@pytest.mark.parametrize("what", ["all", "stack", "each"])
def test_a_license_of_all_of_the_stack_or_of_each_piece_is_enough(cast, theirs, what):
    stack, version = theirs
    licensed(
        cast, **{"all": {}, "stack": {"stack": stack}, "each": {"micro_credential": version.micro_credential}}[what]
    )
    program = pilot(cast, stacks=[stack])
    assert list(programs_offering(version, at=cast.at)) == [program]
    assert list(programs_offering(version, at=cast.at + 10 * DAY)) == []
    assert list(programs_for(version)) == [program], "it is still theirs who began"


def test_of_one_tree_nothing_is_asked(cast):
    assert pilot(cast).stacks.get().owner == cast.places["carolinacred"], "below the state that offers it"


def test_what_the_operator_put_in_is_the_operators_to_answer_for(cast, theirs):
    stack, version = theirs
    program = pilot(cast, actor=None, stacks=[stack])
    assert list(programs_offering(version, at=cast.at)) == [program]


def test_after_its_end_nobody_starts_and_who_began_goes_on(cast, theirs):
    stack, version = theirs
    licensed(cast)
    program = pilot(cast, stacks=[stack])
    for person in (cast.ada, cast.omar):
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)
    begun = start(actor=cast.ada, version=version, program=program, at=cast.at)
    over = cast.at + 10 * DAY
    with pytest.raises(LicenseEnded, match="on your own"):
        start(actor=cast.omar, version=version, program=program, at=over)
    assert start(actor=cast.ada, version=version, program=program, at=over) == begun
    assert [one.may_start for one in offered_in(program, at=over)] == [False]
    assert start(actor=cast.omar, version=version, at=over).program is None


def test_who_manages_the_program_is_warned_once(cast, theirs):
    licensed(cast, days=100)
    pilot(cast, stacks=[theirs[0]])
    for days in (60, 75, 90):
        with standing_at(cast.at + days * DAY):
            warn_whose_license_ends()
    (notice,) = Notice.objects.filter(kind="license_ends")
    assert notice.person == cast.elena
    assert "who has begun goes on" in notice.body


def test_where_another_license_goes_on_nobody_is_warned(cast, theirs):
    licensed(cast, days=20)
    licensed(cast, days=200)
    pilot(cast, stacks=[theirs[0]])
    with standing_at(cast.at + DAY):
        warn_whose_license_ends()
    assert not Notice.objects.filter(kind="license_ends").exists()


def test_an_ending_is_told_to_the_other_side_with_what_follows(cast, theirs):
    appoint(actor=None, person=cast.elena, organization=cast.places["south-carolina"], role=Role.ORG_ADMIN, at=cast.at)
    row = licensed(cast)
    catalog.end_license(actor=cast.dev, granted=row, ends_at=cast.at + 5 * DAY, reason="Moved on.", at=cast.at)
    (notice,) = Notice.objects.filter(kind="license_ending")
    assert notice.person == cast.elena
    assert "Moved on." in notice.body
    assert "What was begun goes on" in notice.body
