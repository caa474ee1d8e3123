"""A draft of the demonstration that two people write together, with comments, a suggestion and a history."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from microcred.authoring.models import Draft
from microcred.authoring.operations import (
    comment,
    guide,
    invite_co_author,
    join_draft,
    reply,
    resolve,
    save_draft,
    start_draft,
    suggest,
)
from microcred.organizations.models import Person
from microcred.site.demo.world import World

FIRST = {
    "name": "Asking Before Advising",
    "competency": "The educator opens a colleague’s thinking with questions before offering advice of their own.",
    "hours": 12,
    "audience": ["teacher", "instructional coach"],
}


def tell_of_a_draft_together(world: World) -> Iterator[str]:
    """Let Cora and Elena write a draft together. Yield what is being told."""
    yield "A draft that two people write"
    cora, elena, owner = world.cast.cora, world.cast.elena, world.places["carolinacred"]
    day = world.at + timedelta(days=52)
    guide(
        actor=None,
        organization=owner,
        field="competency",
        guidance="One sentence that begins “The educator …” and names one discrete skill, without “and”.",
        word_limit=35,
        at=world.at,
    )
    draft = start_draft(actor=cora, owner=owner, at=day)
    draft = _save(draft, cora, day + timedelta(minutes=4), **FIRST)
    draft = _save(
        draft,
        cora,
        day + timedelta(minutes=9),
        key_method="The educator listens to a colleague, asks three open questions, and says back what was heard.",
    )
    invitation = invite_co_author(actor=cora, draft=draft, email=elena.email, at=day + timedelta(hours=1))
    invite_co_author(actor=cora, draft=draft, email=world.cast.lena.email, at=day + timedelta(hours=1))
    join_draft(actor=elena, invitation=invitation, at=day + timedelta(hours=3))
    component = {"name": "Listen to the end", "text": "Let the colleague tell it whole. Write down *their* words."}
    draft = _save(draft, elena, day + timedelta(hours=4), components=[component])
    settled = comment(
        actor=elena,
        draft=draft,
        path="hours",
        text="Is twelve enough with two conversations?",
        at=day + timedelta(hours=5),
    )
    reply(
        actor=cora, to=settled, text="The pilot took eleven at the median; twelve it is.", at=day + timedelta(hours=6)
    )
    resolve(actor=elena, thread=settled, at=day + timedelta(hours=7))
    comment(
        actor=elena,
        draft=draft,
        path="components.0.text",
        text="Should notes be optional? Some colleagues clam up when they see a pen.",
        at=day + timedelta(days=1),
    )
    suggest(
        actor=elena,
        draft=draft,
        path="competency",
        text="The educator opens a colleague’s thinking with questions before giving advice.",
        why="Shorter, and nothing is lost.",
        at=day + timedelta(days=1, minutes=5),
    )


def _save(draft: Draft, actor: Person, at: datetime, **changes: Any) -> Draft:
    return save_draft(actor=actor, draft=draft, design={**draft.design, **changes}, revision=draft.revision, at=at)
