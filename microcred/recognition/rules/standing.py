"""Words for what is on record beside awards, as policies name them: licences, grade bands, roles, completions."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_noop as noted


def licence_number_as_kept(said: str) -> str:
    """The number of a licence without spaces, in capitals: however somebody types it, it is the same."""
    return "".join(said.split()).upper()


LICENCE_TYPES: Final = (
    noted("professional"),
    noted("standard"),
    noted("initial"),
    noted("provisional"),
    noted("lifetime"),
    noted("administrator"),
    noted("substitute permit"),
)
GRADE_BANDS: Final = (
    noted("K-5"),
    noted("6-8"),
    noted("9-12"),
    noted("6-12"),
    noted("student services"),
    noted("administrator"),
)
ROLES: Final = (
    noted("teacher"),
    noted("coach"),
    noted("counselor"),
    noted("librarian"),
    noted("administrator"),
    noted("other staff"),
)


def named_in(document: Any, name: str) -> Iterable[str]:
    """What a policy's document names anywhere under one name, such as `licence_types`. Worked examples do not count."""
    if isinstance(document, Mapping):
        for key, value in document.items():
            if key == name and isinstance(value, list):
                yield from (str(one) for one in value)
            elif key != "examples":
                yield from named_in(value, name)
    elif isinstance(document, list):
        for value in document:
            yield from named_in(value, name)


def completions_asked(document: Any, clause: str = "") -> Iterable[tuple[str, str]]:
    """The completions that a policy's document asks for, each with the id of the clause by which it does. Worked
    examples do not count."""
    if isinstance(document, Mapping):
        clause = str(document.get("clause") or clause)
        for key, value in document.items():
            if key == "completions" and isinstance(value, list):
                yield from ((str(one).strip(), clause) for one in value)
            elif key not in ("examples", "translations"):
                yield from completions_asked(value, clause)
    elif isinstance(document, list):
        for value in document:
            yield from completions_asked(value, clause)


OF_PERSON: Final = frozenset({"applies_to", "side_conditions", "total", "needed", "alternatives"})
"""Where a document asks about the person; elsewhere about an award or activity, or what of these a part takes."""
OF_THINGS: Final = frozenset({"of", "takes"})


class FactAsked(NamedTuple):
    """A fact that a policy's document asks for.

    Args:
        name: as the document names it. clause: the id of the clause by which it does.
        of_person: whether it asks about the person; else about a single award or activity.
        is_demanded: whether what nobody has stated keeps the thing from counting; else the rule passes it over.
    """

    name: str
    clause: str
    of_person: bool
    is_demanded: bool


def facts_asked(document: Any) -> Iterable[tuple[str, str]]:
    """The facts about a person that a policy's document asks for, each with the id of the clause by which it does.
    Those about a single award or activity are none of a person, nor do worked examples count."""
    return ((one.name, one.clause) for one in facts_in(document) if one.of_person)


def facts_asked_of_things(document: Any) -> Iterable[tuple[str, str]]:
    """The same of the facts about a single award or activity."""
    return ((one.name, one.clause) for one in facts_in(document) if not one.of_person)


def facts_in(
    document: Any, clause: str = "", *, of_person: bool = False, is_demanded: bool = False
) -> Iterable[FactAsked]:
    """All facts that a policy's document asks for."""
    if isinstance(document, Mapping):
        clause = str(document.get("clause") or clause)
        for key, value in document.items():
            if key == "facts" and isinstance(value, Mapping):
                yield from (FactAsked(str(one).strip(), clause, of_person, is_demanded) for one in value)
            elif key not in ("examples", "translations"):
                here = key in OF_PERSON or (of_person and key not in OF_THINGS)
                yield from facts_in(value, clause, of_person=here, is_demanded=is_demanded or key == "that")
    elif isinstance(document, list):
        for value in document:
            yield from facts_in(value, clause, of_person=of_person, is_demanded=is_demanded)
