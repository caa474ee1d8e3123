"""Fields of forms for what people write."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from microcred.foundation.keepable import in_utc

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the order of others around (Unicode Standard Annex #9), so that a name reads as another's."""


WRITTEN = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
"""The categories of Unicode of which a name has something: letters of whatever script."""

BLANK = dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0))
"""Hangul fillers, which count as letters and show nothing."""

LEADS_AWAY = re.compile(r"://|\bwww\.|\.\w{2,}/", re.IGNORECASE)

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Words(forms.CharField):
    """Running text. Zero bytes, which some programs put into what is copied from them, are left out, not refused."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\x00", "")


class PersonName(forms.CharField):
    """What somebody is called, as credentials will bear it: one line, read as it is written."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if any(unicodedata.category(character) == "Cc" or character in BIDI_CONTROLS for character in value):
            raise ValidationError(
                _("The name holds a character that cannot be seen and changes how it reads. Type it anew."),
                code="unseen",
            )
        if value and not any(unicodedata.category(character) in WRITTEN for character in value.translate(BLANK)):
            raise ValidationError(_("Nothing of this name can be read. Type it anew."), code="unreadable")
        if LEADS_AWAY.search(value):
            # Mails of ours begin with it, and programs make a link of it.
            raise ValidationError(_("A name holds no address of a page. Type the name alone."), code="address")


class Day(forms.DateField):
    """A day of our time: one whose beginning and end are moments in every zone, and have another day on either side."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not FIRST_DAY <= value <= LAST_DAY:
            raise ValidationError(
                _("Give a day from the year %(first)s to the year %(last)s."),
                code="far",
                params={"first": FIRST_DAY.year, "last": LAST_DAY.year},
            )


class Moment(forms.DateTimeField):
    """A moment of our time."""

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = super().to_python(value)
            return moment if moment is None else in_utc(moment).astimezone(moment.tzinfo)
        except (OverflowError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
