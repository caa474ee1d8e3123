"""Fields of forms for what people write."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the order of others around (Unicode Standard Annex #9), so that a name reads as another's."""


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
