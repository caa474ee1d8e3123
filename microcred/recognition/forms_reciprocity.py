"""What may be supposed where an answer rests on more than is on record: shape only."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Func, Q
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential
from microcred.credentials.models import Issuer
from microcred.foundation.fields import Day, Words
from microcred.organizations.models import Organization
from microcred.quality.models import Edition
from microcred.recognition.models import PURPOSE_LABELS
from microcred.recognition.queries.agreements import purposes_of
from microcred.recognition.queries.worth_elsewhere import BANDS
from microcred.recognition.rules.reciprocity import Purpose
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


COUNTS_AS_LABELS = {
    "state agency": _("a state agency"),
    "university": _("a university"),
    "district": _("a public district"),
}


class AgreementForm(forms.Form):
    """What a recognizer accepts, from whom, for what and on which conditions."""

    recognizer = forms.ModelChoiceField(label=_("Who accepts"), queryset=Organization.objects.none(), empty_label=None)
    issuer = forms.ModelChoiceField(
        label=_("Whose awards"),
        help_text=_("And of everyone below it."),
        queryset=Organization.objects.none(),
    )
    purpose = forms.ChoiceField(label=_("For"), choices=())
    starts_on = Day(
        label=_("For awards earned from"), widget=forms.DateInput(attrs={"type": "date", "class": "field-short"})
    )
    last_day = Day(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty where it goes on."),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )
    edition = forms.ModelChoiceField(
        label=_("The design was reviewed by"),
        queryset=Edition.objects.none(),
        required=False,
        empty_label=_("It does not matter"),
    )
    minimum_hours = forms.DecimalField(
        label=_("At least so many hours"),
        min_value=Decimal("0.25"),
        max_value=Decimal(9_999),
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"class": "field-short"}),
    )
    evidence_kept = forms.BooleanField(label=_("The evidence it was judged by is kept"), required=False)
    accreditation = Words(
        label=_("The issuer is accredited by"), max_length=200, required=False, widget=forms.TextInput()
    )
    accredited_until = Day(
        label=_("Accredited until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )
    counts_as = forms.ChoiceField(
        label=_("By our rules the issuer counts as"),
        choices=[("", _("what it is")), *COUNTS_AS_LABELS.items()],
        required=False,
    )
    holds = Words(
        label=_("What our rules ask and this agreement settles"),
        help_text=_("One statement a line, as the rules write it, such as: approved provider."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = Words(label=_("Where the agreement stands"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, recognizers: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among = [each.pk for each in recognizers]
        decided = dict.fromkeys(purpose for each in recognizers for purpose in purposes_of(each))
        fields: dict[str, Any] = self.fields
        fields["recognizer"].queryset = Organization.objects.filter(pk__in=among).order_by("name")
        fields["issuer"].queryset = issuers_to_agree_with()
        fields["purpose"].choices = [(purpose.value, PURPOSE_LABELS[purpose]) for purpose in decided]
        fields["edition"].queryset = Edition.objects.order_by("name", "number")

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        given = dict(self.cleaned_data)
        last = given.pop("last_day")
        given["ends_on"] = last + timedelta(days=1) if last is not None else None
        given["purpose"] = Purpose(given["purpose"])
        given["holds"] = given["holds"].splitlines()
        return given


def issuers_to_agree_with() -> Any:
    """The organizations that award something, or stand above those that do; by name."""
    awarding = Organization.objects.filter(
        Q(pk__in=Issuer.objects.values("organization")) | Q(pk__in=MicroCredential.objects.values("owner"))
    )
    above = awarding.annotate(node=Func("lineage", function="unnest")).values("node")
    wide = (Organization.Kind.STATE, Organization.Kind.UNIVERSITY)
    return Organization.objects.filter(Q(pk__in=above) | Q(kind__in=wide)).order_by("name", "pk")


class EndingForm(forms.Form):
    """From when an agreement holds no more, and why."""

    ends_on = Day(
        label=_("First day on which it holds no more"),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}),
    )
    reason = Words(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))
