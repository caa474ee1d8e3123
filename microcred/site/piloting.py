"""A version in pilot: what has been counted, and the page where somebody reports on it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from microcred.authoring.gates import Gate
from microcred.authoring.operations import report_on_pilot
from microcred.authoring.queries import JUDGES
from microcred.catalog.models import ExitReport, Pilot
from microcred.catalog.queries.pages import version_at
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.organizations.queries import organizations_where
from microcred.portfolios.queries import pilot_submissions
from microcred.scoring.queries import agreement_on
from microcred.site.pilot_figures import in_words, marked_of, numbers_of


class ExitReportForm(forms.Form):
    """What a pilot came to."""

    learned = forms.CharField(
        label=gettext_lazy("What was learned"),
        help_text=gettext_lazy(
            "What was unclear, how long it took, whether two assessors saw the same, what should change."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
    )
    early = forms.BooleanField(
        label=gettext_lazy("It ends early"),
        help_text=gettext_lazy("Only where fewer submissions are decided than the pilot waits for."),
        required=False,
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("What becomes of this version"),
        widget=forms.RadioSelect,
        choices=[
            (ExitReport.Decision.PUBLISH, gettext_lazy("Publish: it stays as it is, and is in pilot no more")),
            (ExitReport.Decision.REVISE, gettext_lazy("Revise: a draft of the next version starts from it")),
            (ExitReport.Decision.WITHDRAW, gettext_lazy("Withdraw: it takes no new starts; what was started goes on")),
        ],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pilot(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """How a pilot stands; a POST ends it with a report."""
    person, at = signed_in(request), now()
    places = organizations_where(person, *JUDGES[Gate.PILOT], at=at)
    shown = (
        Pilot.objects.select_related("version__micro_credential__owner", "began_by", "report__reported_by")
        .filter(version=version_at(slug, label), version__micro_credential__owner__in=places)
        .first()
    )
    if shown is None:
        raise Http404
    report = getattr(shown, "report", None)
    counted = list(pilot_submissions(shown).values_list("pk", flat=True))
    numbers = report.numbers if report else numbers_of(shown, counted)
    form = ExitReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            report_on_pilot(
                actor=person,
                pilot=shown,
                decision=ExitReport.Decision(form.cleaned_data["decision"]),
                learned=form.cleaned_data["learned"],
                numbers=numbers,
                early=form.cleaned_data["early"],
                at=at,
            )
            messages.success(request, _("Reported. The pilot has ended."))
            return redirect("pilot", slug, label)
    context = {
        "pilot": shown,
        "version": shown.version,
        "report": report,
        "counted": in_words(numbers),
        "submitted": numbers.get("submitted", 0),
        "marked": marked_of(shown, person, at=at),
        "agreement": agreement_on(shown.version, counted, until=report.reported_at if report else at),
        "form": form,
    }
    return render(request, "site/pilot.html", context, status=422 if form.errors else 200)
