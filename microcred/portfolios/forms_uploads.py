from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

GIB = 1 << 30
"""bytes"""


class BeginForm(forms.Form):
    """What a browser says of a file before it sends it."""

    name = forms.CharField(max_length=1000, strip=False)
    size = forms.IntegerField(min_value=0, max_value=2**53)
    media_type = forms.CharField(required=False, max_length=500)
    fingerprint = forms.CharField(required=False, max_length=64)


class PartForm(forms.Form):
    """Which part comes next, of which bytes, and how many are there; without a number it is asked what is there."""

    number = forms.IntegerField(min_value=1, max_value=10_000, required=False)
    sha256 = forms.CharField(required=False, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")])
    arrived = forms.IntegerField(min_value=0, max_value=10_000, required=False)


class QuotaForm(forms.Form):
    """How much room an organization gives; empty for no limit of its own."""

    gib = forms.DecimalField(
        label=_("At most"),
        help_text=_("In gigabytes. Empty: no limit of its own."),
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
        required=False,
    )

    def size(self) -> int | None:
        """The same in bytes."""
        said = self.cleaned_data["gib"]
        return None if said is None else int(said * GIB)
