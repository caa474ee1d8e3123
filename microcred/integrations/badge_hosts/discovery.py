"""The service description document (Open Badges 3.0, section 6.1): an OpenAPI document that says where and how."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from microcred.credentials.addresses import public
from microcred.integrations.oauth.rules import CHANGE_PROFILE, READ_CREDENTIALS, READ_PROFILE, SCOPES, WRITE_CREDENTIALS

BASE = "/ims/ob/v3p0"
MOST = 500
"""Most credentials on one page of an answer."""
USUAL = 100

_JSON = "application/json"
_STATUS = {"$ref": "#/components/schemas/Imsx_StatusInfo"}


def description() -> dict[str, Any]:
    """The document, as this server answers for its public address."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"{settings.TENANT_NAME or 'Microcred'}: Open Badges 3.0",
            "version": "3.0",
            "description": "Credentials of the people of this server, read and put in with their consent.",
            "termsOfService": settings.TERMS_URL,
            "x-imssf-privacyPolicyUrl": settings.PRIVACY_URL,
            "x-imssf-image": public(static("favicon.svg")),
        },
        "servers": [{"url": public(BASE)}],
        "paths": {
            "/discovery": {"get": _operation("getServiceDescription", None, {"200": "This document."})},
            "/credentials": {
                "get": _operation("getCredentials", READ_CREDENTIALS, _READ, parameters=_PARAMETERS),
                "post": _operation("upsertCredential", WRITE_CREDENTIALS, _WRITTEN, body=_BODY),
            },
            "/profile": {
                "get": _operation("getProfile", READ_PROFILE, {"200": "The person's profile."}),
                "put": _operation("putProfile", CHANGE_PROFILE, {"200": "The profile as it is now."}, body=_PROFILE),
            },
        },
        "components": {"securitySchemes": {"OAuth2ACG": _oauth()}, "schemas": _SCHEMAS},
    }


def _oauth() -> dict[str, Any]:
    token = public(reverse("oauth_token"))
    return {
        "type": "oauth2",
        "description": "Authorization code with PKCE (S256). Register first.",
        "x-imssf-registrationUrl": public(reverse("oauth_clients")),
        "x-imssf-revocationUrl": public(reverse("oauth_revoke")),
        "flows": {
            "authorizationCode": {
                "authorizationUrl": public(reverse("oauth_authorize")),
                "tokenUrl": token,
                "refreshUrl": token,
                "scopes": {scope: str(words) for scope, words in SCOPES.items()},
            }
        },
    }


def _operation(name: str, scope: str | None, answers: dict[str, str], **more: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": name,
        "tags": ["OpenBadgeCredentials"],
        "responses": {status: {"description": words} for status, words in answers.items()},
    }
    said["responses"]["default"] = {"description": "A refusal.", "content": {_JSON: {"schema": _STATUS}}}
    if scope:
        said["security"] = [{"OAuth2ACG": [scope]}]
    if "parameters" in more:
        said["parameters"] = more["parameters"]
    if "body" in more:
        said["requestBody"] = more["body"]
    return said


_READ = {"200": "Credentials, newest first. `X-Total-Count` says how many there are, `Link` where the rest is."}
_WRITTEN = {"200": "It stood here already; the newer one stays.", "201": "It was put in."}
_BODY = {
    "required": True,
    "content": {
        _JSON: {"schema": {"type": "object"}},
        "application/vc+ld+json": {"schema": {"type": "object"}},
        "text/plain": {"schema": {"type": "string", "description": "A compact JSON Web Signature."}},
    },
}
_PROFILE = {
    "required": True,
    "description": "`name` is changed. Other members may be left out, or sent as getProfile has them.",
    "content": {_JSON: {"schema": {"type": "object", "required": ["name"]}}},
}
_PARAMETERS = [
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}},
    {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}},
    {"name": "since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
]
_MINOR = {
    "type": "object",
    "required": ["imsx_codeMinorFieldName", "imsx_codeMinorFieldValue"],
    "properties": {"imsx_codeMinorFieldName": {"type": "string"}, "imsx_codeMinorFieldValue": {"type": "string"}},
}
_SCHEMAS = {
    "Imsx_StatusInfo": {
        "type": "object",
        "required": ["imsx_codeMajor", "imsx_severity"],
        "properties": {
            "imsx_codeMajor": {"type": "string", "enum": ["success", "processing", "failure", "unsupported"]},
            "imsx_severity": {"type": "string", "enum": ["status", "warning", "error"]},
            "imsx_description": {"type": "string"},
            "imsx_codeMinor": {
                "type": "object",
                "properties": {"imsx_codeMinorField": {"type": "array", "items": _MINOR}},
            },
        },
    }
}
