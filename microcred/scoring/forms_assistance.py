"""What may be typed where a lead allows a program to suggest where to look: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import MicroCredential, Version
from microcred.foundation.fields import Words
from microcred.portfolios.models import StatementWording


class AssistanceForm(forms.Form):
    """Which micro-credential, whether, and under which statement words may be sent elsewhere."""

    version = forms.ChoiceField(label=_("Micro-credential"))
    allowed = forms.ChoiceField(
        label=_("May a program suggest where to look?"),
        choices=(("yes", _("Yes, for about half of the works, by lot")), ("no", _("No"))),
        widget=forms.RadioSelect,
        initial="no",
    )
    statement = forms.ChoiceField(
        label=_("The statement in which educators agree that their words are sent elsewhere"),
        required=False,
        help_text=_("Without one, a program that runs elsewhere is asked nothing. One that runs here needs none."),
    )
    reason = Words(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, versions: Sequence[Version], wordings: Sequence[StatementWording], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {str(one.pk): one for one in versions}
        self._wordings = {str(one.pk): one for one in wordings}
        version, statement = self.fields["version"], self.fields["statement"]
        assert isinstance(version, forms.ChoiceField)  # noqa: S101 - for the types
        assert isinstance(statement, forms.ChoiceField)  # noqa: S101 - for the types
        version.choices = [(pk, one.title) for pk, one in self._versions.items()]
        named = [
            (pk, format_lazy(_("{about}, edition {edition}"), about=one.get_kind_display(), edition=one.edition))
            for pk, one in self._wordings.items()
        ]
        statement.choices = [("", _("none: nothing is sent elsewhere")), *named]

    def micro_credential(self) -> MicroCredential:
        """What was chosen."""
        return self._versions[self.cleaned_data["version"]].micro_credential

    def wording(self) -> StatementWording | None:
        """The statement that was chosen, if one was."""
        return self._wordings.get(self.cleaned_data["statement"])
