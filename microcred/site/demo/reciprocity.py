"""What states accept of one another: agreements in force, and one that ended. All of it is invented."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from microcred.credentials.elsewhere import earned_elsewhere
from microcred.foundation.clock import now
from microcred.integrations.badge_hosts.operations import bring_in
from microcred.organizations.models import Organization
from microcred.organizations.operations import found
from microcred.quality.queries import components_of, edition_of
from microcred.recognition.models import ActivityStatement
from microcred.recognition.operations.acceptance import (
    ask_for_acceptance,
    declare_acceptance_terms,
    read_for_acceptance,
)
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.operations.agreements import end_agreement, state_agreement
from microcred.recognition.rules.acceptance import Verdict
from microcred.recognition.rules.reciprocity import Purpose
from microcred.site.demo.lives import library_badge
from microcred.site.demo.world import World, day_of

SOURCE = "Invented for the demonstration; no agency has agreed to this."


def tell_of_reciprocity(world: World) -> Iterator[str]:
    """Agree across states, and end one agreement. Yield what is told."""
    yield "Agreements between states"
    _agree(world)
    _accept(world)


def _accept(world: World) -> None:
    """Ada asks about two badges of a library. The state has accepted one, which counts with its rules; of the other her
    district has accepted it, and the state, which has two people look at it since, has read it once."""
    ada, omar, femi, at = world.cast.ada, world.cast.omar, world.cast.femi, now()
    given = {"name": "Stories in Two Languages", "description": "Tells and reads stories in the languages of a class."}
    newer = library_badge(world, **given, number="0f9f3ad4-6f0b-4f0e-8d5c-6f6f0f2f9a10", days_before=60)
    second = bring_in(actor=ada, document=newer, at=at)
    first, other = sorted(earned_elsewhere(ada), key=lambda one: one.id == second.pk)
    for slug, speaker, reviewers, held in (
        ("south-carolina", femi, 1, other),
        ("rock-hill", omar, 1, first),
        ("south-carolina", femi, 2, first),
    ):
        place = world.places[slug]
        declare_acceptance_terms(
            actor=speaker, recognizer=place, reviewers=reviewers, months=36, counts_as="university", at=now()
        )
        asked = ask_for_acceptance(
            actor=ada,
            recognizer=place,
            purpose=Purpose.RENEWAL,
            what=held,
            hours=Decimal(12),
            words="The library's page says what two observed readings asked for, and who observed them.",
            at=at,
        )
        read_for_acceptance(
            actor=speaker,
            request=asked,
            accepts=True,
            hours=Decimal(10),
            reason="Two people watched and talked it over with her, by criteria that are published.",
            marks=dict.fromkeys((one.id for one in components_of(asked.edition)), Verdict.NOT_KNOWN),
            at=at,
        )
    stands = ActivityStatement.objects.filter(activity__acceptance__request__held=other.id)
    confirm_activities(actor=omar, statements=list(stands), at=at)


def _agree(world: World) -> None:
    places, femi = world.places, world.cast.femi
    south, north = places["south-carolina"], places["north-carolina"]
    began = world.at.date().replace(day=1)
    given: dict[str, Any] = {"purpose": Purpose.RENEWAL, "source": SOURCE, "demonstration": True, "at": world.at}
    state_agreement(
        actor=femi,
        recognizer=south,
        issuer=north,
        starts_on=began,
        edition=edition_of(south),
        evidence_kept=True,
        counts_as="state agency",
        **given,
    )
    state_agreement(
        actor=None,
        recognizer=north,
        issuer=places["carolinacred"],
        starts_on=began,
        edition=edition_of(north),
        minimum_hours=Decimal(10),
        counts_as="university",
        **given,
    )
    for slug, name, settled in (
        ("arkansas", "Arkansas education agency", ["approved provider"]),
        ("wyoming", "Wyoming education agency", []),
    ):
        agency = found(
            actor=None,
            slug=slug,
            name=name,
            kind=Organization.Kind.STATE,
            parent=places["partnership"],
            demonstration=True,
            at=world.at,
        )
        state_agreement(
            actor=None,
            recognizer=agency,
            issuer=places["carolinacred"],
            starts_on=began,
            holds=settled,
            counts_as="university",
            **given,
        )
    ended = state_agreement(actor=femi, recognizer=south, issuer=places["mira"], starts_on=began, **given)
    end_agreement(
        actor=femi,
        agreement=ended,
        ends_on=day_of(world, 30).date(),
        reason="Its designs are awarded by others by now, each under an agreement of its own.",
        at=day_of(world, 29),
    )
