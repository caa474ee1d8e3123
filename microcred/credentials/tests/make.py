"""What the credentials' tests set their scenes with: an issuer, a version, an award; all by operations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from microcred.catalog import operations as catalog
from microcred.catalog.design import Design
from microcred.catalog.models import Level, Version
from microcred.catalog.tests.make import written
from microcred.credentials import operations
from microcred.credentials.models import Award, AwardIntent, Issuer
from microcred.foundation.ids import uuid7
from microcred.frameworks.models import Framework
from microcred.frameworks.operations import adopt
from microcred.organizations.models import Person
from tests.cast import Cast

DESIGNS = Path(__file__).resolve().parents[2] / "site" / "demo" / "catalog"
EVIDENCE = "ab" * 32
"""SHA-256 of a submission, as scoring hands it over."""


def issuer(cast: Cast, *, place: str = "carolinacred") -> Issuer:
    """The university centre as an issuer, made once."""
    there = Issuer.objects.filter(slug=place).first()
    return there or operations.establish_issuer(
        actor=None,
        organization=cast.places[place],
        slug=place,
        name=cast.places[place].name,
        url="https://carolinacred.org/",
        email="",
        at=cast.at,
    )


def version(cast: Cast, file_name: str = "managing-change", **changes: Any) -> Version:
    """A micro-credential of the demonstration, published by its author; aligned to what its file says."""
    (file,) = DESIGNS.glob(f"*/{file_name}.yaml")
    data = written(file)
    _adopt()
    return catalog.publish(
        actor=cast.cora,
        owner=cast.places["carolinacred"],
        design=Design.model_validate({**data, **changes}),
        at=cast.at,
    )


def highest(of: Version) -> list[Level]:
    """The highest level of every criterion."""
    return [list(criterion.levels.all())[-1] for criterion in of.criteria.all()]


def required(of: Version) -> list[Level]:
    """Exactly the level that every criterion requires."""
    return [
        next(level for level in criterion.levels.all() if level.position == criterion.required_position)
        for criterion in of.criteria.all()
    ]


def intent(
    cast: Cast,
    *,
    of: Version | None = None,
    person: Person | None = None,
    source: UUID | None = None,
    levels: list[Level] | None = None,
    earned_at: datetime | None = None,
) -> AwardIntent:
    """What is written down when Ada earns, before it is signed."""
    issuer(cast)
    of = of or version(cast)
    earned_at = earned_at or cast.at + timedelta(days=30)
    return operations.award(
        actor=None,
        person=person or cast.ada,
        version=of,
        source=source or uuid7(),
        levels=levels or highest(of),
        evidence_digest=EVIDENCE,
        earned_at=earned_at,
        at=earned_at,
    )


def award(cast: Cast, **how: Any) -> Award:
    """A signed award of Ada's."""
    written = intent(cast, **how)
    return operations.sign(actor=None, intent=written, at=written.intended_at)


def many_like(award: Award, count: int, *, people: Sequence[Person] = ()) -> list[Award]:
    """As many awards again as this one, for lists of any length: rows alone, without documents of their own.

    Args:
        people: who holds each, in turn; all by the same person without it.
    """
    taken = set(AwardIntent.objects.values_list("status_index", flat=True))
    free = (index for index in range(len(taken) + count) if index not in taken)
    holders = [people[number % len(people)].pk if people else award.person_id for number in range(count)]
    intents = AwardIntent.objects.bulk_create(
        like(
            award.intent,
            person_id=holder,
            source=uuid7(),
            status_index=index,
            suspension_list_id=None,
            suspension_index=None,
        )
        for index, holder in zip(islice(free, count), holders, strict=True)
    )
    return Award.objects.bulk_create(
        like(award, id=intent.pk, intent_id=intent.pk, person_id=intent.person_id) for intent in intents
    )


def like(row: Any, **fresh: Any) -> Any:
    """An unsaved row like this one, with an identifier of its own."""
    same = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**(same | {"id": uuid7()} | fresh))


def _adopt() -> None:
    """Adopt the frameworks that the demonstration's designs align to, once."""
    if Framework.objects.exists():
        return
    wanted: dict[str, dict[str, str]] = {}
    for file in sorted(DESIGNS.glob("*/*.yaml")):
        for alignment in written(file)["alignments"]:
            wanted.setdefault(alignment["framework"], {})[alignment["code"]] = alignment["name"]
    for number, (name, codes) in enumerate(wanted.items()):
        adopt(
            actor=None,
            slug=f"framework-{number}",
            name=name,
            publisher="The publisher",
            standards=[(code, item, "") for code, item in codes.items()],
        )
