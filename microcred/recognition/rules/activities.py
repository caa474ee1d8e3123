"""Words and limits of what educators state that they did beside awards, and the last day for its documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.engine.values import PER_AWARD, UNITS
from microcred.recognition.rules.standing import named_in

SERVICE: Final = noted("assessor service")
"""What is taken over from the books of the work itself, and typed by nobody."""
SERVICE_TITLE: Final = noted("Service as an assessor")
HOURS: Final = "contact hours"
"""The unit of what is taken over, as policies name it."""
MICRO_CREDENTIAL: Final = noted("micro-credential")
"""An award, which is never an activity beside."""

KINDS: Final = (
    noted("convening"),
    noted("workshop"),
    noted("college course"),
    noted("renewal course"),
    noted("CEU course"),
    noted("professional development CEU"),
    noted("professional training"),
    noted("mentoring"),
    noted("coaching"),
    noted("instruction"),
    noted("publication"),
    noted("project"),
    noted("grant"),
    noted("research"),
)
"""Kinds of activities as policies name them; a policy may name more."""

NOT_TYPED: Final = frozenset({SERVICE, MICRO_CREDENTIAL})
MOST: Final = Decimal(10_000)
"""in whatever unit"""


def kinds_of(documents: Iterable[Any]) -> list[str]:
    """The kinds that can be stated: those known everywhere, and those that some policies name."""
    named = sorted(set(named_in(list(documents), "kinds")), key=str.casefold)
    known = {kind.casefold() for kind in (*KINDS, *NOT_TYPED)}
    return [*KINDS, *(kind for kind in named if kind.casefold() not in known)]


def units_of(documents: Iterable[Any]) -> list[str]:
    """The units in which an amount can be stated."""
    named = sorted(set(named_in(list(documents), "units")), key=str.casefold)
    return [unit for unit in dict.fromkeys((*UNITS, *named)) if unit != PER_AWARD]


def topics_of(documents: Iterable[Any]) -> list[str]:
    """The topics that categories of some policies ask for."""
    said = list(documents)
    return sorted(set(named_in(said, "topics")), key=str.casefold)


@dataclass(frozen=True)
class LastDay:
    """By when a policy wants something of an activity done."""

    what: str
    day: date
    policy: str


def last_days(document: Mapping[str, Any], *, kind: str, provider_kind: str, ended_on: date) -> list[LastDay]:
    """By when a policy wants documents, the request and the certificate of an activity, as far as it is about its kind
    and provider alone; what else a condition asks is left to the rules themselves."""
    found = []
    for one in document.get("deadlines", ()):
        of = one.get("of") or {}
        about_kind = not of.get("kinds") or kind.casefold() in (each.casefold() for each in of["kinds"])
        given_by = of.get("issuer_kinds")
        about_provider = not given_by or provider_kind.casefold() in (each.casefold() for each in given_by)
        if about_kind and about_provider and set(of) <= {"kinds", "issuer_kinds"}:
            found.append(LastDay(one["what"], ended_on + timedelta(days=one["days"]), str(document.get("name", ""))))
    return found
