"""What is typed about findings, titles and people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import Day, Words
from microcred.portfolios.models import Consent
from microcred.portfolios.privacy.consents import NOT_NEEDED, Declared
from microcred.portfolios.queries import Mending


class _BesideForm(forms.Form):
    """Where on the page somebody is: empty beside a part of the work, else which text the helper speaks beside."""

    beside_text = forms.CharField(max_length=80, required=False)

    @property
    def beside(self) -> str:
        """The same, where it could be read."""
        said: str = self.cleaned_data.get("beside_text", "")
        return said


class ReplacementForm(_BesideForm):
    """Which finding, and what stands there instead: one of what is offered, or the educator's own words."""

    key = forms.CharField(max_length=64)
    words = Words(required=False)
    other = Words(required=False)

    @property
    def instead(self) -> str:
        """What stands there instead; one's own words count more than the button."""
        said: str = self.cleaned_data.get("other") or self.cleaned_data.get("words", "")
        return said


class OverrulingForm(_BesideForm):
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


class UndoingForm(_BesideForm):
    """Which answers were mended, each with its revision since: `<requirement>:<revision>`, apart by commas."""

    back = forms.CharField(max_length=4000, required=False)

    @staticmethod
    def back_of(revisions: Mapping[UUID, int]) -> str:
        """What the form holds for these."""
        return ",".join(f"{requirement_id}:{revision}" for requirement_id, revision in revisions.items())

    @property
    def revisions(self) -> dict[UUID, int]:
        """The revisions by requirement; none where it cannot be read."""
        pairs = (one.partition(":") for one in self.cleaned_data.get("back", "").split(",") if one)
        try:
            return {UUID(requirement_id): int(revision) for requirement_id, _colon, revision in pairs}
        except ValueError:
            return {}


class MendingForm(forms.Form):
    """What is mended of all that can be, and what becomes of each: ticked at first is what keeps from submitting."""

    def __init__(self, *args: Any, mendings: Sequence[Mending], **more: Any) -> None:
        super().__init__(*args, **more)
        self.mendings = mendings
        for one in mendings:
            self.fields[f"mend-{one.key}"] = forms.BooleanField(required=False, initial=one.is_asked)
            self.fields[f"words-{one.key}"] = Words(required=False, initial=one.instead)

    def lines(self) -> Iterator[tuple[Mending, forms.BoundField, forms.BoundField]]:
        """Each that can be mended, with its tick and its words."""
        for one in self.mendings:
            yield one, self[f"mend-{one.key}"], self[f"words-{one.key}"]

    def clean(self) -> dict[str, Any]:
        """Something has to be ticked."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"mend-{one.key}") for one in self.mendings):
            raise forms.ValidationError(_("Tick at least one, or go back to the work."))
        return cleaned

    @property
    def instead(self) -> dict[str, str]:
        """What becomes of each that is ticked, by its key."""
        typed = self.cleaned_data
        return {one.key: typed[f"words-{one.key}"] for one in self.mendings if typed.get(f"mend-{one.key}")}


class TitleForm(forms.Form):
    """What an item is called from now on, and the finding that is mended by it, if one is."""

    title = Words(required=False)
    key = forms.CharField(max_length=64, required=False)


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
