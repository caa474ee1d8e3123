"""What needs no database: what may be asked for, how long things last, what a client must say of itself."""

import hashlib
from datetime import timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

CODE_LASTS = timedelta(minutes=10)
ACCESS_LASTS = timedelta(hours=1)
REFRESH_LASTS = timedelta(days=90)
"""A refresh token that is used is replaced; one that is not used for so long is a service that has gone."""

UNUSED_FOR = timedelta(days=90)
"""How long a client that registered itself is kept while nobody consents to it."""

_OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
READ_CREDENTIALS = f"{_OPEN_BADGES}credential.readonly"
WRITE_CREDENTIALS = f"{_OPEN_BADGES}credential.upsert"
READ_PROFILE = f"{_OPEN_BADGES}profile.readonly"
CHANGE_PROFILE = f"{_OPEN_BADGES}profile.update"
OFFLINE = "offline_access"

SCOPES = {
    READ_CREDENTIALS: _("Read your awards, and the credentials that other services put into your backpack here"),
    WRITE_CREDENTIALS: _("Put credentials of yours into your backpack here"),
    READ_PROFILE: _("Read your name and your e-mail address"),
    CHANGE_PROFILE: _("Change your name, which stands on the certificates of what you earn from then on"),
    OFFLINE: _("Do so also while you are not looking, until you disconnect it"),
}
"""Everything that can be asked for, in words for the person who is asked."""


ISSUE = "credentials:issue"
CHANGE_STATUS = "credentials:status"
ISSUING_SCOPES = {
    ISSUE: _("Award micro-credentials of this issuer, on its own word"),
    CHANGE_STATUS: _("Revoke, suspend and reinstate what it had awarded"),
}
"""What an issuing client can be let do. It asks for it by client credentials, and no person is asked."""


def issuing_scopes_of(asked: str) -> list[str]:
    """The scopes of issuing clients among those asked for, each once."""
    wanted = set(asked.split())
    return [scope for scope in ISSUING_SCOPES if scope in wanted]


def digest_of(secret: str) -> str:
    """What is kept of a secret, code or token: its SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def granted_of(asked: str) -> list[str]:
    """The scopes of a request that exist here, each once, in the order of :data:`SCOPES`. Others are passed over."""
    wanted = set(asked.split())
    return [scope for scope in SCOPES if scope in wanted]


class RegistrationUnfit(Exception):
    """A client's registration is not acceptable; `code` is that of RFC 7591 section 3.2.2."""

    def __init__(self, code: str, words: str) -> None:
        self.code, self.words = code, words
        super().__init__(words)


def _secure(address: str) -> str:
    parts = urlsplit(address)
    plain = all("!" <= character <= "~" for character in address)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment or not plain:
        raise ValueError("must be an https address without user name and fragment")
    return address


def _printable(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("must be printable text")
    return text


Address = Annotated[str, Field(max_length=2000), AfterValidator(_secure)]
Text = Annotated[str, Field(max_length=200), AfterValidator(_printable)]


class Registration(BaseModel):
    """What Open Badges 3.0 wants a client to say of itself (section 5.2), of RFC 7591."""

    model_config = ConfigDict(extra="ignore", strict=True)

    client_name: Text
    client_uri: Address
    logo_uri: Address
    tos_uri: Address
    policy_uri: Address
    software_id: Text
    software_version: Text
    redirect_uris: Annotated[list[Address], Field(min_length=1, max_length=10)]
    scope: Annotated[str, Field(max_length=2000)]
    token_endpoint_auth_method: Literal["client_secret_basic"] = "client_secret_basic"  # noqa: S105
    grant_types: list[Literal["authorization_code", "refresh_token"]] = ["authorization_code", "refresh_token"]
    response_types: list[Literal["code"]] = ["code"]
    contacts: Annotated[list[Text], Field(max_length=10)] = []

    @property
    def host(self) -> str:
        """The one host of all its addresses."""
        return urlsplit(self.client_uri).hostname or ""

    @model_validator(mode="after")
    def _one_host(self) -> "Registration":
        addresses = [self.client_uri, self.logo_uri, self.tos_uri, self.policy_uri, *self.redirect_uris]
        if len({urlsplit(address).hostname for address in addresses}) != 1:
            raise ValueError("all addresses must have the same host")
        if "authorization_code" not in self.grant_types or self.response_types != ["code"]:
            raise ValueError("grant_types must hold authorization_code, and response_types code")
        return self


def registration_of(said: dict[str, Any]) -> Registration:
    """A client's registration, checked.

    Raises:
        RegistrationUnfit: when something is missing or not acceptable.
    """
    try:
        registration = Registration.model_validate(said)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        places = [".".join(map(str, each["loc"])) for each in found]
        words = "; ".join(
            f"{place}: {each['msg']}" if place else each["msg"] for place, each in zip(places, found, strict=True)
        )
        only_redirects = all(place.startswith("redirect_uris") for place in places)
        raise RegistrationUnfit(
            "invalid_redirect_uri" if only_redirects else "invalid_client_metadata", words
        ) from error
    if not granted_of(registration.scope):
        raise RegistrationUnfit("invalid_client_metadata", "scope: none of these scopes exists here")
    return registration
