"""What is on record beside awards: Ada's certificate and her work, confirmed; Mateo's, which waits for Omar with an
endorsement; and Winifred's, who belongs to no district, so that the state's own office keeps her cycle."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from microcred.recognition.operations.activities import Said, confirm_activities, state_activity
from microcred.recognition.operations.standing import (
    confirm_statement,
    state_completion,
    state_employment,
    state_licence,
)
from microcred.recognition.queries import renewal_cycles
from microcred.site.demo.stories import deliver_at, read_all_but_the_last
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
    state_completion(
        actor=mateo,
        person=mateo,
        name="Read to Succeed endorsement",
        completed_on=(world.at - timedelta(days=20)).date(),
        at=world.at + timedelta(days=1),
    )
    _left_to_the_state(world, first_day=cycle.starts_on, last_day=cycle.last_day)


def _left_to_the_state(world: World, *, first_day: date, last_day: date) -> None:
    """Winifred coaches and teaches for no district. Femi has confirmed her certificate, the training that middle school
    asks for, and a course; another waits."""
    winifred, femi, at = world.cast.people["winifred"], world.cast.people["femi"], world.at
    licence = state_licence(
        actor=winifred,
        person=winifred,
        jurisdiction=world.places["south-carolina"],
        kind="professional",
        licence_number="SC 098 4413",
        issued_on=first_day,
        expires_on=last_day,
        grade_bands=["6-8"],
        subject="English language arts",
        degree="master",
        experience_years=Decimal(27),
        at=at,
    )
    confirm_statement(actor=femi, statement=licence, at=at + timedelta(days=1))
    training = state_completion(
        actor=winifred,
        person=winifred,
        name="Jason Flatt training",
        completed_on=first_day + timedelta(days=400),
        at=at + timedelta(days=1),
    )
    confirm_statement(actor=femi, statement=training, at=at + timedelta(days=1))
    deliver_at(at + timedelta(days=1))
    course = state_activity(actor=winifred, said=_of_winthrop("Reading in the content areas", at, 40), at=at)
    confirm_activities(actor=femi, statements=[course], at=at + timedelta(days=2))
    deliver_at(at + timedelta(days=2))
    read_all_but_the_last(winifred)
    state_activity(actor=winifred, said=_of_winthrop("Writing across the middle grades", at, 3), at=at)


def _of_winthrop(title: str, at: datetime, days_ago: int) -> Said:
    return Said(
        kind="college course",
        title=title,
        provider="Winthrop University",
        provider_kind="university",
        ended_on=at.date() - timedelta(days=days_ago),
        amount=Decimal(3),
        unit="semester hours",
        level="graduate",
    )
