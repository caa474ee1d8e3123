"""Training: Lena asks for four modules, whoever scores has done them, and somebody new is in the middle of two."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from microcred.calibration.models import TrainingEdition
from microcred.calibration.operations import (
    answer_question,
    complete_module,
    open_page,
    open_rubric_module,
    publish_edition,
    say_training,
    use_general_modules,
)
from microcred.calibration.queries import assessors_to_train, newest_editions
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.site.demo.world import World, day_of

LEARNER = "Ximena Arrieta-Holloway"
"""Somebody who is to score and learns it; invented like the cast."""
BIAS_HOLDS = 24
"""Months. The figure is the demonstration's."""
A_PAGE = timedelta(minutes=3)


def tell_of_training(world: World) -> Iterator[str]:
    """Let Lena publish the general modules and ask for them, and the assessors do them. Yield what is being told."""
    yield "Assessors are trained"
    lena, place, at = world.cast.lena, world.places["carolinacred"], day_of(world, 58)
    modules = use_general_modules(actor=lena, organization=place, at=at)
    editions = [newest_editions().get(module=module) for module in modules]
    for number, person in enumerate(assessors_to_train(place, at=at)):
        began = at + timedelta(minutes=11 * number)
        for edition in editions:
            began = _done(person, edition, at=began)
    learner = register(actor=None, name=LEARNER, email="ximena@example.org")
    appoint(actor=None, person=learner, organization=place, role=Role.ASSESSOR, at=at)
    began = _done(learner, editions[0], at=day_of(world, 59))
    _read(learner, editions[1], began + timedelta(hours=1), pages=2)
    say_training(
        actor=lena,
        organization=place,
        modules=[(one, BIAS_HOLDS if one.subject == "bias" else None) for one in modules],
        rubric=True,
        rubric_months=None,
        at=day_of(world, 59.2),
    )


def tell_of_a_rubric_that_teaches(world: World) -> Iterator[str]:
    """Let the module of one rubric write itself, and Bea be in the middle of it. Yield what is being told."""
    yield "A rubric writes its module"
    lena, bea, at = world.cast.lena, world.cast.bea, day_of(world, 59.6)
    version = world.versions["understanding-your-leadership-strengths"]
    draft = open_rubric_module(actor=lena, version=version, at=at).draft
    edition = publish_edition(actor=lena, draft=draft, again=False, revision=draft.revision, at=at)
    _read(bea, edition, day_of(world, 59.7), pages=3)


def _done(person: Person, edition: TrainingEdition, *, at: datetime) -> datetime:
    ended = _read(person, edition, at)
    complete_module(actor=person, edition=edition, at=ended)
    return ended


def _read(person: Person, edition: TrainingEdition, at: datetime, pages: int = 99) -> datetime:
    for number, page in enumerate(edition.said("en")[1].pages[:pages], start=1):
        open_page(actor=person, edition=edition, page=number, at=at)
        at += A_PAGE
        for place, question in enumerate(page.questions, start=1):
            answer_question(actor=person, edition=edition, page=number, question=place, chosen=question.right, at=at)
    return at
