"""What may be typed of activities, and where a coordinator looks at them: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.recognition.models import ActivityStatement
from microcred.recognition.operations.activities import Said
from microcred.recognition.rules.reason_codes import About, offered

SHORT = {"class": "field-short"}
DATE = {"type": "date", "class": "field-short"}


class ActivityForm(forms.Form):
    """What somebody did, as its certificate or transcript says it."""

    kind = forms.ChoiceField(label=_("What it was"))
    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("As it stands on the certificate."))
    provider = forms.CharField(label=_("Given by"), max_length=300)
    provider_kind = forms.ChoiceField(label=_("Who that is"), choices=ActivityStatement.ProviderKind.choices)
    started_on = Day(label=_("First day"), required=False, widget=forms.DateInput(attrs=DATE))
    ended_on = Day(label=_("Completed on"), widget=forms.DateInput(attrs=DATE))
    certificate_on = Day(label=_("Date on the certificate"), required=False, widget=forms.DateInput(attrs=DATE))
    amount = forms.DecimalField(
        label=_("How much"), max_digits=8, decimal_places=2, widget=forms.NumberInput(attrs=SHORT | {"step": "any"})
    )
    unit = forms.ChoiceField(
        label=_("Counted in"), help_text=_("As the certificate counts it. The rules do the conversion.")
    )
    topic = forms.ChoiceField(
        label=_("What it is about"), required=False, help_text=_("Some rules ask for credit in categories.")
    )
    level = forms.ChoiceField(label=_("Level of a course"), required=False, choices=ActivityStatement.Level.choices)

    def __init__(
        self, *args: Any, kinds: Sequence[str], units: Sequence[str], topics: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(one, capfirst(_now(one))) for one in kinds]
        fields["unit"].choices = [(one, _now(one)) for one in units]
        fields["topic"].choices = [("", _("Not stated")), *((one, _now(one)) for one in topics)]
        if not topics:
            del fields["topic"]

    def said(self) -> Said:
        """What was typed, as the verb takes it."""
        return Said(**self.cleaned_data)


class ActivityRulingForm(forms.Form):
    """A coordinator's word on one activity."""

    ruling = forms.ChoiceField(
        choices=[("confirm", _("Confirm")), ("decline", _("Decline")), ("take back", _("Take back"))],
        widget=forms.HiddenInput,
    )
    code = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", "—"), *offered(About.CREDIT)])
    reason = Words(
        label=_("In your words"),
        help_text=_("The educator reads it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ActivityRulingsForm(forms.Form):
    """Several activities to confirm at once."""

    activities = forms.TypedMultipleChoiceField(
        error_messages={"required": _("Choose at least one activity.")}, coerce=str, choices=[]
    )

    def __init__(self, *args: Any, ids: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activities"].choices = [(each, each) for each in ids]  # type: ignore[attr-defined]
