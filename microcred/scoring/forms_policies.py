"""What may be typed where a lead says who reads what: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.scoring.models import AssignmentPolicy
from microcred.scoring.rules import NEAR, NO_BACK_READS, ONE_IN, SAMPLE, BackReads, Kind, Policy, Third

KINDS = [
    (value, label) for value, label in AssignmentPolicy.Kind.choices if value != AssignmentPolicy.Kind.AS_ORGANIZATION
]
MOST_CRITERIA = 20

SAMPLED = (Kind.CONDITIONAL, Kind.FIRST, Kind.SHARE)
ASKS = {
    "any": " ".join(SAMPLED),
    "near": Kind.CONDITIONAL.value,
    "first": Kind.FIRST.value,
    "share": " ".join(SAMPLED),
}
"""Which kinds ask for which figure; the others let it be."""


class PolicyForm(forms.Form):
    """Which submissions are read twice, and when a third person reads. What a kind does not ask for is let be."""

    kind = forms.ChoiceField(label=_("Which submissions are read twice"), choices=KINDS, widget=forms.RadioSelect)
    near = forms.IntegerField(
        label=_("Narrow is: would pass, or is short by at most so many criteria"),
        min_value=0,
        max_value=MOST_CRITERIA,
        required=False,
    )
    first = forms.IntegerField(label=_("First submissions of a version"), min_value=0, max_value=10_000, required=False)
    share = forms.IntegerField(label=_("Share drawn by lot, of a hundred"), min_value=0, max_value=100, required=False)
    one_in = forms.IntegerField(
        label=_("One in so many readings is of a validity paper; 0 for none"),
        min_value=0,
        max_value=1_000,
        required=False,
    )
    back_share = forms.IntegerField(
        label=_("Of a hundred decisions, so many wait by lot for a lead's look"),
        min_value=0,
        max_value=100,
        required=False,
    )
    back_first = forms.IntegerField(
        label=_("First readings of each assessor that are looked at"), min_value=0, max_value=1_000, required=False
    )
    back_alarms = forms.BooleanField(
        label=_("Every decision that rests on somebody about whom an alarm is open"), required=False
    )
    third = forms.ChoiceField(
        label=_("A third person reads"), choices=AssignmentPolicy.Third.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            # What a kind asks for is said by the page: no figure of it is “optional”.
            vars(field)["depends"] = True

    def clean_one_in(self) -> int | None:
        """One in one would be no live work at all."""
        said: int | None = self.cleaned_data["one_in"]
        if said == 1:
            raise forms.ValidationError(_("Every reading would be of a validity paper. Say 2 or more, or 0 for none."))
        return said

    def clean(self) -> dict[str, Any]:
        """The first so many are at least one."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == Kind.FIRST.value and "first" in said and not said["first"]:
            self.add_error("first", _("Say how many of the first submissions: 1 or more."))
        return said

    def policy(self) -> Policy:
        """What was chosen."""
        chosen = self.cleaned_data
        kind = Kind(chosen["kind"])
        share = {Kind.SINGLE: SAMPLE, Kind.DOUBLE: 0}.get(kind, chosen["share"] or 0)
        return Policy(
            kind,
            share=share,
            first=(chosen["first"] or 0) if kind is Kind.FIRST else 0,
            near=NEAR if chosen["near"] is None or kind is not Kind.CONDITIONAL else chosen["near"],
            third=Third(chosen["third"]),
        )

    def one_in_said(self) -> int:
        """One in how many readings is of a validity paper."""
        said: int | None = self.cleaned_data["one_in"]
        return ONE_IN if said is None else said

    def back_reads(self) -> BackReads:
        """Which decisions wait for a lead's look."""
        chosen = self.cleaned_data
        return BackReads(chosen["back_share"] or 0, chosen["back_alarms"], chosen["back_first"] or 0)


def shown(policy: Policy, *, one_in: int = ONE_IN, back_reads: BackReads = NO_BACK_READS) -> dict[str, Any]:
    """A policy as the form shows it."""
    return {
        "back_share": back_reads.share,
        "back_first": back_reads.first,
        # A box that is not ticked is not sent.
        **({"back_alarms": "on"} if back_reads.alarms else {}),
        "one_in": one_in,
        "kind": policy.kind.value,
        "near": policy.near,
        "first": policy.first,
        "share": policy.share,
        "third": policy.third.value,
    }


class ReasonForm(forms.Form):
    """Why it is to be so."""

    reason = Words(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))
