"""Who gets through the doors of programs. A place in one is everyone's own."""

from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

DOORS = {
    "programs": {"GET": EVERYONE, "POST": NOBODY},
    "arrival": {"POST": SIGNED_IN, "GET": NOBODY},
    "departure": {"POST": {"ada"}, "GET": NOBODY},
}


def _slug(world):
    return {"slug": world.program.slug}


ARGUMENTS = dict.fromkeys(("arrival", "departure"), _slug)
BODIES = {("arrival", "POST"): lambda world: {"agreement_accepted": "on"}}
