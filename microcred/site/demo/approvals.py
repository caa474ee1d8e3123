"""Approval before beginning: a district that wants it of two micro-credentials; requests that wait, a yes and a no."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from microcred.catalog.models import Version
from microcred.organizations.models import Person
from microcred.recognition.models import ApprovalRequest, Policy
from microcred.recognition.operations import state_policy
from microcred.recognition.operations.delegating import delegate
from microcred.recognition.operations.prior_approval import ask_for_approval, decide_approval, say_of_approval
from microcred.recognition.policies import published_as
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import Expected
from microcred.site.demo.world import World, day_of

SLUGS = ("visiting-families-to-learn-from-them", "turning-a-family-event-toward-learning")
"""what the district wants approved before it is begun"""


def tell_of_approvals(world: World) -> Iterator[str]:
    """State what the district wants approved; ask, and answer. Yield what is being told."""
    yield "Approval before beginning"
    versions = wanted_approved(world)
    policy = want_approval(world, versions)
    ada, mateo, omar = world.cast.ada, world.cast.mateo, world.cast.omar
    approved = ask(world, ada, versions[0], policy, "It serves goal 2 of my growth plan: families as partners.", day=55)
    decide_approval(actor=omar, request=approved, approves=True, at=day_of(world, 57))
    denied = ask(world, mateo, versions[0], policy, "", day=50)
    decide_approval(
        actor=omar,
        request=denied,
        approves=False,
        code="not_in_plan",
        words="Your plan speaks of reading fluency this year. Let us talk before you change it.",
        at=day_of(world, 52),
    )
    waiting = ask(world, ada, versions[1], policy, "For our family night in the spring.", day=56)
    say_of_approval(
        actor=omar, request=waiting, words="Which colleagues would you work on it with?", at=day_of(world, 58)
    )
    ask(world, mateo, versions[1], policy, "My grade team does it together.", day=40)
    yield "A colleague rules in the coordinator's place"
    began = day_of(world, 59)
    delegate(
        actor=omar,
        district=world.places["rock-hill"],
        delegate=mateo,
        starts_at=began,
        ends_at=began + timedelta(days=14),
        at=began,
    )


def wanted_approved(world: World) -> list[Version]:
    """The micro-credentials that the district wants approved before they are begun."""
    return [world.versions[slug] for slug in SLUGS]


def want_approval(world: World, versions: list[Version]) -> Policy:
    """State an overlay of the district's that wants these approved; all of it is invented."""
    return state_policy(actor=None, jurisdiction=world.places["rock-hill"], document=_document(versions), at=world.at)


def ask(world: World, person: Person, version: Version, policy: Policy, words: str, *, day: float) -> ApprovalRequest:
    """Somebody of the district asks for approval."""
    return ask_for_approval(
        actor=person,
        micro_credential=version.micro_credential,
        policy=policy,
        decider=world.places["rock-hill"],
        words=words,
        at=day_of(world, day) + timedelta(hours=1),
    )


def _document(versions: list[Version]) -> Document:
    """Rock Hill's example with nothing of it but prior approval, and that for these alone."""
    whole = published_as("rock-hill-overlay")
    of = Condition(micro_credentials=tuple(str(one.micro_credential_id) for one in versions))
    asked = whole.prior_approval[0].model_copy(update={"of": of})
    first = whole.examples[0]
    nothing = first.record.model_copy(update={"awards": (), "approvals": ()})
    example = first.model_copy(
        update={"name": "nothing earned yet", "record": nothing, "expect": Expected(total=Decimal(0))}
    )
    clauses = tuple(one for one in whole.clauses if one.id == asked.clause)
    kept: dict[str, Any] = {
        "clauses": clauses,
        "requires": (),
        "deadlines": (),
        "prior_approval": (asked,),
        "examples": (example,),
    }
    kept["exceptions"] = asked.clause
    return whole.model_copy(update=kept)
