"""What may be typed about a retreat: shape only."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import Draft
from microcred.authoring.models.retreats import COURSE_LABELS
from microcred.authoring.retreating import Course
from microcred.catalog.models import MicroCredential
from microcred.foundation.fields import Day
from microcred.organizations.models import Organization, Person


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RetreatForm(forms.Form):
    """The name, days and place of a retreat; and whose it is, while it is not opened."""

    owner = forms.ModelChoiceField(label=_("For"), queryset=Organization.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=200)
    starts_on = Day(label=_("First day"), widget=_Day())
    ends_on = Day(label=_("Last day"), widget=_Day())
    place = forms.CharField(label=_("Place"), max_length=300, help_text=_("Where, or that it is online."))

    def __init__(self, *args: Any, places: QuerySet[Organization] | None, **more: Any) -> None:
        super().__init__(*args, **more)
        if places is None:
            del self.fields["owner"]
        else:
            owner = self.fields["owner"]
            assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - it is declared above
            owner.queryset = places


class GuestForm(forms.Form):
    """Who is asked to come."""

    person = forms.ModelChoiceField(label=_("Ask somebody to come"), queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        person.queryset = people


class CourseForm(forms.Form):
    """A decision: what becomes of a micro-credential, why, who sees to it and by when."""

    course = forms.ChoiceField(
        label=_("Decision"),
        choices=[(each.value, label) for each, label in COURSE_LABELS.items()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), required=False, strip=True
    )
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Needed to revise or retire."),
    )
    due_on = Day(label=_("By"), widget=_Day(), required=False, help_text=_("Needed to revise or retire."))
    successor = forms.SlugField(
        label=_("What takes its place"),
        max_length=120,
        required=False,
        help_text=_("Of what retires: the end of the successor's address in the catalogue, such as managing-change."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        owner.queryset = people

    def clean_course(self) -> Course:
        """The course as the rule knows it."""
        return Course(self.cleaned_data["course"])

    def clean_successor(self) -> MicroCredential | None:
        """The micro-credential of that address."""
        slug = self.cleaned_data["successor"]
        if not slug:
            return None
        found = MicroCredential.objects.filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError(_("The catalogue has no micro-credential of this address."))
        return found


class DraftLinkForm(forms.Form):
    """A draft that takes a decision up."""

    draft = forms.ModelChoiceField(queryset=Draft.objects.none())

    def __init__(self, *args: Any, drafts: QuerySet[Draft], **more: Any) -> None:
        super().__init__(*args, **more)
        draft = self.fields["draft"]
        assert isinstance(draft, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        draft.queryset = drafts


class MinutesForm(forms.Form):
    """The minutes, and the revision that they are based on."""

    text = forms.CharField(required=False, strip=False, max_length=200_000)
    revision = forms.IntegerField(min_value=0, max_value=2_000_000_000)
