"""What may be typed about the right to score: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.calibration.queries import Standing
from microcred.foundation.fields import Words
from microcred.organizations.models import Person


class RequalificationForm(forms.Form):
    """Who is requalified, and what it rests on."""

    assessors = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(),
        error_messages={
            "required": _("Tick whom you requalify."),
            "invalid_choice": _("One of them is not waiting to be requalified any more. Look at the list again."),
        },
    )
    basis = Words(
        label=_("What it rests on"),
        help_text=_(
            "What they scored by the new rubric, and how near they came. It is kept with your name and the day."
        ),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asked: Sequence[Standing], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["assessors"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)  # noqa: S101 - as declared above
        chosen.queryset = Person.objects.filter(pk__in=[one.assessor.pk for one in asked])
