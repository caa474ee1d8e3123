"""Fields of forms for what people write."""

from typing import Any

from django import forms


class Words(forms.CharField):
    """Running text. Zero bytes, which some programs put into what is copied from them, are left out, not refused."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\x00", "")
