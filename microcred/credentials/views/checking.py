"""Checking a credential of anyone's."""

from allauth.core import ratelimit
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_protect

from microcred.credentials import queries, words
from microcred.credentials.forms import (
    VerifyForm,
)
from microcred.credentials.reading import TooManyChecks, read
from microcred.credentials.verification import check
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.openbadges.verify import Report, stated_in


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a credential of anyone's: named checks, each with its outcome in words."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "ways": _ways(form)}
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            if not ratelimit.consume(request, action="verifications"):
                raise TooManyChecks
            report = check(read(form.cleaned_data), at=now(), recipient=form.cleaned_data["holder"] or None)
            fresh = VerifyForm()
            context |= {
                "form": fresh,
                "ways": _ways(fresh),
                "summary": words.summary_of(report),
                "steps": words.steps_of(report),
                "details": [
                    (words.title_of(each), each.details) for each in report.partial + report.fatal if each.details
                ],
                "parts": words.parts_of(report),
                **_stated(report),
            }
    refused = request.method == "POST" and not form.is_valid()
    return render(request, "credentials/verify.html", context, status=422 if refused else 200)


def _stated(report: Report) -> dict[str, object]:
    """What a genuine credential says of itself, and our own award if it is one of ours. Of others nothing is shown."""
    if not report.genuine or not report.credential:
        return {}
    stated = stated_in(report.credential)
    return {
        "stated": stated,
        "begins": words.day_of(stated.begins),
        "ends": words.day_of(stated.ends),
        "award": queries.own_award(stated.id, stated.issuer_id),
    }


def _ways(form: VerifyForm) -> list[BoundField]:
    return [form["file"], form["link"], form["text"]]
