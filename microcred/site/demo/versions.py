"""What came after what, in the demonstration: a new version with work under grace, a revision, and a retirement."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import yaml

from microcred.catalog.design import Design, Kind, as_json
from microcred.catalog.models import Version
from microcred.catalog.operations import publish, publish_translation, retire, translate
from microcred.foundation.clock import now
from microcred.organizations.models import Person
from microcred.portfolios.operations import save_answer, start
from microcred.site.demo.stories import deliver_at
from microcred.site.demo.world import FOLDER, World

GROWN, REWORDED = "managing-change", "engaging-stakeholders"
RETIRED, FOLLOWS = "assessing-how-time-is-currently-used", "creating-a-plan-for-redesigned-learning"
TRANSLATED = ("sending-messages-that-start-conversations", REWORDED)
"""Micro-credentials of which nobody tells another story."""


def tell_of_versions(world: World) -> Iterator[str]:
    """Let one grow a second version, one be reworded, and one retire for another. Yield what is being told."""
    yield "A second version, with work on the first under grace"
    thing = world.versions[GROWN]
    _begin(world.cast.ada, thing, world)
    second = _publish(
        world,
        thing,
        _stricter(thing),
        change=Kind.SUBSTANTIVE,
        note="Looking again is what readers missed most often, so its required level rises.",
        days=40,
    )
    world.versions[GROWN] = second
    for slug in TRANSLATED:
        yield f"{slug} in Spanish"
        _translate(world, slug, at=world.at + timedelta(days=42))
    yield "A revision of the wording, which leaves one translated field stale"
    thing = world.versions[REWORDED]
    world.versions[REWORDED] = _publish(
        world,
        thing,
        _reworded(thing),
        change=Kind.EDITORIAL,
        note="The first question says now that notes suffice; three people had asked.",
        days=45,
    )
    yield "A retirement, with what takes its place"
    gone, follows = world.versions[RETIRED], world.versions[FOLLOWS]
    retire(
        actor=world.cast.cora,
        micro_credential=gone.micro_credential,
        reason="Looking at time is the first step of planning redesigned learning, and is asked for there now.",
        at=world.at + timedelta(days=48),
        successor=follows.micro_credential,
    )
    deliver_at(world.at + timedelta(days=48))


def _translate(world: World, slug: str, *, at: datetime) -> None:
    """Publish the Spanish that stands in a file beside this one."""
    texts = yaml.safe_load((FOLDER / "translations" / f"{slug}.es.yaml").read_text())
    thing = world.versions[slug].micro_credential
    translate(actor=world.cast.cora, micro_credential=thing, language="es", texts=texts, at=at)
    publish_translation(actor=world.cast.cora, micro_credential=thing, language="es", at=at)


def _begin(person: Person, version: Version, world: World) -> None:
    pursuit = start(actor=person, version=version, at=world.at + timedelta(days=20))
    question = version.requirements.filter(kind="question").order_by("position")[0]
    save_answer(
        actor=person,
        pursuit=pursuit,
        requirement=question,
        text="Our grade is moving from weekly tests to short checks that students discuss with each other.",
        revision=0,
        at=world.at + timedelta(days=21),
    )


def _publish(world: World, before: Version, content: dict[str, Any], *, change: Kind, note: str, days: int) -> Version:
    at = world.at + timedelta(days=days)
    version = publish(
        actor=world.cast.cora,
        owner=before.micro_credential.owner,
        design=Design.model_validate(content),
        micro_credential=before.micro_credential,
        change=change,
        note=note,
        at=min(at, now()),
    )
    deliver_at(at)
    return version


def _stricter(version: Version) -> dict[str, Any]:
    content = as_json(Design.model_validate(version.design))
    criterion = next(row for row in reversed(content["rubric"]) if len(row["levels"]) > 2)
    criterion["required"] = criterion["levels"][-1]["name"]
    content["requirements"][0]["guidance"] = (
        f"{content['requirements'][0]['guidance']} A page of notes is enough.".strip()
    )
    return content


def _reworded(version: Version) -> dict[str, Any]:
    content = as_json(Design.model_validate(version.design))
    first = content["requirements"][0]
    first["guidance"] = f"{first['guidance']} Notes suffice; whole sentences are not needed.".strip()
    return content
