"""What may be typed about people and organizations."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import AddEmailForm, LoginForm, SignupForm
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from microcred.foundation.fields import PersonName
from microcred.organizations.models import Organization, Role

FIRST_ZONES = {
    "America/New_York": _("Eastern time"),
    "America/Chicago": _("Central time"),
    "America/Denver": _("Mountain time"),
    "America/Phoenix": _("Arizona time"),
    "America/Los_Angeles": _("Pacific time"),
    "America/Anchorage": _("Alaska time"),
    "Pacific/Honolulu": _("Hawaii time"),
}
"""The zones that most people here are in, by the names they use."""


PARTS_OF_THE_WORLD = {
    "America": _("The Americas"),
    "Africa": _("Africa"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}
"""By the first part of a zone's name; what begins otherwise is an older name of one of these."""


@cache
def zones() -> list[tuple[Any, Any]]:
    """Return the choices of time zones: the familiar ones first, then all others by part of the world and place."""
    others = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/"))
    )
    groups: dict[str, list[tuple[str, str]]] = {part: [] for part in (*PARTS_OF_THE_WORLD, "")}
    for name in others:
        if name not in FIRST_ZONES:
            part = name.partition("/")[0]
            groups[part if part in PARTS_OF_THE_WORLD else ""].append((name, _place(name)))
    named = [(label, groups[part]) for part, label in PARTS_OF_THE_WORLD.items()]
    return [(_("United States"), list(FIRST_ZONES.items())), *named, (_("By older names"), groups[""])]


def _place(zone: str) -> str:
    """A zone as people say it, within its part of the world: "Argentina, Salta"."""
    part, _slash, place = zone.partition("/")
    said = place if part in PARTS_OF_THE_WORLD else zone
    return said.replace("_", " ").replace("/", ", ")


ZONE_OPTION = '<option value="{}">{}</option>'


class ZoneSelect(forms.Select):
    """The four hundred zones, drawn once for each language: option by option they took half of the page's time."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the whole list with one zone chosen, which stands before all others, and not among them."""
        options: str = _zone_options(get_language() or settings.LANGUAGE_CODE)
        known = {zone: said for _group, choices in zones() for zone, said in choices}
        if value in known:
            place = known[value] if value in FIRST_ZONES else value.replace("_", " ")
            own = format_html(
                '<optgroup label="{}"><option value="{}" selected>{}</option></optgroup>', _("Chosen"), value, place
            )
            options = own + options.replace(format_html(ZONE_OPTION, value, known[value]), "")
        around = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", around, SafeString(options))


@cache
def _zone_options(language: str) -> str:
    with override(language):
        return format_html_join(
            "",
            '<optgroup label="{}">{}</optgroup>',
            ((group, format_html_join("", ZONE_OPTION, options)) for group, options in zones()),
        )


class SignUpForm(SignupForm):  # type: ignore[misc]
    """The name that credentials will bear, an address and a password."""

    name = PersonName(
        label=_("Your name"),
        max_length=150,
        help_text=_("As it should stand on your credentials."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send a code to it. You can add more addresses later.")
        self.fields["password1"].help_text = _(
            "At least 10 characters. A few words that only you would put together do well."
        )
        say_it_in_labels(self)


class SignInForm(LoginForm):  # type: ignore[misc]
    """An address and a password."""

    refused_title = _("You are not signed in yet")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_labels(self)


class AddAddressForm(AddEmailForm):  # type: ignore[misc]
    """One more address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_labels(self)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that signs in by itself, unless the person wants it only after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("What tells it from your others, e.g. School laptop.")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Sign in with it alone")
        self.fields["passwordless"].help_text = _("Without it, the passkey is asked for after your password.")
        say_it_in_labels(self)


class PasswordAgainForm(PasswordForm):  # type: ignore[misc]
    """The password once more, before what concerns the whole account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_labels(self)


class CodeForm(ReauthenticateForm):  # type: ignore[misc]
    """A code of the authenticator app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code of your authenticator app, or a recovery code")
        say_it_in_labels(self)


def say_it_in_labels(form: forms.BaseForm) -> None:
    """Take out placeholders, which vanish as soon as one types, and name addresses as everywhere else."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in ("login", "email"):
            field.label = _("E-mail address")


class ProfileForm(forms.Form):
    """Where one's clock stands and which language one reads."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Deadlines and times are shown on this clock."),
        choices=zones,
        widget=ZoneSelect,
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of pages, notices and mails."), choices=settings.LANGUAGES
    )


class InvitationForm(forms.Form):
    """Whom to invite, and to what."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("Where the person reads their work mail.")
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = [
                (value, label)
                for value, label in Role.choices
                if value != Role.PARTNERSHIP_ADMIN or organization.kind == Organization.Kind.PARTNERSHIP
            ]
