"""What may be typed about feedback: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Words
from microcred.scoring.models import FeedbackRating
from microcred.scoring.operations.helpfulness import LONGEST_RATING


class RatingForm(forms.Form):
    """Whether it helped, and more about it."""

    said = forms.ChoiceField(choices=FeedbackRating.Said.choices)
    words = Words(label=_("In your words"), required=False, max_length=LONGEST_RATING)
    words_stand = forms.BooleanField(required=False)
