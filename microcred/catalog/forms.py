"""What may be typed: shape only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import AcceptanceAnswer, AcceptanceReview, MicroCredential, Stack
from microcred.foundation.fields import Day, Words
from microcred.organizations.models import Organization

LARGEST_ARCHIVE = 64 << 20
"""bytes; 2,000 micro-credentials of three versions each take some 30 MB"""


class ArchiveForm(forms.Form):
    """An archive of a catalogue."""

    archive = forms.FileField(
        label=_("Archive"),
        help_text=_("A ZIP file that Microcred exported. First you see what it would change; nothing is taken in yet."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_archive(self) -> Any:
        """Refuse what is too large to be read."""
        archive = self.cleaned_data["archive"]
        if archive.size > LARGEST_ARCHIVE:
            raise forms.ValidationError(
                _("This file has %(size)d MB; archives of up to %(most)d MB are read."),
                params={"size": archive.size >> 20, "most": LARGEST_ARCHIVE >> 20},
            )
        return archive


def _day(label: Any, help_text: Any, *, required: bool = True) -> Day:
    return Day(label=label, help_text=help_text, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class LicenseForm(forms.Form):
    """What is licensed, to whom, and from which day until which."""

    licensee = forms.ModelChoiceField(
        queryset=Organization.objects.none(),
        to_field_name="slug",
        label=_("To"),
        help_text=_("The license reaches down to the organizations below it."),
    )
    stack = forms.ModelChoiceField(
        queryset=Stack.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Stack"),
        empty_label=_("Your whole catalogue"),
    )
    micro_credential = forms.SlugField(
        required=False,
        max_length=120,
        label=_("Only one micro-credential"),
        help_text=_("Its short name, as in its address: catalogue/short-name."),
    )
    opens_on = _day(_("First day"), "")
    closes_on = _day(_("Last day"), _("Leave it out, and it lasts until one of you ends it."), required=False)
    may_fork = forms.BooleanField(required=False, label=_("They may write versions of their own from it"))
    terms = forms.CharField(required=False, max_length=2000, label=_("Terms"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, owner: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        others = Organization.objects.exclude(lineage__contains=[owner.pk]).order_by("name")
        self.fields["licensee"].queryset = others  # type: ignore[attr-defined]
        self.fields["stack"].queryset = Stack.objects.filter(owner=owner).order_by("name")  # type: ignore[attr-defined]

    def clean_micro_credential(self) -> MicroCredential | None:
        """The micro-credential of the organization that has this address."""
        slug = self.cleaned_data["micro_credential"]
        if not slug:
            return None
        found = MicroCredential.objects.filter(owner=self.owner, slug=slug).first()
        if found is None:
            raise forms.ValidationError(
                _("You own no micro-credential “%(slug)s”. Copy its short name from its address."),
                params={"slug": slug},
            )
        return found

    def clean(self) -> None:
        """One thing is licensed at a time."""
        super().clean()
        if self.cleaned_data.get("stack") and self.cleaned_data.get("micro_credential"):
            self.add_error("micro_credential", _("Choose either a stack or one micro-credential."))

    def granted(self, *, at: datetime) -> dict[str, Any]:
        """What `grant_license` is asked for. A first day of today begins now."""
        given = dict(self.cleaned_data)
        opens_on, closes_on = given.pop("opens_on"), given.pop("closes_on")
        return {
            **given,
            "opens_at": max(_beginning(opens_on, self.owner.time_zone), at),
            "closes_at": _beginning(closes_on + timedelta(days=1), self.owner.time_zone) if closes_on else None,
        }


class LicenseEndingForm(forms.Form):
    """The last day of a license, and why."""

    ends_on = _day(_("Last day"), _("Give as much notice as they need."))
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, help_text=_("Both sides read it."), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def ended(self, *, at: datetime) -> dict[str, Any]:
        """What `end_license` is asked for."""
        last = self.cleaned_data["ends_on"]
        return {"ends_at": _beginning(last + timedelta(days=1), self.zone), "reason": self.cleaned_data["reason"]}


def _beginning(day: date, zone: str) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


class RetirementForm(forms.Form):
    """A retirement: when, why, and what follows."""

    retired_at = Day(
        label=_("Takes no new starts from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day begins at midnight in your organization's time zone. Left empty: now."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone reads it: those who are working on it, and visitors of its page."),
    )
    successor = forms.SlugField(
        label=_("What takes its place"),
        required=False,
        max_length=120,
        help_text=_("The last part of the address of its page in the catalogue. Left empty: nothing does."),
    )


class ReferenceForm(forms.Form):
    """A micro-credential that somebody else offers."""

    title = Words(max_length=200)
    issuer_name = Words(max_length=200)
    url = Words(max_length=500)


class AcceptanceForm(forms.Form):
    """Whether it is accepted, and why."""

    outcome = forms.ChoiceField(choices=AcceptanceReview.Outcome.choices)
    reason = Words(required=False, max_length=5000)
    conditions = Words(required=False, max_length=5000)
    next_review_on = Day(required=False)


def acceptance_answers_in(
    posted: Mapping[str, Any], components: Sequence[UUID]
) -> dict[UUID, tuple[AcceptanceAnswer.Verdict, str]]:
    """Verdict and note for each component that was answered."""
    verdicts = {verdict.value: verdict for verdict in AcceptanceAnswer.Verdict}
    return {
        each: (verdicts[said], str(posted.get(f"note-{each}", "")).replace("\x00", "")[:5000])
        for each in components
        if (said := str(posted.get(f"verdict-{each}", ""))) in verdicts
    }


class GraceForm(forms.Form):
    """How long grace lasts, as a rule."""

    days = forms.IntegerField(
        label=_("Days for people in progress"),
        min_value=0,
        help_text=_("After a new version or a retirement, to hand in what they began. They may also move over."),
    )
    assessor_days = forms.IntegerField(
        label=_("Days for assessors"),
        min_value=0,
        help_text=_("To be requalified, where the rubric reads otherwise."),
    )
    reason = Words(
        label=_("Why"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with your name and the day."),
    )


class MoreTimeForm(forms.Form):
    """A later last day, and why."""

    ends_on = _day(_("New last day"), _("It ends at midnight in your organization's time zone."))
    reason = Words(
        label=_("Why"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who is working on it reads it."),
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def extended(self) -> dict[str, Any]:
        """What `extend_grace` is asked for."""
        last = self.cleaned_data["ends_on"]
        return {"ends_at": _beginning(last + timedelta(days=1), self.zone), "reason": self.cleaned_data["reason"]}
