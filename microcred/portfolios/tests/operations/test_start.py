import pytest

from microcred.catalog.operations import publish, retire
from microcred.catalog.tests.make import plain_design
from microcred.portfolios.models import Pursuit
from microcred.portfolios.operations import (
    MicroCredentialRetired,
    NoSeatHeld,
    NotInProgram,
    VersionSuperseded,
    start,
)
from microcred.portfolios.tests.make import started
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot, version


def newer(cast, published):
    return publish(
        actor=cast.cora,
        owner=cast.places["carolinacred"],
        design=plain_design(hours=99),
        micro_credential=published.micro_credential,
        at=cast.at,
    )


def test_started_twice_is_started_once(cast):
    published = version(cast)
    assert started(cast, published) == started(cast, published)
    assert Pursuit.objects.count() == 1


def test_nobody_starts_on_an_old_version_but_who_has_started_goes_on(cast):
    published = version(cast)
    adas = started(cast, published)
    newer(cast, published)

    with pytest.raises(VersionSuperseded, match="Start on version 2"):
        started(cast, published, person=cast.gus)
    assert started(cast, published) == adas


def test_what_is_retired_takes_no_starts(cast):
    published = version(cast)
    retire(actor=cast.cora, micro_credential=published.micro_credential, reason="replaced", at=cast.at)
    with pytest.raises(MicroCredentialRetired):
        started(cast, published)


def test_a_program_needs_a_seat(cast):
    published, program = version(cast), pilot(cast, seats=1)
    for person in (cast.ada, cast.gus):
        join(actor=person, program=program, agreement_accepted=True, at=cast.at)

    assert start(actor=cast.ada, version=published, program=program, at=cast.at).program == program
    with pytest.raises(NoSeatHeld, match="your place if you are waiting"):
        start(actor=cast.gus, version=published, program=program, at=cast.at)
    assert start(actor=cast.gus, version=published, at=cast.at).program is None


def test_a_program_is_about_its_stacks(cast):
    published, program = version(cast), pilot(cast, stacks=[])
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    with pytest.raises(NotInProgram):
        start(actor=cast.ada, version=published, program=program, at=cast.at)
