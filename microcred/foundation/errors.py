"""The pages of errors."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from microcred.foundation.log import request_id
from microcred.foundation.middleware import wants_json


def _answer(request: HttpRequest, status: int, title: str) -> HttpResponse:
    if wants_json(request):
        problem = {"type": "about:blank", "title": title, "status": status, "instance": request_id.get()}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    return render(request, f"{status}.html", {"error_id": request_id.get()}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the body was larger than the server reads into memory."""
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, 413, "Too large")
    return _answer(request, 400, "Bad request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A library's 403 becomes 404: "not yours" and "not there" look the same."""
    return _answer(request, 404, "Not found")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that does not belong to this session. Nothing was taken; what was written is given back.

    Usually the page was opened before its reader signed in or out in another tab. A form that another site sent gets
    the same words, but none of what it holds is shown.
    """
    if wants_json(request):
        return _answer(request, 403, "The form does not belong to this session")
    from_elsewhere = reason.startswith(("Origin", "Referer"))
    written = [] if from_elsewhere else _words_in(request)
    page = {"again": _page_it_came_from(request), "written": written}
    return render(request, "stale_form.html", page, status=403)


def _words_in(request: HttpRequest) -> list[str]:
    """What somebody wrote in a form, as against what they chose or what must not be shown."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if len(value.split()) > 1 and "password" not in name
    ]


def _page_it_came_from(request: HttpRequest) -> str:
    """The page with the form, when it is one of ours; else the start page."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return "/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not yours. The two look the same."""
    return _answer(request, 404, "Not found")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the identifier under which the error stands in the log. Asks no database."""
    if wants_json(request):
        return _answer(request, 500, "Server error")
    return HttpResponse(render_to_string("500.html", {"error_id": request_id.get()}), status=500)
