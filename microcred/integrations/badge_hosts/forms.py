"""What may be typed: the address of a host."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from microcred.credentials.forms import VerifyForm
from microcred.integrations.badge_hosts.discovery import BASE


class HostForm(forms.Form):
    """Which host an award is sent to."""

    host = forms.CharField(
        label=_("Address of the host"),
        help_text=_("The https address of a backpack or platform that speaks Open Badges 3.0."),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
    )

    def clean_host(self) -> str:
        """The address to which the path of the API is added."""
        said: str = self.cleaned_data["host"].strip()
        address = said if "://" in said else f"https://{said}"
        address = address.rstrip("/").removesuffix(f"{BASE}/discovery").removesuffix(BASE).rstrip("/")
        try:
            parts = urlsplit(address)
            good = parts.scheme == "https" and bool(parts.hostname) and not parts.query and not parts.fragment
        except ValueError:
            good = False
        if not good:
            raise forms.ValidationError(_("Give an https address, like https://backpack.example."))
        return address


class BadgeForm(VerifyForm):
    """A badge in one of three ways. Whose it is, is compared with one's own addresses."""

    holder = None  # type: ignore[assignment]
