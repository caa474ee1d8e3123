"""Ada and a colleague map one routine together: one artifact in both their work, in Spanish, the rest of each alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person
from microcred.portfolios.models import Item, Pursuit
from microcred.portfolios.operations import (
    join_team,
    name_teammate,
    put_in_file,
    say_language,
    share,
    start,
    submit,
    take_up,
)
from microcred.portfolios.queries import place_in_team
from microcred.site.demo.documents import as_pdf
from microcred.site.demo.stories import ATTESTED, Written, deliver_at, put_in, read_all_but_the_last
from microcred.site.demo.world import World, day_of

TOGETHER = "testing-a-change-in-small-cycles"
MAP = "Mapa de la rutina: quién recoge los cuadernos"
DRAWN = (
    "1. Suena el timbre. 2. Dos equipos esperan junto a la puerta. 3. Nadie sabe quién cuenta. 4. Se pierden cuatro "
    "minutos. Nuestra primera idea: la señal llega antes que la tarea.\n\nIn English: the bell rings, two groups wait "
    "at the door, nobody knows who counts, four minutes are lost. Our first idea: the signal comes before the task."
)

ADAS = Written(
    answers={
        "problem": (
            "Notebooks are collected at the end of reading. On nine days I timed it: between three and six minutes "
            "pass, and the four children who finish first wait longest. An aide who stands at the door every day told "
            "me so, and is on our team."
        ),
        "reflection": (
            "“With the signal first, at least seven of ten days take under two minutes.” It was four of ten. I "
            "believed that they did not listen; they did not know whose turn it was to count. For whoever comes late "
            "from speech therapy it still does not work."
        ),
    },
    documents={
        "cycle-sheets": (
            "three-cycles.pdf",
            "Three cycles, two weeks each",
            (
                "Cycle 1. Change: the signal comes before the task. Prediction: under two minutes on seven of ten "
                "days. Seen: four of ten. Decision: adapt.\n\nCycle 2. Change: two children count, chosen the day "
                "before. Prediction: under two minutes on eight of ten. Seen: eight of ten. Decision: adopt.\n\nCycle "
                "3. The same with a substitute teacher. Prediction: six of ten. Seen: seven of ten. Decision: adopt."
            ),
        ),
        "passing-on": (
            "one-page-guide.pdf",
            "Collecting notebooks in under two minutes",
            (
                "Choose who counts the day before. Give the signal, then the task. You may change the signal, not the "
                "order. A substitute wrote back: “I knew what to do before I knew their names.”"
            ),
        ),
    },
)
MATEOS = Written(
    answers={
        "problem": (
            "In third grade the same routine takes five minutes, and what gets lost are the notebooks of whoever is "
            "pulled out for intervention: eleven in three weeks. They told me themselves when I asked who counts."
        ),
        "reflection": (
            "“If each table hands its pile over, no notebook is lost in two weeks.” Three were. I had believed that "
            "tables are the unit; the ones who leave early belong to no table at that moment. It still fails on days "
            "with an assembly."
        ),
    },
    documents={
        "cycle-sheets": (
            "cycles-third-grade.pdf",
            "Cycles in third grade",
            (
                "Cycle 1. Each table hands over its pile. Prediction: none lost in ten days. Seen: three lost. "
                "Decision: adapt.\n\nCycle 2. Who leaves early hands theirs to the counter first. Prediction: at most "
                "one lost. Seen: none. Decision: adopt.\n\nCycle 3. On assembly days. Prediction: at most two lost. "
                "Seen: four. Decision: abandon for those days."
            ),
        ),
        "passing-on": (
            "checklist.pdf",
            "Checklist for whoever takes over",
            (
                "Who leaves early goes first. One counter for each side of the room. Not on assembly days: we tried, "
                "and it does not help. The art teacher answered that the second line is enough for her."
            ),
        ),
    },
)


def tell_of_a_team(world: World) -> Iterator[str]:
    """Let Ada and Mateo become a team that shares a map; each of them hands in alone, with it."""
    yield "Ada and Mateo share a map"
    version, at = world.versions[TOGETHER], day_of(world, 45)
    one, other = world.cast.ada, world.cast.mateo
    first, second = (start(actor=person, version=version, at=at) for person in (one, other))
    given = _map(one, first, at=at + timedelta(hours=1))
    name_teammate(actor=one, pursuit=first, email=other.email, at=at + timedelta(hours=2))
    named, joined = place_in_team(second), at + timedelta(hours=5)
    if named is not None:
        join_team(actor=other, teammate=named, at=joined)
    take_up(actor=other, pursuit=second, share=share(actor=one, item=given, at=joined), at=joined)
    for pursuit, written, day in ((first, ADAS, 54), (second, MATEOS, 56)):
        person, handed_in = pursuit.person, day_of(world, day) + timedelta(hours=2)
        put_in(person, pursuit, written, at=day_of(world, day))
        submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=handed_in)
        deliver_at(handed_in)
        read_all_but_the_last(person)


def _map(person: Person, pursuit: Pursuit, *, at: datetime) -> Item:
    """The map, put in by one of them, with its language."""
    requirement, content = pursuit.version.requirements.get(shareable=True), as_pdf(MAP, DRAWN)
    put_in_file(
        actor=person,
        pursuit=pursuit,
        requirement=requirement,
        name="mapa.pdf",
        chunks=[content],
        size=len(content),
        at=at,
    )
    item = Item.objects.get(pursuit=pursuit, requirement=requirement)
    say_language(
        actor=person,
        pursuit=pursuit,
        requirement=requirement,
        item=item,
        language="es",
        translated_by="self",
        beside=None,
        at=at,
    )
    return item
