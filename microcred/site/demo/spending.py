"""Time beside competence: Mateo's courses and convenings with their certificates; Omar confirms all but the last."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from microcred.recognition.models import ActivityStatement
from microcred.recognition.operations.activities import Said, confirm_activities, state_activity
from microcred.recognition.operations.activity_documents import attach_document
from microcred.site.demo.documents import as_pdf
from microcred.site.demo.world import World, day_of


def tell_of_activities(world: World) -> Iterator[str]:
    """State what was done, attach its papers, confirm some of it. Yield what is being told."""
    yield "Convenings and courses beside micro-credentials"
    began = world.at.date()
    courses = [
        stated(world, course(title, began - timedelta(days=days)), "transcript.pdf", title)
        for title, days in (("Language and literacy in the primary grades", 250), ("Mathematical talk", 120))
    ]
    convening = stated(
        world, met("Autumn convening on evidence of learning", began + timedelta(days=20)), "certificate.pdf", "Autumn"
    )
    confirm_activities(actor=world.cast.omar, statements=[*courses, convening], at=day_of(world, 45))
    stated(world, met("Day of number sense", began + timedelta(days=38)), "agenda.pdf", "Number sense")


def course(title: str, ended_on: date) -> Said:
    """A graduate course of three semester hours at a university."""
    return Said(
        kind="college course",
        title=title,
        provider="Winthrop University",
        provider_kind=ActivityStatement.ProviderKind.UNIVERSITY,
        started_on=ended_on - timedelta(days=100),
        ended_on=ended_on,
        amount=Decimal(3),
        unit="graduate semester hours",
        level=ActivityStatement.Level.GRADUATE,
    )


def met(title: str, ended_on: date) -> Said:
    """A day with colleagues."""
    return Said(
        kind="convening",
        title=title,
        provider="Teachers of the Piedmont (invented)",
        provider_kind=ActivityStatement.ProviderKind.THIRD_PARTY,
        ended_on=ended_on,
        certificate_on=ended_on + timedelta(days=3),
        amount=Decimal("6.5"),
        unit="contact hours",
    )


def stated(world: World, said: Said, name: str, heading: str) -> ActivityStatement:
    """Something that Mateo states, with a paper."""
    mateo, at = world.cast.mateo, day_of(world, 42)
    statement = state_activity(actor=mateo, said=said, at=at)
    words = f"{said.title}\n\n{said.provider}\n\nInvented for the demonstration."
    content = as_pdf(heading, words)
    attach_document(actor=mateo, activity=statement.activity, name=name, chunks=[content], size=len(content), at=at)
    return statement
