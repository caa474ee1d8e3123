"""What the tests of programs set their scenes with, all by operations."""

from datetime import timedelta
from typing import Any

from microcred.catalog import operations as catalog
from microcred.catalog.models import Stack, Version
from microcred.catalog.tests.make import plain_design
from microcred.organizations.models import Person
from microcred.organizations.operations import register
from microcred.programs.models import Program, Window
from microcred.programs.operations import open_program

AGREEMENT = "I am willing to share feedback and lessons learned publicly."


def version(cast, *, file_name: str | None = None, at=None, **changes: Any) -> Version:
    """A version that Cora published, in the stack `collective-leadership`."""
    published = catalog.publish(
        actor=cast.cora, owner=cast.places["carolinacred"], design=plain_design(**changes), at=at or cast.at
    )
    catalog.place(
        actor=None, stack=stack(cast), micro_credential=published.micro_credential, position=Version.objects.count()
    )
    return published


def stack(cast) -> Stack:
    """The stack of the pilot, opened once."""
    return Stack.objects.filter(slug="collective-leadership").first() or catalog.open_stack(
        actor=None,
        owner=cast.places["carolinacred"],
        slug="collective-leadership",
        name="Collective Leadership",
        description="",
        position=1,
    )


def pilot(cast, *, seats: int = 2, slug: str = "pilot", **changes: Any) -> Program:
    """A pilot that is open for joining and takes first submissions for 30 days, resubmissions from day 40 to 60."""
    day = timedelta(days=1)
    return open_program(
        **{
            "actor": cast.elena,
            "owner": cast.places["south-carolina"],
            "slug": slug,
            "name": "The Pilot",
            "description": "First come, first served.",
            "audience": "K–3 educators",
            "seats": seats,
            "agreement": AGREEMENT,
            "joining_opens_at": cast.at,
            "joining_closes_at": cast.at + 20 * day,
            "stacks": [stack(cast)],
            "windows": [
                ("Window 1", Window.Takes.SUBMISSIONS, cast.at, cast.at + 30 * day),
                ("Second tries", Window.Takes.RESUBMISSIONS, cast.at + 40 * day, cast.at + 60 * day),
            ],
            "at": cast.at,
        }
        | changes
    )


def educators(count: int) -> list[Person]:
    """People with accounts and no more."""
    return [
        register(actor=None, name=f"Educator {number:03}", email=f"educator{number:03}@example.org")
        for number in range(count)
    ]
