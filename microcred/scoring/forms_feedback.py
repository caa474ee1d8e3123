"""What may be said of what was found in one's words, and typed to keep a comment: shape only."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.fields import Words
from microcred.scoring.models.kept_comments import LONGEST_KEPT
from microcred.scoring.rules import FeedbackCheck

WHOLE, WHY = "whole", "why:"


def said_to_stand(values: Iterable[str]) -> frozenset[tuple[UUID | None, FeedbackCheck]]:
    """The findings that are said to stand, each typed as check and criterion: `evidence:01…`, `person:whole`."""
    try:
        pairs = [value.split(":", 1) for value in values]
        return frozenset((None if about == WHOLE else UUID(about), FeedbackCheck(check)) for check, about in pairs)
    except ValueError as wrong:
        raise BadRequest from wrong


def said_why(posted: Mapping[str, str]) -> dict[tuple[UUID | None, FeedbackCheck], str]:
    """Why findings stand, each typed under check and criterion: `why:person:whole`."""
    found: dict[tuple[UUID | None, FeedbackCheck], str] = {}
    for name, words in posted.items():
        if name.startswith(WHY):
            found.update(dict.fromkeys(said_to_stand([name.removeprefix(WHY)]), words.replace("\x00", "")))
    return found


class CriterionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A criterion by the title of its version and its name."""

    def label_from_instance(self, obj: Criterion) -> str:
        """Of which version, and which criterion."""
        return f"{obj.version.title} · {obj.name}"


class KeepForm(forms.Form):
    """A comment to keep, and what for."""

    text = Words(
        label=_("Comment"),
        max_length=LONGEST_KEPT,
        help_text=_("Name nobody. What must be written each time stands in square brackets: [what you saw]."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    criterion = CriterionChoice(
        label=_("For"), queryset=Criterion.objects.none(), required=False, empty_label=_("Any criterion")
    )

    def __init__(self, *args: object, criteria: QuerySet[Criterion], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["criterion"].queryset = criteria  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """Other words for a kept comment."""

    text = Words(max_length=LONGEST_KEPT)
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1)
