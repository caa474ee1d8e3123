"""What is typed about languages and alternatives."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from microcred.foundation.fields import Words
from microcred.portfolios.languages import OWN_NAMES
from microcred.portfolios.models import Item, LanguageTerms, PieceLanguage

WITHIN = "within"


class PieceLanguageForm(forms.Form):
    """In which language a piece is, who translated it, and where the translation stands."""

    language = forms.ChoiceField(label=_("Language"), choices=list(OWN_NAMES.items()))
    translated_by = forms.ChoiceField(
        label=_("Translation"),
        choices=[("", pgettext_lazy("of evidence", "none")), *PieceLanguage.By.choices],
        required=False,
    )
    beside = forms.ChoiceField(label=_("Where it stands"), required=False)

    def __init__(self, data: Any = None, *, others: Iterable[Item], **more: Any) -> None:
        super().__init__(data, **more)
        self.others = {str(item.pk): item for item in others}
        field: Any = self.fields["beside"]
        field.choices = [
            ("", _("within the piece itself")),
            *((key, item.title) for key, item in self.others.items()),
        ]

    def said(self) -> dict[str, Any]:
        """What the verb takes."""
        typed = self.cleaned_data
        return {
            "language": typed["language"],
            "translated_by": typed["translated_by"],
            "beside": self.others.get(typed["beside"]),
        }


class AlternativeForm(forms.Form):
    """Why an alternative was chosen."""

    words = Words(label=_("Why you chose it"), required=False)


class LanguageTermsForm(forms.Form):
    """Which languages are taken, and what of the others."""

    program = forms.ChoiceField(label=_("For"), required=False)
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=list(OWN_NAMES.items()), required=False)
    otherwise = forms.ChoiceField(
        label=_("Evidence in another language"),
        choices=LanguageTerms.Otherwise.choices,
        initial=LanguageTerms.Otherwise.TRANSLATED,
    )

    def __init__(self, data: Any = None, *, programs: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        field: Any = self.fields["program"]
        field.choices = [("", _("all programs, and work outside programs")), *programs]
