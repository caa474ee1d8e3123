from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import Rubric
from microcred.foundation.fields import Words


class PeerForm(forms.Form):
    """Whom to ask."""

    email = forms.CharField(label=_("Their e-mail address"), max_length=320)


class PeerCommentForm(forms.Form):
    """What is said, and of what: exactly one of the two is named."""

    requirement = forms.UUIDField(required=False)
    criterion = forms.UUIDField(required=False)
    text = Words(label=_("Your comment"), required=False, strip=False)

    def clean(self) -> None:
        """One thing is spoken of."""
        if bool(self.cleaned_data.get("requirement")) == bool(self.cleaned_data.get("criterion")):
            raise forms.ValidationError(_("The form does not say what the comment is about."))


class OwnViewForm(forms.Form):
    """The level chosen for each criterion of a rubric, where one is."""

    def __init__(self, rubric: Rubric, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        for criterion in rubric.criteria:
            self.fields[f"level-{criterion.id}"] = forms.ChoiceField(
                choices=[(str(level.id), level.name) for level in criterion.levels], required=False
            )

    def chosen(self) -> Iterable[UUID]:
        """The levels that were chosen."""
        return [UUID(value) for value in self.cleaned_data.values() if value]
