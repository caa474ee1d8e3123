"""What may be typed around appeals: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.scoring.models import Appeal
from microcred.scoring.operations.appeals import LONGEST_WORDS, NoGround
from microcred.scoring.rules import FEWEST_APPEAL_DAYS, MOST_APPEAL_DAYS


class AppealForm(forms.Form):
    """On what grounds, and more about it."""

    grounds = forms.MultipleChoiceField(
        label=_("What went wrong in the judging"),
        choices=Appeal.Ground.choices,
        error_messages={"required": NoGround.message},
        widget=forms.CheckboxSelectMultiple,
    )
    words = Words(
        label=_("More about it"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No reader of your work ever sees this. Leave out the names of students and families."),
    )
    words_stand = forms.BooleanField(label=_("The words may stand as they are"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            # Nobody has looked at the words yet, so there is nothing to say of them.
            self.fields["words_stand"].widget = forms.HiddenInput()


class ScreeningForm(forms.Form):
    """Whether the grounds are about the procedure."""

    answer = forms.ChoiceField(
        label=_("Are the grounds about the procedure?"),
        choices=[("accept", _("Yes: let it be read afresh")), ("refuse", _("No: it does not go on"))],
        widget=forms.RadioSelect,
    )
    reason = Words(
        label=_("To the educator"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it does not go on: why not, and what they can do instead."),
    )


class AppealTermsForm(forms.Form):
    """For how long, and who looks first."""

    days = forms.IntegerField(
        label=_("Days in which a decision can be appealed"), min_value=FEWEST_APPEAL_DAYS, max_value=MOST_APPEAL_DAYS
    )
    screened = forms.BooleanField(
        label=_("A lead assessor looks at the grounds first, and only at the grounds"), required=False
    )
    reason = Words(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))
