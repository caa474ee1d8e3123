"""What is on record beside awards: Ada's certificate and her work, confirmed; Mateo's, which waits for Omar."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from microcred.recognition.operations.standing import confirm_statement, state_employment, state_licence
from microcred.recognition.queries import renewal_cycles
from microcred.site.demo.world import World


def tell_of_the_record(world: World) -> Iterator[str]:
    """State licences and work. Yield what is told."""
    yield "Licenses and work on record"
    ada, mateo, omar = world.cast.ada, world.cast.people["mateo"], world.cast.omar
    cycle = renewal_cycles(ada)[0]
    confirm_statement(
        actor=omar,
        statement=state_licence(
            actor=ada,
            person=ada,
            jurisdiction=world.places["south-carolina"],
            kind="professional",
            licence_number="SC 204 8816",
            issued_on=cycle.starts_on,
            expires_on=cycle.last_day,
            grade_bands=["K-5"],
            subject="Elementary",
            degree="master",
            experience_years=Decimal(6),
            at=world.at,
        ),
        at=world.at,
    )
    confirm_statement(
        actor=omar,
        statement=state_employment(
            actor=ada,
            person=ada,
            district=world.places["rock-hill"],
            role="teacher",
            first_day=date(cycle.starts_on.year - 4, 8, 1),
            at=world.at,
        ),
        at=world.at,
    )
    state_licence(
        actor=mateo,
        person=mateo,
        jurisdiction=world.places["south-carolina"],
        kind="initial",
        licence_number="SC 311 0457",
        issued_on=date(cycle.starts_on.year + 1, 7, 1),
        expires_on=date(cycle.starts_on.year + 4, 6, 30),
        grade_bands=["K-5"],
        subject="Elementary",
        degree="bachelor",
        at=world.at + timedelta(days=1),
    )
