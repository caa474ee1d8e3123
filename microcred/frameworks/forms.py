"""What an import is made of. Shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.frameworks.case import LARGEST
from microcred.frameworks.models import Framework
from microcred.frameworks.sources import TableOf
from microcred.organizations.models import Organization


class ImportForm(forms.Form):
    """A framework as a file or an address; and of a table, which framework it is."""

    file = forms.FileField(
        label=_("A file"),
        help_text=_("CASE as JSON, or a table as CSV, up to 10 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.tsv,.txt,application/json,text/csv"}),
    )
    link = forms.CharField(
        label=_("An address"),
        help_text=_("The https address of a package of CASE, or of its document."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    keeper = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("For"),
        help_text=_("Whose authors and administrators will import the next editions. Everyone can align to it."),
        empty_label=None,
        to_field_name="slug",
    )
    framework = forms.ModelChoiceField(
        Framework.objects.none(),
        label=_("Next edition of"),
        required=False,
        empty_label=_("A framework that is new here"),
        to_field_name="slug",
    )
    title = forms.CharField(label=_("Its name"), required=False, max_length=200)
    publisher = forms.CharField(label=_("Its publisher"), required=False, max_length=200)
    edition = forms.CharField(
        label=_("Edition"), help_text=_("As its publisher counts, such as 4.0 or 2026."), required=False, max_length=40
    )

    def __init__(self, *arguments: Any, places: Any, kept: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["keeper"].queryset = places  # type: ignore[attr-defined]
        self.fields["framework"].queryset = kept  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is larger than any framework."""
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 10 MB. Frameworks of this size cannot be kept."))
        return file

    def clean(self) -> dict[str, Any]:
        """One way in, not none and not two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("link")):
            raise forms.ValidationError(_("Choose a file, or give an address: one of the two."))
        return cleaned

    def table_of(self) -> TableOf:
        """Which framework it is, if it is a table."""
        said = self.cleaned_data
        return TableOf(
            framework=said["framework"],
            title=said["title"],
            publisher=said["publisher"],
            edition=said["edition"],
            keeper=said["keeper"].slug,
        )
