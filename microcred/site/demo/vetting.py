"""How one becomes an assessor: a call for one stack, and somebody who applied and waits for a decision."""

from collections.abc import Iterator

from microcred.calibration.models import ReferenceAnswer
from microcred.calibration.operations import (
    Closeness,
    Statement,
    answer_reference,
    apply_to_score,
    say_vetting_rules,
)
from microcred.calibration.queries import usual_pledge
from microcred.calibration.rules.vetting import Asked
from microcred.credentials.models import Award
from microcred.site.demo.stories import deliver_at, read_all_but_the_last
from microcred.site.demo.world import World, day_of


def tell_of_vetting(world: World) -> Iterator[str]:
    """Let Lena look for assessors, and somebody apply who earned what they want to score. Yield what is being told."""
    yield "Somebody wants to score"
    lena, stack, at = world.cast.lena, world.stacks["collective-leadership"], day_of(world, 59.6)
    rules = say_vetting_rules(
        actor=lena,
        stack=stack,
        asked=Asked(years=3, degree=True, awards=1, references=1, places=4),
        more="Some coaching or mentoring of other adults.",
        pledge=usual_pledge("en"),
        pledge_es=usual_pledge("es"),
        is_open=True,
        at=at,
    )
    earned = Award.objects.filter(version__micro_credential__places__stack=stack, revocation__isnull=True)
    others = earned.exclude(person__in=list(world.cast.people.values())).order_by("earned_at", "person__name")
    applicant = others[0].person
    application = apply_to_score(
        actor=applicant,
        rules=rules,
        statement=Statement(
            years=9,
            has_degree=True,
            experience="Second grade since 2017. Mentor of two new teachers each year since 2022; led our "
            "grade-level team for three years.",
        ),
        closeness=Closeness([world.places["blue-ridge"]]),
        references=[("Imogen Castleberry-Ruiz", "imogen@example.org")],
        agrees=True,
        at=at,
    )
    answer_reference(
        actor=None,
        reference=application.references.get(),
        knows="I was their principal from 2019 to 2025.",
        speaks=ReferenceAnswer.Speaks.YES,
        words="New teachers asked to be paired with them. What they say of a lesson rests on what they saw in it.",
        at=day_of(world, 59.7),
    )
    deliver_at(at)
    for person in (lena, applicant):
        read_all_but_the_last(person)
