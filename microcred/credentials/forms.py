"""What may be typed: shape only."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import SigningKey
from microcred.foundation.fields import Moment
from microcred.openbadges.baking import MAX_IMAGE

LONGEST_TEXT = 2 * 1024 * 1024
ACCEPTED = ".json,.jsonld,.jwt,.jws,.txt,.png,.svg,.jpg,.jpeg,.webp,.gif,application/json,image/*"


class RevocationForm(forms.Form):
    """Why an award is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The educator reads it. It is shown nowhere else."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SuspensionForm(RevocationForm):
    """Why an award does not hold for the time being."""


class KeyRotationForm(forms.Form):
    """Which key is renewed, and why."""

    purpose = forms.ChoiceField(label=_("Key"), choices=SigningKey.Purpose.choices)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept beside the retired key, for whoever looks after this issuer later."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _KeyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of an issuer's keys, called by what it signs and since when."""

    def label_from_instance(self, obj: SigningKey) -> str:
        return _("{purpose}, since {when}: {key}").format(
            purpose=obj.get_purpose_display(),
            when=date_format(localtime(obj.created_at), "DATE_FORMAT"),
            key=f"{obj.public_multibase[:24]}…",
        )


class KeyCondemnationForm(forms.Form):
    """Which key is trusted no more, since when, and why."""

    key = _KeyChoice(
        label=_("Key"),
        queryset=SigningKey.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    since = Moment(
        label=_("In doubt since"),
        help_text=_(
            "The first moment at which somebody else may have had it, by your own clock. What was awarded before is "
            "signed again by itself; what was awarded since waits until you have looked at it."
        ),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    reason = forms.CharField(
        label=_("What happened"),
        help_text=_("It is kept beside the condemned key, for whoever looks after this issuer later."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, keys: QuerySet[SigningKey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].queryset = keys  # type: ignore[attr-defined]


class IssuingStopForm(forms.Form):
    """Why an issuer signs no more."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Whoever looks after this issuer reads it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndorsementForm(forms.Form):
    """What is vouched for, and in what way."""

    address = forms.CharField(
        label=_("Address"),
        help_text=_(
            "The page of another issuer, of a micro-credential of theirs, or of somebody’s award, on this server."
        ),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    comment = forms.CharField(
        label=_("What you vouch for"),
        help_text=_("It is public and signed."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StatusChoiceForm(forms.Form):
    """What an issuer offers to verifiers beside its list of revocations."""

    suspends = forms.BooleanField(
        label=_("New awards can be suspended"),
        help_text=_(
            "Their credentials name a second status list. Wallets and verifiers read both; the strict JSON Schema of "
            "Open Badges 3.0 allows only one."
        ),
        required=False,
    )
    lists_revoked = forms.BooleanField(
        label=_("Publish which credentials are revoked"),
        help_text=_("A 1EdTech revocation list. It names the credentials, which a list of bits does not."),
        required=False,
    )
    renames = forms.BooleanField(
        label=_("Awards may show the new name of their holder"),
        help_text=_(
            "Whoever changes their name may let it stand on the page and the certificate. The signed credentials name "
            "nobody and stay as they are."
        ),
        required=False,
    )


class VerifyForm(forms.Form):
    """A credential in one of three ways, and the holder's address if that is to be checked too."""

    file = forms.FileField(
        label=_("A file"),
        help_text=_("JSON, a token, a badge image (PNG or SVG), or a picture of a QR code, up to 10 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    link = forms.CharField(
        label=_("A link"),
        help_text=_("The https address of a credential or a badge image."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label=_("Its text"),
        help_text=_("The credential’s JSON, from the first brace to the last, or its token with all three parts."),
        required=False,
        max_length=LONGEST_TEXT,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    holder = forms.EmailField(
        label=_("Holder’s e-mail address"),
        help_text=_("If you give it, we also check that the credential was issued to it. It is not kept."),
        required=False,
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than any badge image."""
        file = self.cleaned_data["file"]
        if file and file.size > MAX_IMAGE:
            raise forms.ValidationError(_("The file is larger than 10 MB. A badge image is far smaller."))
        return file

    def clean(self) -> dict[str, Any]:
        """Exactly one credential."""
        cleaned = super().clean() or {}
        given = [name for name in ("file", "link", "text") if cleaned.get(name)]
        if not given and not self.errors:
            raise forms.ValidationError(_("Choose a file, give a link or paste the credential’s text."))
        if len(given) > 1:
            raise forms.ValidationError(
                _("Give the credential in one way only, so that it is clear which one is meant.")
            )
        return cleaned
