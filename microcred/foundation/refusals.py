"""Refusals: how a rule says no, in words for the person who asked.

A `Refusal` is raised by an operation and declared beside it. The three doors turn it into what their caller
understands: `refusals_shown_on` puts it on the form, `say_refused` on the page that comes next, the middleware makes a
page of what no form caught, and a JSON answer carries it as problem details (RFC 9457).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A rule said no. Subclasses are named for the fact (`WindowClosed`) and give `message`.

    `message` may hold `{name}` fields that the keyword arguments fill; it names the fact and the way forward.
    `title` heads the page that says it alone; without one that says that somebody was faster, where it is a conflict.
    `field` names the form field that the fact is about, when there is one. A refusal whose `keeps` is true lets the
    operation commit what it had written before it refused (the words that another tab had overtaken).
    """

    message: ClassVar[str | Promise] = ""
    title: ClassVar[str | Promise] = ""
    field: str | None = None
    status: ClassVar[int] = 409
    keeps: ClassVar[bool] = False

    def __init__(self, field: str | None = None, **facts: Any) -> None:
        self.facts = facts
        if field is not None:
            self.field = field
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return str(self.message).format(**self.facts)

    @property
    def code(self) -> str:
        """The name by which programs know this refusal, e.g. `WindowClosed`."""
        return type(self).__name__

    def as_problem(self) -> dict[str, Any]:
        """Return RFC 9457 problem details: `type`, `title`, `status` and `detail`."""
        return {
            "type": f"about:blank#{self.code}",
            "title": self.code,
            "status": self.status,
            "detail": str(self),
        }


class NotAllowed(Refusal):
    """The actor may see the row but may not do this to it."""

    message = _("You can see this, but your roles do not let you change it.")
    status = 403


def say_refused(request: HttpRequest, refusal: object) -> None:
    """Say on the next page, to which the view redirects, why what was sent was not taken in.

    For a view that has no form to show it on any more. What the browser kept of the form stays kept: a redirect alone
    would say that it was taken in (`kept_forms`).
    """
    messages.warning(request, str(refusal))
    request.took_nothing_in = True  # type: ignore[attr-defined]


def was_refused(request: HttpRequest) -> bool:
    """Whether a view said that it took nothing in."""
    return bool(getattr(request, "took_nothing_in", False))


@contextmanager
def refusals_shown_on(form: forms.BaseForm) -> Iterator[None]:
    """Run an operation; a refusal becomes an error of the form, at its field when the form has it."""
    try:
        yield
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
