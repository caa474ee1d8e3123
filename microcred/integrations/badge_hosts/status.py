"""`imsx_StatusInfo`: how services of 1EdTech say what went wrong (Open Badges 3.0, section 6.2)."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


class ApiRefused(Exception):
    """What a service is told: a status, the code of 1EdTech for it, and words for whoever runs the service."""

    def __init__(self, status: HTTPStatus, code: str, words: str, *, bearer_error: str = "") -> None:
        self.status, self.code, self.words, self.bearer_error = status, code, words, bearer_error
        super().__init__(words)

    def answer(self) -> HttpResponse:
        """The refusal as a response."""
        body = {
            "imsx_codeMajor": "failure",
            "imsx_severity": "error",
            "imsx_description": self.words,
            "imsx_codeMinor": {
                "imsx_codeMinorField": [
                    {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": self.code}
                ]
            },
        }
        response = JsonResponse(body, status=self.status)
        if self.status == HTTPStatus.UNAUTHORIZED:
            error = f', error="{self.bearer_error}"' if self.bearer_error else ""
            response["WWW-Authenticate"] = f'Bearer realm="Open Badges 3.0"{error}'
        return response


def unauthorized(words: str, *, bearer_error: str = "") -> ApiRefused:
    """No token, or none that is good.

    Args:
        bearer_error: what is wrong with the token that was shown (RFC 6750 section 3.1); nothing when none was.
    """
    return ApiRefused(HTTPStatus.UNAUTHORIZED, "unauthorizedrequest", words, bearer_error=bearer_error)


def forbidden(words: str) -> ApiRefused:
    """A good token, for something else."""
    return ApiRefused(HTTPStatus.FORBIDDEN, "forbidden", words)


def bad_query(words: str) -> ApiRefused:
    """A parameter that is not one."""
    return ApiRefused(HTTPStatus.BAD_REQUEST, "invalid_query_parameter", words)


def bad_data(words: str) -> ApiRefused:
    """A body that is not acceptable."""
    return ApiRefused(HTTPStatus.BAD_REQUEST, "invalid_data", words)


_CODES = {
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "not_allowed",
    HTTPStatus.TOO_MANY_REQUESTS: "server_busy",
}


def say(status: HTTPStatus, words: str) -> HttpResponse:
    """What every address has in common, said in this way: no such address or method, no JSON, too many requests."""
    return ApiRefused(status, _CODES.get(status, "invalid_data"), words).answer()
