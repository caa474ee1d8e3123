"""Values of policies and records: days, moments, amounts, units; each refuses what it is not in plain words."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from django.utils.translation import gettext_noop as noted
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from microcred.recognition.rules.engine.sentences import refused

UNITS: Final = (
    noted("award"),
    noted("CEU"),
    noted("clock hours"),
    noted("contact hours"),
    noted("credits"),
    noted("graduate quarter hours"),
    noted("graduate semester hours"),
    noted("points"),
    noted("professional development points"),
    noted("quarter hours"),
    noted("renewal credits"),
    noted("renewal units"),
    noted("semester hours"),
)
"""What amounts are counted in. A policy may name more; `award` is implied by every award and activity, once each."""

PER_AWARD: Final = "award"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200


def in_reach(day: date) -> bool:
    """Whether a day is one that a person's record or a policy can be about."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _day(value: Any) -> date:
    day = _any_day(value)
    if not in_reach(day):
        raise refused("day_out_of_reach", said=str(value), first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _any_day(value: Any) -> date:
    if type(value) is date:
        return value
    if isinstance(value, str) and _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refused("day_in_no_calendar", said=value) from None
    raise refused("day", said=str(value))


def _moment(value: Any) -> date | datetime:
    if isinstance(value, datetime):
        said, moment = value.isoformat(), value
    elif isinstance(value, str) and len(value) > len("2026-06-30"):
        said = value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise refused("moment", said=value) from None
    else:
        return _day(value)
    if moment.tzinfo is None:
        raise refused("moment_without_zone", said=said)
    _day(moment.date())
    return moment


def _finite(value: Any) -> Any:
    if isinstance(value, bool) or (isinstance(value, str) and not value.strip()):
        raise refused("amount", said=str(value))
    return value


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[
    date | datetime,
    BeforeValidator(_moment),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}],
            "description": "A day, or a time with its offset from UTC.",
        }
    ),
]
Amount = Annotated[
    Decimal,
    BeforeValidator(_finite),
    Field(gt=0, le=1_000_000, allow_inf_nan=False, max_digits=12, decimal_places=4),
]
AmountOrNone = Annotated[
    Decimal,
    BeforeValidator(_finite),
    Field(ge=0, le=1_000_000, allow_inf_nan=False, max_digits=12, decimal_places=4),
]
Share = Annotated[
    Decimal, BeforeValidator(_finite), Field(gt=0, le=1, allow_inf_nan=False, max_digits=8, decimal_places=6)
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Names = tuple[Name, ...]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$", max_length=20)]
"""A tag of BCP 47 in small letters, as `es` or `pt-br`."""
