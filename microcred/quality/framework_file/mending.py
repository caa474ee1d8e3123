"""What is wrong with the shape of a framework's file, in words, and stand-ins for it so that the rest is looked at too.

Pure. A stand-in is never kept: a file with one is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from microcred.quality.framework_file.shape import FORMAT, BuildsOn, FrameworkText, Words
from microcred.quality.rules import PartyRole

UNREAD = "?"
"""Stands where something could not be read. No role, check or web address, but a text like any other."""

UNREAD_BASE = BuildsOn(framework="unread", version=UNREAD)
"""Stands for an edition below that could not be read: what it asks is not compared with anything."""

LONGEST_QUOTED = 60
"""Characters of a value that are told."""

MOST_ROUNDS = 3
"""How often stand-ins are put in: what stands in the place of a list may lack something in turn."""

Called = Callable[[str], str]
"""How the file calls a member of a framework: by its own name, or by the heading of a column."""


def words_of(error: Mapping[str, Any], called: Called = str) -> Words:
    """What is wrong with a member, and what to do about it, from what the library of types says."""
    steps = [step for step in error["loc"] if isinstance(step, str)]
    member = called(steps[-1]) if steps else _("The file")
    kind, limits = str(error["type"]), error.get("ctx", {})
    known = {
        "missing": _("“{member}” is missing."),
        "extra_forbidden": _("A framework has no “{member}”. Take it out, or export one to see what it may say."),
        "enum": _("“{value}” is no role that answers. The roles are: {roles}."),
        "string_type": _("“{member}” must be a text."),
        "string_too_long": _("“{member}” is longer than {most} characters."),
        "too_long": _("“{member}” is longer than {most} characters."),
        "string_pattern_mismatch": _("“{member}” may have small letters, digits and hyphens only, not “{value}”."),
        "literal_error": _("“{member}” must be “{format}”, not “{value}”."),
        "tuple_type": _("“{member}” must be a list."),
        "value_error": _("“{member}” {reason}."),
    }
    words = known.get(kind)
    if words is None:
        words = _("“{member}” must be true or false.") if kind.startswith("bool") else None
    if words is None:
        words = _("“{member}” must be an object with members of its own.") if kind.startswith("model") else None
    return (words or _("“{member}” cannot be read: {reason}.")).format(
        member=member,
        value=str(error.get("input"))[:LONGEST_QUOTED],
        roles=", ".join(PartyRole),
        most=limits.get("max_length"),
        format=FORMAT,
        reason=limits.get("error") or str(error["msg"]).rstrip("."),
    )


def sketched(loaded: Any) -> FrameworkText | None:
    """The document with stand-ins for what has not its shape; None where too little is left."""
    for _round in range(MOST_ROUNDS):
        try:
            return FrameworkText.model_validate(loaded)
        except ValidationError as error:
            if not isinstance(loaded, dict):
                return None
            for each in _outermost(error.errors()):
                _stand_in(loaded, each)
    return None


def _outermost(errors: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """The places of errors, those in lists from the last to the first, so that what is taken out moves nothing."""
    yield from sorted({tuple(each["loc"]) for each in errors}, key=lambda loc: [str(step).zfill(6) for step in loc])[
        ::-1
    ]


def _stand_in(loaded: dict[str, Any], place: tuple[Any, ...]) -> None:
    if place[:1] == ("builds_on",):
        loaded["builds_on"] = UNREAD_BASE.model_dump()
        return
    holder: Any = loaded
    for step in place[:-1]:
        holder = holder[step]
    last = place[-1]
    if isinstance(last, int):
        within = place[-2]
        if within in {"standards", "components"}:
            holder[last] = _standard() if within == "standards" else {}
        else:
            del holder[last]
            if within == "roles" and not holder:
                holder.append(PartyRole.DEVELOPER)
        return
    stand_in = _for(last, place)
    if stand_in is None:
        holder.pop(last, None)
    else:
        holder[last] = stand_in


def _for(member: str, place: tuple[Any, ...]) -> Any:
    """What stands for a member; None for one that need not be there. Codes have to differ."""
    return {
        "slug": "unread",
        "name": UNREAD,
        "version": UNREAD,
        "publisher": UNREAD,
        "text": UNREAD,
        "code": UNREAD + ".".join(str(step) for step in place if isinstance(step, int)),
        "roles": [PartyRole.DEVELOPER],
        "standards": [_standard()],
    }.get(member)


def _standard() -> dict[str, Any]:
    return {"name": UNREAD, "components": [{}]}
