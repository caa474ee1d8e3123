"""What may be supposed where an answer rests on more than is on record: shape only."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day
from microcred.recognition.queries.worth_elsewhere import BANDS
from microcred.recognition.rules.worth_elsewhere import Place, Supposed

WORK = (("district", _("A public district there")), ("private", _("Another employer")), ("", _("Nobody")))


class SupposedForm(forms.Form):
    """What a reader wants to have supposed of themselves elsewhere. What is on record goes before it."""

    hours = forms.DecimalField(
        label=_("Contact hours"),
        min_value=Decimal("0.25"),
        max_value=Decimal(500),
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"class": "field-short"}),
    )
    band = forms.ChoiceField(label=_("Grades"), choices=[(one, one) for one in BANDS])
    issued_on = Day(
        label=_("The license that holds now begins on"),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )
    work = forms.ChoiceField(label=_("Who employs you there"), choices=WORK, required=False)
    confirmed = forms.ChoiceField(
        label=_("It is asked for in time, and whoever must approve it does"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
    )

    def __init__(
        self, *args: Any, places: Iterable[Place], supposed: Supposed, hours: Decimal | None, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.supposed, self.today = supposed, today
        self.fields["band"].initial = supposed.band
        self.fields["issued_on"].initial = supposed.issued_on
        self.fields["work"].initial = supposed.employer_kind
        self.fields["confirmed"].initial = "yes" if supposed.confirmed else "no"
        if hours is None:
            del self.fields["hours"]
        else:
            self.fields["hours"].initial = hours.normalize() if hours % 1 else int(hours)
        self.licences: dict[str, str] = {}
        for place in places:
            if len(place.licence_types) > 1:
                name = f"license-{slugify(place.name)}"
                self.licences[place.name] = name
                self.fields[name] = forms.ChoiceField(
                    label=format_lazy(_("License in {place}"), place=place.name),
                    choices=[(one, _(one)) for one in place.licence_types],
                    initial=place.licence_types[0],
                    required=False,
                )

    def clean_issued_on(self) -> date:
        """A license holds already: what begins later is none yet."""
        day: date = self.cleaned_data["issued_on"]
        if day > self.today:
            raise forms.ValidationError(_("That day is still to come. Give the first day of the license you hold now."))
        return day

    def hours_or(self, hours: Decimal) -> Decimal:
        """The hours that were typed, else those that are known."""
        typed = self.cleaned_data.get("hours") if self.is_valid() else None
        return typed or hours

    def supposed_in(self, place: str) -> Supposed:
        """What is supposed of the reader in a place."""
        if not self.is_valid():
            return self.supposed
        given = self.cleaned_data
        return replace(
            self.supposed,
            band=given["band"],
            issued_on=given["issued_on"],
            employer_kind=given["work"],
            confirmed=given["confirmed"] == "yes",
            licence=given.get(self.licences.get(place, ""), ""),
        )
