"""The cast for the tests: the same people as in the demonstration, made by the same operations.

`cast.ada` is a person, `cast.places["rock-hill"]` an organization; `cast.at` is the moment it all began.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from microcred.organizations.models import Organization, Person
from microcred.site.demo.cast import Assembly, assemble
from tests.remembered import remembered

BEGAN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
"""A Tuesday: when the people of the tests came together. Stories go on from here, at times they name."""


@dataclass(frozen=True)
class Cast:
    """People by name; organizations by slug in `places`."""

    assembly: Assembly
    at: datetime

    def __getattr__(self, key: str) -> Person:
        try:
            return self.assembly.people[key]
        except KeyError:
            raise AttributeError(key) from None

    @property
    def places(self) -> dict[str, Organization]:
        return dict(self.assembly.places)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast and their organizations."""
    people, places = remembered("the cast", _assembled)
    return Cast(Assembly(MappingProxyType(people), MappingProxyType(places)), BEGAN)


def _assembled() -> tuple[dict[str, Person], dict[str, Organization]]:
    assembly = assemble(at=BEGAN)
    return dict(assembly.people), dict(assembly.places)
