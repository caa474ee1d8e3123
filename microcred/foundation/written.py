"""What somebody wrote in a form that was not taken, and where: to give it back, so that no words are lost."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from microcred.foundation.methods import allowed_methods

START = "/"
WORDS = {"text", "words", "note"}
"""names of fields in which one word is something written, too"""


def words_in(request: HttpRequest) -> list[str]:
    """What somebody wrote in a form, as against what they chose or what must not be shown."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if len(value.split()) > (0 if name in WORDS else 1) and "password" not in name
    ]


def words_if_readable(request: HttpRequest) -> list[str]:
    """The same, of a form that may be what could not be read: then nothing."""
    try:
        return words_in(request)
    except BadRequest:
        return []


def words_of_small_form(request: HttpRequest) -> list[str]:
    """The same, of a form that holds no files: larger ones are not read for somebody who may not send them."""
    is_small = int(request.META.get("CONTENT_LENGTH") or 0) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return words_in(request) if is_small else []


def page_it_came_from(request: HttpRequest) -> str:
    """The path of the page with the form, when it is one of ours that can be opened; else the nearest above it."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return START
    page = urlsplit(came_from)
    # The page of a refusal stands at the address its form was sent to, which may answer to nothing but forms.
    if not is_page(page.path):
        return page_above(page.path)
    return f"{page.path}?{page.query}" if page.query else page.path


def page_above(path: str) -> str:
    """The nearest page above a path of ours: a form that is sent to that path mostly stands there."""
    parts = path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:end])}/" for end in range(len(parts) - 1, 0, -1))
    return next(filter(is_page, above), START)


def is_page(path: str) -> bool:
    """Whether there is something at a path of ours that can be opened, as against one that takes forms only."""
    try:
        methods = allowed_methods(resolve(path).func)
    except Resolver404:
        return False
    return methods is None or "GET" in methods
