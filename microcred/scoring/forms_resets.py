"""What may be typed where a lead resets readings: shape only."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.foundation.fields import Words
from microcred.organizations.models import Organization, Person
from microcred.scoring.operations.resets import LONGEST_REASON
from microcred.scoring.queries import Scope, people_who_read, versions_read


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A version by its title and label."""

    def label_from_instance(self, obj: Version) -> str:
        """The title, and which version of it."""
        return f"{obj.title}, {obj.label}"


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person by name."""

    def label_from_instance(self, obj: Person) -> str:
        """The name."""
        return obj.name


class ScopeForm(forms.Form):
    """Whose readings, of what, and of which days."""

    version = VersionChoice(label=_("Version"), queryset=Version.objects.none(), required=False, empty_label=_("All"))
    assessor = PersonChoice(
        label=_("Who read"), queryset=Person.objects.none(), required=False, empty_label=_("Everybody")
    )
    since = forms.DateField(
        label=_("Saved from this day on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Saved up to this day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: object, organization: Organization, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.organization = organization
        self.fields["version"].queryset = versions_read(organization)  # type: ignore[attr-defined]
        self.fields["assessor"].queryset = people_who_read(organization)  # type: ignore[attr-defined]

    def scope(self, lead: Person, at: datetime) -> Scope:
        """What was chosen; days are those of the organization's calendar on the wall, and no reading is yet to come."""
        chosen, zone = self.cleaned_data, ZoneInfo(self.organization.time_zone)
        since, until = chosen["since"], chosen["until"]
        end = datetime.combine(until + timedelta(days=1), time.min, zone) if until else at
        return Scope(
            self.organization,
            chosen["version"],
            chosen["assessor"],
            datetime.combine(since, time.min, zone) if since else None,
            min(end, at),
            lead,
        )


class BeginResetForm(forms.Form):
    """Why, whether it is told, and that it is meant."""

    reason = Words(label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))
    tells_at_start = forms.BooleanField(
        label=_("Tell educators at once that their work is read afresh"),
        required=False,
        help_text=_("Of what gets better they are always told. What is read afresh stands on their page in any case."),
    )
    confirmed = forms.IntegerField(
        label=_("Type the number of readings that count no more"), min_value=1, max_value=10_000_000
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
