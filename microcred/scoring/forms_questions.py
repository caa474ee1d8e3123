"""What may be typed around questions to a lead: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.operations import LONGEST_RULE, RuleWithoutWords
from microcred.foundation.fields import Words
from microcred.scoring.operations.questions import LONGEST_TURN, NothingAnswered, NothingAsked


class TurnForm(forms.Form):
    """Words, and that they may stand though they seem to name somebody."""

    words = Words(max_length=LONGEST_TURN, widget=forms.Textarea(attrs={"rows": 4}))
    words_stand = forms.BooleanField(label=_("The words may stand as they are"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            # Nobody has looked at the words yet, so there is nothing to say of them.
            self.fields["words_stand"].widget = forms.HiddenInput()


class FurtherForm(TurnForm):
    """The next question in a thread, under the claim under which the page was opened."""

    claim_number = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What you would like to know")
        self.fields["words"].error_messages["required"] = str(NothingAsked.message)
        self.fields["words"].help_text = _(
            "What the rubric leaves open here, and between what you hesitate. Leave out every name."
        )


class QuestionForm(FurtherForm):
    """A question, and which criterion it is about."""

    criterion = forms.ChoiceField(label=_("About"), required=False)

    field_order = ("claim_number", "criterion", "words", "words_stand")

    def __init__(self, *args: Any, criteria: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["criterion"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [*criteria, ("", _("The whole submission"))]


class AnswerForm(TurnForm):
    """How a lead reads it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Your answer")
        self.fields["words"].error_messages["required"] = str(NothingAnswered.message)
        self.fields["words"].help_text = _(
            "How you read the rubric here, and why. Which level it is stays theirs to judge. Leave out every name."
        )


class RuleForm(forms.Form):
    """How a criterion is read, in each language, and the rule whose place it takes."""

    criterion = forms.ChoiceField(label=_("Criterion"))
    replaces = forms.ChoiceField(
        label=_("Takes the place of"),
        required=False,
        help_text=_("A rule that stands is withdrawn by nothing but a newer one in its place."),
    )
    words_stand = forms.BooleanField(label=_("The words may stand as they are"), required=False)

    def __init__(
        self,
        *args: Any,
        own: str,
        criteria: Sequence[tuple[str, str]],
        standing: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("criterion", criteria),
            ("replaces", [("", _("Nothing: it stands beside them")), *standing]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
            field.choices = choices
        if not standing:
            del self.fields["replaces"]
        codes = sorted(dict(settings.LANGUAGES), key=lambda code: code != own)
        for code in codes:
            field_name = "words" if code == own else f"words_{code}"
            self.fields[field_name] = Words(
                label=format_lazy(_("The rule, in {language}"), language=dict(settings.LANGUAGES)[code]),
                required=code == own,
                max_length=LONGEST_RULE,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": RuleWithoutWords.message},
                help_text=_("Whatever the work: no person, no submission. Everybody reads it, educators too.")
                if code == own
                else _("Optional. Who reads in this language sees the other one otherwise."),
            )
        self.own = own
        written = [name for name in self.fields if name.startswith("words_") and name != "words_stand"]
        self.order_fields(["criterion", "words", *written, "replaces", "words_stand"])
        if not self.is_bound:
            self.fields["words_stand"].widget = forms.HiddenInput()

    @property
    def in_languages(self) -> dict[str, str]:
        """What was typed, by language."""
        said = self.cleaned_data
        return {code: said["words" if code == self.own else f"words_{code}"] for code in dict(settings.LANGUAGES)}
