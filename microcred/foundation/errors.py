"""The pages of errors."""

from collections.abc import Sequence

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from microcred.foundation.log import request_id
from microcred.foundation.middleware import wants_json
from microcred.foundation.written import page_it_came_from, words_if_readable, words_in


def _answer(request: HttpRequest, status: int, title: str, *, written: Sequence[str] = ()) -> HttpResponse:
    if wants_json(request):
        problem = {"type": "about:blank", "title": title, "status": status, "instance": request_id.get()}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    page = {"error_id": request_id.get(), "written": written, "again": page_it_came_from(request) if written else ""}
    return render(request, f"{status}.html", page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the body was larger than the server reads into memory.

    What a view of ours could not read as its form, it gives back as words; what broke before that is not read again.
    """
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, 413, "Too large")
    return _answer(
        request, 400, "Bad request", written=words_if_readable(request) if type(exception) is BadRequest else ()
    )


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
    written = [] if from_elsewhere else words_in(request)
    page = {"again": page_it_came_from(request), "written": written}
    return render(request, "stale_form.html", page, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not yours. The two look the same."""
    return _answer(request, 404, "Not found")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the identifier under which the error stands in the log. Asks no database."""
    if wants_json(request):
        return _answer(request, 500, "Server error")
    return HttpResponse(render_to_string("500.html", {"error_id": request_id.get()}), status=500)
