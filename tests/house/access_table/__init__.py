"""Who gets through which door: URL name → method → the names of the cast who do. One module for each app.

A door that stands in no table fails the house test, and so does a person who gets through a door without standing
in its row. Who is not named is told nothing: a signed-in person gets 404, a visitor the sign-in page or 404.

`ARGUMENTS` gives the address its parts from the story world; `BODIES` gives a form to send, where the answer
depends on it. The mirror tenant's people are `other_<role>`: they hold every role, elsewhere; `other_all` holds all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from microcred.organizations.models import Role
from microcred.site.demo.cast import CAST

VISITOR = "visitor"
MIRROR = frozenset(f"other_{role}" for role in Role.values)
LIKE_OTHERS = frozenset({"marguerite", "mateo", "nadia", "salome", "winifred"})
"""Those of the cast who hold the role of another of them, or in the tests none, and so get through the same doors:
nobody asks twice."""
MIRROR_AT_ONCE = "other_all"
SIGNED_IN = frozenset(member.key for member in CAST) - LIKE_OTHERS | MIRROR
EVERYONE = SIGNED_IN | {VISITOR}
NOBODY: frozenset[str] = frozenset()

Part = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Door:
    """One URL name with one method, and who gets through."""

    name: str
    method: str
    may: frozenset[str]
    arguments: Part = field(default=lambda world: {})
    body: Part = field(default=lambda world: {})

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def asked(self) -> frozenset[str]:
        """Who knocks. A role never takes a right away, so what all roles elsewhere together do not open, none opens.

        Where one of them is let through, each is asked.
        """
        return EVERYONE if self.may & MIRROR else EVERYONE - MIRROR | {MIRROR_AT_ONCE}


def doors() -> Iterator[Door]:
    """Every door of every table."""
    for module_info in iter_modules(__path__):
        table = import_module(f"{__name__}.{module_info.name}")
        arguments = getattr(table, "ARGUMENTS", {})
        bodies = getattr(table, "BODIES", {})
        for name, methods in table.DOORS.items():
            for method, may in methods.items():
                yield Door(
                    name,
                    method,
                    frozenset(may),
                    arguments.get(name, lambda world: {}),
                    bodies.get((name, method), lambda world: {}),
                )
