"""Who gets through the doors of the educator's work: the educator, and nobody else whatever their role.

The pages of a micro-credential and of a program are for everyone, and show to each reader where they stand.
"""

from uuid import uuid4

from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

OWNER = {"ada"}

DOORS = {
    "pursuits": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "micro_credential": {"GET": EVERYONE, "POST": NOBODY},
    "program": {"GET": EVERYONE, "POST": NOBODY},
    "pursuit": {"GET": OWNER, "POST": NOBODY},
    "answer": {"POST": OWNER},
    "items": {"POST": OWNER},
    "item": {"GET": OWNER, "POST": NOBODY},
    "removal": {"POST": OWNER},
    "move": {"GET": OWNER, "POST": OWNER},
    "submission_form": {"GET": OWNER, "POST": OWNER},
    "submission": {"GET": OWNER, "POST": NOBODY},
    "program_board": {"GET": {"elena"}, "POST": NOBODY},
}


def _pursuit(world):
    return {"pursuit_id": world.pursuit.pk}


def _item(world):
    return {"item_id": world.item.pk}


ARGUMENTS = {
    "pursuit": _pursuit,
    "move": _pursuit,
    "submission_form": _pursuit,
    "answer": lambda world: {**_pursuit(world), "requirement_id": world.requirement.pk},
    "items": lambda world: {**_pursuit(world), "requirement_id": world.artifact_requirement.pk},
    "item": _item,
    "removal": _item,
    "submission": lambda world: {"submission_id": world.submission.pk},
    "micro_credential": lambda world: {"slug": world.version.micro_credential.slug},
    "program": lambda world: {"slug": world.program.slug},
    "program_board": lambda world: {"slug": world.program.slug},
}

BODIES = {
    ("pursuits", "POST"): lambda world: {"version": world.version.pk},
    ("answer", "POST"): lambda world: {"text": "Words", "revision": 0},
    ("items", "POST"): lambda world: {"url": "https://www.example.org/"},
    ("move", "POST"): lambda world: {"version": world.version.pk},
    ("submission_form", "POST"): lambda world: {"form_key": uuid4()},
}
