"""What is typed about findings, titles and people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.portfolios.models import Consent
from microcred.portfolios.privacy.consents import NOT_NEEDED, Declared


class ReplacementForm(forms.Form):
    """Which finding, and what stands there instead: one of what is offered, or the educator's own words."""

    key = forms.CharField(max_length=64)
    words = Words(required=False)
    other = Words(required=False)


class OverrulingForm(forms.Form):
    """Which finding, and why it is none: in the educator's own words, or by one click."""

    key = forms.CharField(max_length=64)
    reason = Words(required=False)
    kept_as = Words(required=False)

    @property
    def is_everywhere(self) -> bool:
        """Whether the words are kept wherever they stand: by one click, and no words of one's own."""
        return not self.cleaned_data.get("reason") and bool(self.cleaned_data.get("kept_as"))

    @property
    def why(self) -> str:
        """The reason, typed or clicked."""
        said: str = self.cleaned_data.get("reason") or self.cleaned_data.get("kept_as", "")
        return said


class TitleForm(forms.Form):
    """What an item is called from now on."""

    title = Words(required=False)


class ConsentForm(forms.Form):
    """Who can be recognized, and what permits it."""

    people = forms.MultipleChoiceField(
        label=_("Who can be recognized, by face, voice or name?"),
        choices=Consent.People.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    permission = forms.ChoiceField(
        label=_("Where is the permission held?"),
        choices=Consent.Permission.choices,
        initial=Consent.Permission.NOT_NEEDED,
        widget=forms.RadioSelect,
    )
    expires_on = Day(
        label=_("Last day of the permission"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class CleanCopyForm(ConsentForm):
    """A file, and who can be recognized in it, where it is a picture or recording."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, max_length=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permission"].required = False

    def declared(self) -> Declared | None:
        """What was said of the people in it; nothing where nobody was asked, or nothing was answered."""
        typed = self.cleaned_data
        if not typed["people"]:
            return None
        return Declared(typed["people"], typed["permission"] or NOT_NEEDED, typed["expires_on"])


class CleanWordsForm(forms.Form):
    """Words that take the place of others, and whether its educator looked at what the helper still finds."""

    words = Words(required=False, strip=False)
    confirmed = forms.BooleanField(required=False)
    look = forms.CharField(required=False)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class CleanWordsDraftForm(forms.Form):
    """Clean words so far, and the revision that they are based on."""

    words = Words(required=False, strip=False)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class ObjectionForm(forms.Form):
    """Why it is a false alarm."""

    words = Words(required=False)


class RulingForm(forms.Form):
    """Whether it was one, and a word to the educator."""

    opens = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    words = Words(required=False)
