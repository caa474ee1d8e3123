"""Two colleagues map one routine together: one artifact in both their work, in Spanish, and answers of each alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from microcred.organizations.models import Person
from microcred.portfolios.models import Item, Pursuit
from microcred.portfolios.operations import (
    join_team,
    name_teammate,
    put_in_file,
    save_answer,
    say_language,
    share,
    start,
    take_up,
)
from microcred.portfolios.queries import place_in_team
from microcred.site.demo.documents import as_pdf
from microcred.site.demo.world import World, day_of

TOGETHER = "testing-a-change-in-small-cycles"
MAP = "Mapa de la rutina: quién recoge los cuadernos"
DRAWN = (
    "1. Suena el timbre. 2. Dos equipos esperan junto a la puerta. 3. Nadie sabe quién cuenta. 4. Se pierden cuatro "
    "minutos. Nuestra primera idea: la señal llega antes que la tarea.\n\nIn English: the bell rings, two groups wait "
    "at the door, nobody knows who counts, four minutes are lost. Our first idea: the signal comes before the task."
)
ANSWERS = (
    "I timed the door on nine days. What I saw first was how long the quiet ones wait.",
    "I asked the children who they think counts. They named three people, and none of them was me.",
)


def tell_of_a_team(world: World) -> Iterator[str]:
    """Let the first and the third colleague become a team that shares a map."""
    yield "Two colleagues share a map"
    version, at = world.versions[TOGETHER], day_of(world, 55)
    one, other = (Person.objects.get(email=f"colleague-{number}@example.org") for number in (1, 3))
    first, second = (start(actor=person, version=version, at=at) for person in (one, other))
    given = _map(one, first, at=at + timedelta(hours=1))
    name_teammate(actor=one, pursuit=first, email=other.email, at=at + timedelta(hours=2))
    named, joined = place_in_team(second), at + timedelta(hours=5)
    if named is not None:
        join_team(actor=other, teammate=named, at=joined)
    take_up(actor=other, pursuit=second, share=share(actor=one, item=given, at=joined), at=joined)
    question = version.requirements.filter(kind="question").order_by("position")[0]
    for pursuit, text in zip((first, second), ANSWERS, strict=True):
        save_answer(actor=pursuit.person, pursuit=pursuit, requirement=question, text=text, revision=0, at=joined)


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
