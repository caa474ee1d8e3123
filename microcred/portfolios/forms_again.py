"""What may be typed about trying again: coaches, extensions, terms. Shape only."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.portfolios.models import Extension, PreCheckWay
from microcred.portfolios.rules import end_of_day


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> Day:
    return Day(label=label, help_text=help_text, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class AskCoachForm(forms.Form):
    """What the educator wants to talk about."""

    note = Words(label=_("What you want to talk about"), required=False, max_length=4000)


class CoachAnswerForm(forms.Form):
    """What a coach answers."""

    met_on = _day(_("When you met"), _("Needed to sign off."), required=False)
    note = Words(
        label=_("To the educator"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where you do not sign off yet: what is missing. The educator reads it, nobody who judges."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Which of the two is needed depends on the answer, as their hints say: neither is “optional”.
            vars(field)["depends"] = True


class ExtensionForm(forms.Form):
    """More time: on what, until when, of which kind, and why."""

    what = forms.ChoiceField(label=_("For"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Extension.Kind.choices)
    last_day = _day(_("New last day"), _("It ends at midnight in the program’s time zone."))
    reason = Words(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it. For an accommodation, say no more than is needed."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        what: Any = self.fields["what"]
        what.choices = choices

    def until(self) -> datetime:
        """The midnight that ends the last day, on the program's clock."""
        return end_of_day(self.cleaned_data["last_day"], self.zone)


class TermsForm(forms.Form):
    """What is promised and asked; what is left empty is as above."""

    version = forms.ChoiceField(label=_("For"), required=False)
    promised_days = forms.IntegerField(
        label=_("Business days until a decision"), required=False, help_text=_("Counted from the day after submission.")
    )
    pre_check_days = forms.IntegerField(label=_("Business days until the pre-check is done"), required=False)
    pre_check = forms.ChoiceField(
        label=_("Whether everything is there and opens is checked"),
        required=False,
        choices=[("", _("as above")), *PreCheckWay.choices],
        help_text=_("Before anybody judges the work. A person is one with the role of a pre-checker here."),
    )
    captions_asked = forms.ChoiceField(
        label=_("Recordings need captions or a transcript"),
        required=False,
        choices=[("", _("as above")), ("no", _("no")), ("yes", _("yes"))],
    )
    attempts = forms.IntegerField(
        label=_("Attempts before a coach signs off each further one"),
        required=False,
        help_text=_("What was taken back or came back incomplete does not count."),
    )
    shows_earlier = forms.ChoiceField(
        label=_("Assessors of a resubmission see earlier levels and comments"),
        required=False,
        choices=[("", _("as above")), ("no", _("no")), ("yes", _("yes"))],
    )
    reason = Words(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version: Any = self.fields["version"]
        version.choices = [("", _("all versions that say nothing themselves")), *versions]

    def said(self) -> dict[str, Any]:
        """What `set_terms` is asked for, without the version."""
        answers = {"yes": True, "no": False}
        said: dict[str, Any] = {
            name: answers.get(self.cleaned_data[name]) for name in ("shows_earlier", "captions_asked")
        }
        names = ("promised_days", "pre_check_days", "attempts", "reason")
        way = self.cleaned_data["pre_check"]
        said["pre_check"] = PreCheckWay(way) if way else None
        return {name: self.cleaned_data[name] for name in names} | said
