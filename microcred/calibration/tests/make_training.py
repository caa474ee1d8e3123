"""Scenes for the stories of training: the general modules, what must be done of them, and somebody who does one."""

from datetime import datetime, timedelta

from microcred.calibration.models import TrainingCompletion, TrainingEdition, TrainingModule, TrainingTerms
from microcred.calibration.operations import (
    answer_question,
    complete_module,
    open_page,
    say_training,
    use_general_modules,
)
from microcred.calibration.queries import newest_editions
from microcred.organizations.models import Person


def general(cast) -> list[TrainingModule]:
    """Lena uses the four general modules as they stand."""
    return use_general_modules(actor=cast.lena, organization=cast.places["carolinacred"], at=cast.at)


def required(cast, *modules: TrainingModule, months: int | None = None, at: datetime | None = None) -> TrainingTerms:
    """Lena asks for modules before the test."""
    return say_training(
        actor=cast.lena,
        organization=cast.places["carolinacred"],
        modules=[(module, months) for module in modules],
        rubric=False,
        rubric_months=None,
        at=at or cast.at,
    )


def edition_of(module: TrainingModule) -> TrainingEdition:
    """The edition that is read."""
    return newest_editions().get(module=module)


def read_through(person: Person, edition: TrainingEdition, *, at: datetime) -> datetime:
    """Somebody opens each page for two minutes, and answers every question rightly. Return when."""
    for number, page in enumerate(edition.said("en")[1].pages, start=1):
        open_page(actor=person, edition=edition, page=number, at=at)
        at += timedelta(minutes=2)
        for place, question in enumerate(page.questions, start=1):
            answer_question(actor=person, edition=edition, page=number, question=place, chosen=question.right, at=at)
    return at


def done(person: Person, module: TrainingModule, *, at: datetime) -> TrainingCompletion:
    """Somebody does a module."""
    edition = edition_of(module)
    return complete_module(actor=person, edition=edition, at=read_through(person, edition, at=at))
