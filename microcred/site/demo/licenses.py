"""Licenses of the demonstration: one in force for a stack, one for the whole catalogue about to end; and a fork."""

from collections.abc import Iterator
from datetime import timedelta

from microcred.authoring.operations import fork, save_draft
from microcred.catalog.operations import end_license, grant_license
from microcred.site.demo.world import World

STACK = "restorative-practices"
FORKED = "giving-feedback-that-writers-use"


def tell_of_licenses(world: World) -> Iterator[str]:
    """Let the university centre license to a district and to another state's agency, which gives its license up."""
    yield "Licenses between organizations"
    rosa, owner = world.cast.rosa, world.places["carolinacred"]
    grant_license(
        actor=rosa,
        owner=owner,
        licensee=world.places["rock-hill"],
        stack=world.stacks[STACK],
        opens_at=world.at + timedelta(days=5),
        closes_at=world.at + timedelta(days=370),
        terms="For the educators of the district and its schools. CarolinaCrED stays named on every page.",
        at=world.at + timedelta(days=3),
    )
    given_up = grant_license(
        actor=rosa,
        owner=owner,
        licensee=world.places["north-carolina"],
        opens_at=world.at + timedelta(days=10),
        closes_at=None,
        may_fork=True,
        at=world.at + timedelta(days=9),
    )
    yield "A design of another state's own, from one that it has a license for"
    _fork(world)
    end_license(
        actor=rosa,
        granted=given_up,
        ends_at=world.at + timedelta(days=75),
        reason="The agency writes designs of its own from it now, and asked to end it.",
        at=world.at + timedelta(days=50),
    )


def _fork(world: World) -> None:
    """Nadia begins a design of North Carolina's own; where its words come from stays in it."""
    nadia = world.cast.nadia
    draft = fork(
        actor=nadia,
        version=world.versions[FORKED],
        owner=world.places["north-carolina"],
        at=world.at + timedelta(days=21),
    )
    design = {**draft.design, "name": "Feedback That Writers Use, in Two Languages", "audience": ["teacher"]}
    save_draft(actor=nadia, draft=draft, design=design, revision=draft.revision, at=world.at + timedelta(days=22))
