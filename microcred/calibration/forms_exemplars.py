"""What may be typed about papers: shape only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import Paper, PaperRetirement
from microcred.calibration.operations import Judgement
from microcred.catalog.models import Stack
from microcred.catalog.queries import Rubric, RubricLevel, RuleSaid
from microcred.foundation.fields import Words
from microcred.foundation.ids import uuid7
from microcred.portfolios.models import Quarantine

LONGEST = 4_000


@dataclass(frozen=True)
class CriterionAsked:
    """One criterion of a rubric as it is asked for: with what was chosen, what was typed, and what is amiss."""

    id: UUID
    name: str
    description: str
    required_position: int
    levels: tuple[RubricLevel, ...]
    chosen_level_id: str
    comment: str
    error: str
    rules: tuple[RuleSaid, ...] = ()


class PaperAsideForm(forms.Form):
    """What in a paper shows something that should stay private, what that is, and where."""

    piece = forms.UUIDField()
    reason = forms.ChoiceField(choices=Quarantine.Reason.choices)
    words = Words(required=False, max_length=300)


class JudgementForm(forms.Form):
    """A level for each criterion of a rubric, and words to it."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)

    def __init__(self, *args: Any, rubric: Rubric, asks_words: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rubric = rubric
        for number, criterion in enumerate(rubric.criteria, start=1):
            name = f"{number} {criterion.name}"
            self.fields[f"level-{criterion.id}"] = forms.ChoiceField(
                label=name,
                choices=[(str(level.id), level.name) for level in criterion.levels],
                error_messages={"required": _("Choose a level.")},
            )
            self.fields[f"comment-{criterion.id}"] = Words(
                label=name,
                max_length=LONGEST,
                required=asks_words,
                error_messages={"required": _("Say why it is this level.")},
            )

    def judgements(self) -> Mapping[UUID, Judgement]:
        """What was chosen, by criterion."""
        said = self.cleaned_data
        return {
            one.id: Judgement(UUID(said[f"level-{one.id}"]), said[f"comment-{one.id}"]) for one in self.rubric.criteria
        }

    @property
    def asked(self) -> Sequence[CriterionAsked]:
        """The rubric as the page shows it."""
        return [
            CriterionAsked(
                one.id,
                one.name,
                one.description,
                one.required_position,
                one.levels,
                str(self[f"level-{one.id}"].value() or ""),
                str(self[f"comment-{one.id}"].value() or ""),
                " ".join([*self.errors.get(f"level-{one.id}", []), *self.errors.get(f"comment-{one.id}", [])]),
                one.rules,
            )
            for one in self.rubric.criteria
        ]


class PanelForm(forms.Form):
    """Whom to ask."""

    person = forms.ChoiceField(label=_("Ask an assessor to the panel"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = people


class RetirementForm(forms.Form):
    """Why a paper is used no more."""

    reason = forms.ChoiceField(
        label=_("Why it is used no more"),
        choices=[
            pair for pair in PaperRetirement.Reason.choices if pair[0] != PaperRetirement.Reason.CONSENT_WITHDRAWN
        ],
    )
    note = Words(label=_("More"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))


LONGEST_LIMIT = 10_000
"""readings"""


def _most() -> forms.IntegerField:
    return forms.IntegerField(label=_("Readings at most"), min_value=0, max_value=LONGEST_LIMIT)


class StackLimitForm(forms.Form):
    """How often a paper of a stack is read at most; 0 for no limit."""

    stack = forms.ModelChoiceField(queryset=Stack.objects.none())
    most = _most()

    def __init__(self, *args: Any, stacks: QuerySet[Stack], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["stack"].queryset = stacks  # type: ignore[attr-defined]


class PaperLimitForm(forms.Form):
    """The same of one paper, and why."""

    most = _most()
    reason = Words(label=_("Why"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))


class PapersForm(forms.Form):
    """Which papers stand in a set."""

    papers = forms.ModelMultipleChoiceField(
        label=_("Papers"),
        queryset=Paper.objects.none(),
        error_messages={
            "required": _("Choose at least one paper."),
            "invalid_choice": _("One of them cannot stand in a set any more. Look at the list again."),
        },
    )
    stands_unread = forms.BooleanField(required=False)

    def __init__(self, *args: Any, among: Sequence[Paper], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["papers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - as declared above
        field.queryset = Paper.objects.filter(pk__in=[paper.pk for paper in among]).order_by("number")
