"""`imsx_StatusInfo`: how services of 1EdTech say what went wrong (Open Badges 3.0, section 6.2)."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


class ApiRefused(Exception):
    """What a service is told: a status, the code of 1EdTech for it, and words for whoever runs the service."""

    def __init__(self, status: HTTPStatus, code: str, words: str) -> None:
        self.status, self.code, self.words = status, code, words
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
            response["WWW-Authenticate"] = 'Bearer realm="Open Badges 3.0"'
        return response


def unauthorized(words: str) -> ApiRefused:
    """No token, or none that is good."""
    return ApiRefused(HTTPStatus.UNAUTHORIZED, "unauthorizedrequest", words)


def forbidden(words: str) -> ApiRefused:
    """A good token, for something else."""
    return ApiRefused(HTTPStatus.FORBIDDEN, "forbidden", words)


def bad_query(words: str) -> ApiRefused:
    """A parameter that is not one."""
    return ApiRefused(HTTPStatus.BAD_REQUEST, "invalid_query_parameter", words)


def bad_data(words: str) -> ApiRefused:
    """A body that is not acceptable."""
    return ApiRefused(HTTPStatus.BAD_REQUEST, "invalid_data", words)
