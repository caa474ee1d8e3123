"""What may be typed about the qualifying test: shape only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from microcred.calibration.rules import FEWEST_TO_QUALIFY, FEWEST_TO_RECALIBRATE
from microcred.catalog.models import Stack
from microcred.foundation.fields import Day, Words
from microcred.organizations.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _share(label: "_StrPromise", help_text: "_StrPromise") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=1, max_value=99)


def _count(label: "_StrPromise", help_text: "_StrPromise", most: int, least: int = 1) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most)


class TermsForm(forms.Form):
    """The figures of the test."""

    good = _share(_("Agreement that qualifies, %"), _("Of the levels somebody gives, those as agreed."))
    poor = _share(_("Agreement that does not, %"), _("Between the two the test goes on longest."))
    wrongly_in = _share(
        _("Chance of qualifying all the same, %"), _("For somebody who agrees no more often than that, at most.")
    )
    wrongly_out = _share(
        _("Chance of not qualifying all the same, %"), _("For somebody who agrees as often as qualifies, at most.")
    )
    far_off = _share(_("Levels off by two or more, % at most"), _("With more of them nobody qualifies by the rule."))
    fewest = _count(
        _("Fewest papers"),
        _("Nothing is decided before. At least ten: on fewer, chance decides."),
        200,
        FEWEST_TO_QUALIFY,
    )
    most = _count(_("Most papers"), _("After them a lead assessor decides."), 500, FEWEST_TO_QUALIFY)
    wait_days = _count(_("Days until the next attempt"), _("After one that did not qualify."), 365)
    attempts = _count(_("Attempts in a year"), _("That may end without qualifying."), 50)
    valid_days = _count(_("Days for which it holds"), _("Then the test is taken again."), 1_830)
    recalibration = _count(
        _("Papers of a recalibration"),
        _("Whoever stays away from what is agreed reads so many before they go on."),
        30,
        FEWEST_TO_RECALIBRATE,
    )
    away_days = _count(
        _("Days without a reading, until one is recalibrated"), _("By the rubric that they are certified for."), 1_830
    )
    pauses = forms.BooleanField(
        label=_("Rights are paused by these rules"),
        help_text=_(
            "If not, lead assessors are told who stays away from what is agreed, and nothing happens before one of "
            "them decides."
        ),
        required=False,
    )


class ByHandForm(forms.Form):
    """Whom to qualify for a stack, until when, and by what."""

    person = forms.ChoiceField(label=_("Assessor"))
    stack = forms.ModelChoiceField(label=_("For the stack"), queryset=Stack.objects.none(), empty_label=None)
    expires_on = Day(
        label=_(
            "Until",
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The first day on which it holds no more."),
    )
    basis = Words(
        label=_("What it rests on"),
        help_text=_("The assessor reads it. It is kept with your name and the day."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: Sequence[Person], stacks: QuerySet[Stack], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]
        self.fields["stack"].queryset = stacks  # type: ignore[attr-defined]


class RulingForm(forms.Form):
    """What a lead decides, and why."""

    qualifies = forms.ChoiceField(
        label=_("Do they qualify?"),
        choices=[("yes", _("Yes, they may score it")), ("no", _("Not yet"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = Words(
        label=_("What you decide by"),
        help_text=_("The assessor reads it. It is kept with your name and the day."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
