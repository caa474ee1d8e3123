"""What may be typed about training: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import lazystr
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import TrainingDraft, TrainingMark, TrainingModule
from microcred.calibration.rules.modules import from_json
from microcred.foundation.fields import Words
from microcred.foundation.markdown import LONGEST

MOST_MINUTES = 600
MOST_MONTHS = 120


class AnswerForm(forms.Form):
    """An answer to one question of a page: which question, and what was chosen."""

    question = forms.IntegerField(min_value=1, max_value=100, widget=forms.HiddenInput)
    chosen = forms.TypedMultipleChoiceField(
        coerce=int, choices=[(place, place) for place in range(100)], required=False
    )


class MarkForm(forms.Form):
    """What a page that is looked at says of itself."""

    tab = forms.UUIDField()
    kind = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (TrainingMark.Kind.SEEN, TrainingMark.Kind.LEFT)]
    )


class OpeningForm(forms.Form):
    """What is to be written: the general modules, one of one's own, that of a rubric, or the next edition of one."""

    what = forms.ChoiceField(choices=[(one, one) for one in ("general", "own", "rubric", "edition")])
    title = Words(
        label=_("What it is called"), max_length=150, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    version = forms.UUIDField(required=False)
    module = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        """What is needed for what is chosen."""
        said: dict[str, Any] = self.cleaned_data
        if said.get("what") == "own" and not said.get("title"):
            self.add_error("title", _("Say what it is called."))
        for what, field in (("rubric", "version"), ("edition", "module")):
            if said.get("what") == what and not said.get(field):
                self.add_error(field, _("Choose one."))
        return said


class ModuleForm(forms.Form):
    """What a module is called in each language, and how long it takes."""

    minutes = forms.IntegerField(
        label=_("Minutes that it takes"),
        help_text=_("For somebody who reads everything and thinks about the questions. Shown to who learns."),
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "field-short"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, draft: TrainingDraft) -> None:
        titles = {f"title_{code}": from_json(kept).title for code, kept in draft.texts.items()}
        super().__init__(data, initial={"minutes": draft.minutes, "revision": draft.revision, **titles})
        languages = dict(settings.LANGUAGES)
        for code in dict.fromkeys([*draft.languages, *languages]):
            self.fields[f"title_{code}"] = Words(
                label=lazystr(_now("Title in %(language)s") % {"language": languages.get(code, code)}),
                help_text="" if code in draft.texts else _("Empty: it is not offered in this language."),
                max_length=150,
                required=code == draft.languages[0],
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def titles(self) -> dict[str, str]:
        """By language."""
        found = {name[6:]: said for name, said in self.cleaned_data.items() if name.startswith("title_")}
        return {code: said for code, said in found.items() if said}


class PageForm(forms.Form):
    """One page of a module in one language."""

    title = Words(label=_("Title of the page"), max_length=150)
    words = Words(
        label=_("What stands on it"),
        help_text=_("Markdown: # for a heading, - for a list, ** for strong words, [words](address) for a link."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    questions = Words(
        label=_("Questions at the end of it"),
        help_text=_(
            "A line for each: “?” and the question, “-” and a wrong answer, “+” and a right one, “>” and what you say "
            "once somebody has answered. With several right answers, all of them are to be chosen."
        ),
        max_length=8_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """Which state of a draft somebody looked at when they pressed a button."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class PublicationForm(RevisionForm):
    """Publishing a draft."""

    again = forms.BooleanField(
        label=_("Those who did an earlier edition do this one too"),
        help_text=_("Leave it out for a mended word. Choose it where something counts that was not in it before."),
        required=False,
    )


class TrainingTermsForm(forms.Form):
    """Which modules must be done, in which sequence, and for how long each holds."""

    def __init__(self, *args: Any, modules: Sequence[tuple[TrainingModule, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = list(modules)
        for module, title in self.modules:
            self.fields[f"place_{module.pk}"] = forms.IntegerField(
                label=lazystr(_now("Place of “%(title)s”") % {"title": title}),
                required=False,
                min_value=1,
                max_value=99,
            )
            self.fields[f"months_{module.pk}"] = forms.IntegerField(
                label=lazystr(_now("Months for which “%(title)s” holds") % {"title": title}),
                required=False,
                min_value=1,
                max_value=MOST_MONTHS,
            )
        self.fields["rubric"] = forms.BooleanField(
            label=_("Also the module of the rubric that the test is about, where one is published"), required=False
        )
        self.fields["rubric_months"] = forms.IntegerField(
            label=_("Months for which that one holds"),
            help_text=_("Empty: for good."),
            required=False,
            min_value=1,
            max_value=MOST_MONTHS,
            widget=forms.NumberInput(attrs={"class": "field-short"}),
        )

    def rows(self) -> list[tuple[TrainingModule, str, forms.BoundField, forms.BoundField]]:
        """Each module with its title and its two fields."""
        return [
            (module, title, self[f"place_{module.pk}"], self[f"months_{module.pk}"]) for module, title in self.modules
        ]

    def chosen(self) -> list[tuple[TrainingModule, int | None]]:
        """The modules with a place, in the order of their places, and the months for which each holds."""
        said = self.cleaned_data
        placed = [(said[f"place_{one.pk}"], place, one) for place, (one, _title) in enumerate(self.modules)]
        wanted = sorted((row for row in placed if row[0] is not None), key=lambda row: row[:2])
        return [(module, said[f"months_{module.pk}"]) for _place, _order, module in wanted]
