"""`imsx_StatusInfo`: how CASE says what went wrong (REST binding 1.1, section 4)."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse

UNKNOWN = "unknownobject"
INVALID = "invalid_uuid"

_CODES = {HTTPStatus.NOT_FOUND: UNKNOWN, HTTPStatus.TOO_MANY_REQUESTS: "server_busy"}


def refused(status: HTTPStatus, code: str, words: str) -> HttpResponse:
    """The status, the code of CASE for it, and words for whoever runs the program."""
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": words,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [{"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": code}]
        },
    }
    return JsonResponse(body, status=status)


def say(status: HTTPStatus, words: str) -> HttpResponse:
    """What every address has in common, said in this way: no such address or method, too many requests."""
    return refused(status, _CODES.get(status, "forbidden"), words)
