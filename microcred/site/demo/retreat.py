"""A retreat in progress: decisions of every kind, one overdue, minutes begun, packs counted from the demonstration."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from microcred.authoring.models import AgendaItem, Retreat
from microcred.authoring.operations import (
    ask_for_packs,
    begin_revision,
    decide,
    invite_to_retreat,
    open_retreat,
    put_on_agenda,
    save_minutes,
)
from microcred.authoring.retreating import Course
from microcred.foundation.clock import now
from microcred.site.demo.stories import deliver_at, read_all_but_the_last
from microcred.site.demo.world import World

AGENDA = (
    "building-your-team",
    "understanding-your-leadership-strengths",
    "managing-change",
    "assessing-how-time-is-currently-used",
    "engaging-stakeholders",
    "cultivating-a-shared-purpose",
)
MINUTES = """Present: Cora, Lena, Pia.

1. Building Your Team. What came back came back on the same criterion. Lena: people name agreements,
not how they keep them.

2. Understanding Your Leadership Strengths. Works, but the reflection asks twice for the same. Cora shortens it.

3. Managing Change. The second version is a few weeks old; too early to tell. Keep, and look again next autumn.

4. Assessing How Time is Currently Used. Asked for in the plan for redesigned learning now. Retire.

To do tomorrow: the last two.
"""
DAY = timedelta(days=1)


def tell_of_retreat(world: World) -> Iterator[str]:
    """Let the university's authors come together. Yield what is being told."""
    yield "A retreat on what to revise"
    cora, began = world.cast.cora, now() - 13 * DAY
    retreat = open_retreat(
        actor=cora,
        owner=world.places["carolinacred"],
        name="Autumn revision retreat (demonstration)",
        starts_on=began.date(),
        ends_on=(now() + DAY).date(),
        place="CarolinaCrED, Columbia, and online",
        at=began - 10 * DAY,
    )
    for guest in (world.cast.lena, world.cast.pia):
        invite_to_retreat(actor=cora, retreat=retreat, person=guest, at=began - 10 * DAY)
    things = [world.versions[slug].micro_credential for slug in AGENDA]
    put_on_agenda(actor=cora, retreat=retreat, micro_credentials=things, at=began)
    _decide_all(world, retreat, began)
    yield "Data packs for the retreat"
    counted = now() - DAY
    ask_for_packs(actor=cora, retreat=retreat, at=counted)
    deliver_at(counted)
    save_minutes(actor=world.cast.lena, retreat=retreat, text=MINUTES, revision=0, at=counted)
    for person in (cora, world.cast.lena, world.cast.pia):
        read_all_but_the_last(person)


def _decide_all(world: World, retreat: Retreat, began: datetime) -> None:
    team, strengths, change, time, _stakeholders, _purpose = AgendaItem.objects.filter(retreat=retreat)
    cora, day = world.cast.cora, began.date()
    say = partial(decide, actor=cora, at=began, today=day)
    say(
        item=team,
        course=Course.REVISE,
        reason="Work comes back because nobody says how agreements are kept: the question has to ask for it.",
        owner=cora,
        due_on=day + 10 * DAY,
    )
    say(
        item=strengths,
        course=Course.REVISE,
        reason="The reflection asks twice for the same thing.",
        owner=cora,
        due_on=day + 60 * DAY,
    )
    begin_revision(actor=cora, item=strengths, at=began + DAY)
    say(item=change, course=Course.REVISE, reason="Too hard?", owner=cora, due_on=day + 40 * DAY)
    say(
        item=change,
        course=Course.KEEP,
        reason="Its second version is a few weeks old: too early to tell. Look again next autumn.",
        at=began + DAY,
    )
    say(
        item=time,
        course=Course.RETIRE,
        reason="Looking at time is asked for in the plan for redesigned learning now.",
        owner=cora,
        due_on=day + 5 * DAY,
        successor=world.versions["creating-a-plan-for-redesigned-learning"].micro_credential,
    )
