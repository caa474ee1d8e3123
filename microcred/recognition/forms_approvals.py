"""What may be typed where somebody asks for approval before beginning, or decides about it: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.organizations.models import Organization
from microcred.recognition.models import Policy
from microcred.recognition.queries.policies import words_of
from microcred.recognition.queries.prior_approvals import Wanted
from microcred.recognition.rules.languages import said
from microcred.recognition.rules.reason_codes import About, offered


class ApprovalRequestForm(forms.Form):
    """Whom to ask, and what it is wanted for."""

    asked = forms.ChoiceField(label=_("Who is asked"))
    words = Words(
        label=_("What you want it for"),
        help_text=_("For instance which goal of your growth plan it serves. Those who decide read it."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, wanted: Sequence[Wanted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key: dict[str, tuple[Policy, Organization]] = {
            f"{one.policy.pk}:{place.pk}": (one.policy, place) for one in wanted for place in one.deciders
        }
        field: Any = self.fields["asked"]
        field.choices = [
            (key, f"{place.name} · {said(policy.name, words_of([policy]))}")
            for key, (policy, place) in self.by_key.items()
        ]
        if len(self.by_key) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.by_key))

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb wants it."""
        policy, decider = self.by_key[self.cleaned_data["asked"]]
        return {"policy": policy, "decider": decider, "words": self.cleaned_data["words"]}


class ApprovalWordForm(forms.Form):
    """A question or an answer."""

    words = Words(label=_("Your words"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class ApprovalDecisionForm(forms.Form):
    """Yes, or no with a reason."""

    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("deny", _("Do not approve"))])
    code = forms.ChoiceField(required=False)
    words = Words(max_length=2_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["code"]
        field.choices = [("", "—"), *offered(About.APPROVAL)]
