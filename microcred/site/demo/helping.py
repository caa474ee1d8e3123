"""People ask and others help: more time that is granted, declined or waits, a coach who also assesses, shared goals."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from microcred.calibration.operations import qualify
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Extension, Pursuit
from microcred.portfolios.operations import (
    ask_for_time,
    decline_time,
    grant_time,
    save_answer,
    share_goals,
    start,
    write_goal,
)
from microcred.portfolios.queries import today_of
from microcred.programs.models import Window
from microcred.site.demo.stories import read_all_but_the_last, take_part
from microcred.site.demo.world import World, day_of

WEEK = timedelta(days=7)


def tell_of_help(world: World) -> Iterator[str]:
    """Let time be asked for and decided, a coach who assesses wait to choose, and goals be read by a coach."""
    yield "Mateo asks for more time, and Elena decides"
    _ask_for_time(world)
    yield "Coaches help whoever asks"
    cast, places = world.cast, world.places
    for person, role, place in (
        (cast.salome, Role.COACH, "south-carolina"),
        (cast.salome, Role.ASSESSOR, "carolinacred"),
        (cast.winifred, Role.COACH, "south-carolina"),
    ):
        appoint(actor=None, person=person, organization=places[place], role=role, at=world.at)
    # A request waits for a coach since the story of promises: Salomé might come to judge its educator, so she finds it
    # unopened, and chooses.
    for slug in ("collective-leadership", "leadership"):
        qualify(
            actor=cast.lena,
            assessor=cast.salome,
            stack=world.stacks[slug],
            basis="Demonstration: qualified on the calibration set of the stack.",
            at=world.at,
            expires_at=day_of(world, 425),
        )
    write_goal(
        actor=cast.mateo,
        text="I want to stop carrying every idea alone, and to find out which of them survive a colleague’s question.",
        at=day_of(world, 51),
    )
    for educator in (cast.ada, cast.mateo):
        share_goals(actor=educator, email=cast.winifred.email, at=day_of(world, 59))
    for person in (cast.ada, cast.mateo, cast.elena, cast.salome, cast.winifred):
        read_all_but_the_last(person)


def _ask_for_time(world: World) -> None:
    """Mateo is granted a week for one piece of work and asks for another; Ada has most of a year, and hears so."""
    ada, mateo, elena = world.cast.ada, world.cast.mateo, world.cast.elena
    window = world.program.windows.filter(takes=Window.Takes.SUBMISSIONS).order_by("opens_at")[0]
    take_part(world, mateo, at=day_of(world, 20))
    names = ("understanding-your-leadership-strengths", "building-your-team")
    first, second = (
        start(actor=mateo, version=world.versions[name], program=world.program, at=day_of(world, 40)) for name in names
    )
    question = first.version.requirements.filter(kind="question").order_by("position")[0]
    save_answer(
        actor=mateo,
        pursuit=first,
        requirement=question,
        text="What colleagues come to me for is a second look at a plan, before it is tried on children.",
        revision=0,
        at=day_of(world, 41),
    )
    granted = ask_for_time(
        actor=mateo,
        pursuit=first,
        reason="Our grade level moves to another building in the last week of the window; the team meets after that.",
        wished_on=_last_day(mateo, window.closes_at + WEEK),
        at=day_of(world, 52),
    )
    grant_time(
        actor=elena,
        request=granted,
        kind=Extension.Kind.EXTENSION,
        until=window.closes_at + WEEK,
        reason="Move in peace. One week more, for you.",
        at=day_of(world, 53),
    )
    declined = ask_for_time(
        actor=ada,
        pursuit=Pursuit.objects.get(person=ada, version=world.versions["building-your-team"]),
        reason="The winter concert takes every afternoon until the holidays.",
        at=day_of(world, 55),
    )
    decline_time(
        actor=elena,
        request=declined,
        words=(
            "Resubmissions are taken for nine months still, so the concert and your revision both fit. Ask again when "
            "that end comes near."
        ),
        at=day_of(world, 56),
    )
    ask_for_time(
        actor=mateo,
        pursuit=second,
        reason=(
            "Two of the five people on my team are on leave until after the window. I could hand in without them, and "
            "it would not be our team."
        ),
        wished_on=_last_day(mateo, window.closes_at + 3 * WEEK),
        at=day_of(world, 59),
    )


def _last_day(person: Person, ends_at: datetime) -> date:
    """The day that ends at a midnight, where a person is."""
    return today_of(person, ends_at - timedelta(hours=1))
