"""`@operation`: what every verb wears.

One transaction, one audit entry. The entry holds the verb, the actor, the time and the identifiers, enumerations,
numbers and dates among the arguments; never a string that a person typed, because an audit log must be able to
outlive an erasure.
"""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import models, transaction

from microcred.foundation.ids import uuid7
from microcred.foundation.loading import loading
from microcred.foundation.planned import add_planned
from microcred.foundation.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")

_within: ContextVar[UUID | None] = ContextVar("within", default=None)


class NotAnOperation(TypeError):
    """A function that wears `@operation` but does not name its arguments or its actor. Raised at import."""


def operation(verb: Callable[P, R]) -> Callable[P, R]:
    """Make a function a verb: keyword-only, with an `actor`, in one transaction, audited.

    `actor` is the person who acts, or None when the system itself does (the worker finishing an award).

    Raises:
        NotAnOperation: at import, when an argument is positional or `actor` is missing.
    """
    name = f"{verb.__module__.split('.')[1]}.{verb.__name__}"
    parameters = inspect.signature(verb).parameters
    loose = [p.name for p in parameters.values() if p.kind not in (p.KEYWORD_ONLY, p.VAR_KEYWORD)]
    if loose:
        raise NotAnOperation(f"{name}: {', '.join(loose)} must be keyword-only")
    if "actor" not in parameters:
        raise NotAnOperation(f"{name}: has no actor")

    @wraps(verb)
    def audited(*args: P.args, **kwargs: P.kwargs) -> R:
        from microcred.foundation.models import AuditEntry

        if args:
            raise TypeError(f"{name} takes keyword arguments only")
        entry_id = uuid7()
        within = _within.get()
        refused: Refusal | None = None
        with transaction.atomic():
            token = _within.set(entry_id)
            try:
                result = verb(*args, **kwargs)
            except Refusal as refusal:
                if not refusal.keeps:
                    raise
                refused = refusal
            finally:
                _within.reset(token)
            actor: Any = kwargs["actor"]
            subjects = _subjects(kwargs, None if refused is not None else result)
            if refused is not None:
                subjects["refused"] = refused.code
            actor_id = actor.pk if actor is not None else None
            entry = AuditEntry(id=entry_id, verb=name, actor_id=actor_id, subjects=subjects, within=within)
            together = loading()
            if together is None:
                add_planned(entry)
            else:
                together.entries.append(entry)
        if refused is not None:
            raise refused
        return result

    audited.is_operation = True  # type: ignore[attr-defined]
    return audited


def _subjects(kwargs: dict[str, Any], result: Any) -> dict[str, Any]:
    subjects: dict[str, Any] = {}
    for name, value in kwargs.items():
        if name == "actor":
            continue
        plain = _plain(value)
        if plain is not None:
            subjects[name] = plain
    outcome = _plain(result)
    if outcome is not None:
        subjects["result"] = outcome
    return subjects


def _plain(value: Any) -> Any:
    """Return what may stand in the audit log of a value; None when nothing may."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int):
        return value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple) and value:
        plain = [_plain(item) for item in value]
        return plain if all(item is not None for item in plain) else len(plain)
    return None
