"""What may be sent about quality frameworks: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.quality.framework_file.shape import LONGEST_FILE


class ImportForm(forms.Form):
    """A file to look at, and for whom."""

    owner = forms.SlugField(label=_("For"))
    file = forms.FileField(label=_("Framework, as a spreadsheet (.xlsx) or JSON"), required=False)
    document = forms.CharField(required=False, max_length=2 * LONGEST_FILE, strip=False)


class AdoptionForm(forms.Form):
    """What an organization goes by from now on, or how often it reviews again."""

    organization = forms.SlugField()
    edition = forms.UUIDField(required=False)
    months = forms.IntegerField(required=False, min_value=1, max_value=1200)
