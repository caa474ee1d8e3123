"""What may be typed about one's account."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.accounts.queries import MergePlan
from microcred.foundation.fields import Day, PersonName


class JoiningForm(forms.Form):
    """The other account, by one of its addresses."""

    email = forms.EmailField(
        label=_("E-mail address of the other account"),
        max_length=254,
        help_text=_("We send a link there that works for 30 minutes. Open it in this browser."),
    )


class ErasureForm(forms.Form):
    """Whether one's awards go on bearing one's name, and that one knows what it means."""

    shows_name = forms.BooleanField(
        label=_("My name stays on the public pages of my awards."),
        required=False,
        initial=True,
        help_text=_("Without it they say that the name is not shown. They verify either way."),
    )
    understood = forms.BooleanField(label=_("I have fetched what I want to keep. I know that it does not come back."))


class NameForm(forms.Form):
    """Another name, and since when."""

    name = PersonName(
        label=_("Your name"),
        max_length=150,
        help_text=_("As it should stand on your credentials."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    holds_from = Day(label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class MergeForm(forms.Form):
    """Of each version begun twice, what to go on with; and that one knows that there is no way back."""

    understood = forms.BooleanField(label=_("I know that this cannot be undone."))

    def __init__(self, *args: Any, plan: MergePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    def go_on_with(self) -> list[UUID]:
        """What was chosen, of what there is to choose."""
        chosen = []
        for clash in self.plan.clashes:
            said = self.data.get(f"version-{clash.mine.version_id}", "")
            chosen += [one.pk for one in clash.both if str(one.pk) == said]
        return chosen
