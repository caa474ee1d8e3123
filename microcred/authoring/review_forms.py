"""What may be sent about quality reviews: shape only."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from microcred.authoring.judging import Outcome, Verdict
from microcred.catalog.models import ReviewTrigger
from microcred.foundation.fields import Day, Words
from microcred.organizations.models import Person

VERDICTS = {verdict.value: verdict for verdict in Verdict}
LONGEST_NOTE = 5000


class OpenReviewForm(forms.Form):
    """What is reviewed, by whom and until when."""

    draft = forms.UUIDField(required=False)
    version = forms.UUIDField(required=False)
    reviewer = forms.ModelChoiceField(Person.objects.all(), label=_("First reviewer"))
    other_reviewer = forms.ModelChoiceField(Person.objects.all(), label=_("Second reviewer"))
    due = Day(label=_("File by"))

    def due_at(self) -> datetime:
        """The end of the day, in the zone of whoever asks."""
        return make_aware(datetime.combine(self.cleaned_data["due"], time(23, 59)))


class SeatForm(forms.Form):
    """Who is invited to a seat, or named to settle."""

    person = forms.ModelChoiceField(Person.objects.all())
    settles = forms.BooleanField(required=False)


class SettlementForm(forms.Form):
    """What should stand of one component."""

    component = forms.UUIDField()
    verdict = forms.ChoiceField(choices=[(value, value) for value in VERDICTS])
    reason = Words(required=False, max_length=LONGEST_NOTE)


class OutcomeForm(forms.Form):
    """Passed on conditions by a day, or not: neither is what comes of leaving the form empty."""

    outcome = forms.ChoiceField(
        choices=[(outcome.value, outcome.value) for outcome in (Outcome.CONDITIONAL, Outcome.NOT_PASSED)],
        error_messages={
            "required": _("Choose whether it passes on conditions or does not pass."),
            "invalid_choice": _("Choose whether it passes on conditions or does not pass."),
        },
    )
    meet_by = Day(required=False, error_messages={"invalid": _("The day cannot be read: choose it from the calendar.")})
    feedback = Words(required=False, max_length=LONGEST_NOTE)

    def clean(self) -> dict[str, Any]:
        """A pass on conditions has a day; no pass has none, whatever was filled in before."""
        sent = self.cleaned_data
        if sent.get("outcome") == Outcome.NOT_PASSED:
            sent["meet_by"] = None
        elif "meet_by" in sent and sent["meet_by"] is None:
            self.add_error("meet_by", _("A pass on conditions needs the day by which they are met."))
        return sent


class TriggerForm(forms.Form):
    """What calls for another review of a version."""

    version = forms.UUIDField()
    kind = forms.ChoiceField(choices=ReviewTrigger.Kind.choices)
    words = Words(required=False, max_length=LONGEST_NOTE)


class WordsForm(forms.Form):
    """A reason or a note."""

    words = Words(required=False, max_length=LONGEST_NOTE)


def answers_in(posted: Mapping[str, Any], components: list[UUID]) -> list[tuple[UUID, Verdict | None, str, str]]:
    """Verdict, note and field of the design for each component, as a form sends them; None for what is no verdict."""
    return [
        (
            each,
            VERDICTS.get(str(posted.get(f"verdict-{each}", ""))),
            str(posted.get(f"note-{each}", "")).replace("\x00", "").replace("\r\n", "\n")[:LONGEST_NOTE],
            str(posted.get(f"field-{each}", ""))[:80],
        )
        for each in components
    ]


def conditions_in(posted: Mapping[str, Any], components: list[UUID]) -> dict[UUID, str]:
    """The condition written for each component."""
    return {each: str(posted.get(f"condition-{each}", ""))[:LONGEST_NOTE] for each in components}
