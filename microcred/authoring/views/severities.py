"""How strictly an organization takes each check of a design."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from microcred.authoring import access, operations, queries
from microcred.authoring.checks_in_words import WHAT_IT_DOES
from microcred.authoring.forms import SeverityForm
from microcred.authoring.lint import CHECKS, FIXED, Severity
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.organizations.models import Organization


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_severities(request: HttpRequest, slug: str) -> HttpResponse:
    """Each check with what it does, what it is here, and who says so; a POST lets one advise or block."""
    person, at = signed_in(request), now()
    organization = access.organization_to_guide(person, slug, at=at)
    if request.method != "POST":
        return _page(request, organization)
    form = SeverityForm(request.POST)
    if not form.is_valid():
        return _page(request, organization, words=_("Choose whether the check advises or blocks."), status=400)
    check, severity = form.cleaned_data["check"], Severity(form.cleaned_data["severity"])
    try:
        operations.set_severity(actor=person, organization=organization, check=check, severity=severity, at=at)
    except Refusal as refusal:
        return _page(request, organization, words=str(refusal), status=refusal.status)
    messages.success(request, _("Saved. It holds here and below from now on."))
    return redirect(f"{reverse('check_severities', args=[slug])}#{check}")


def _page(request: HttpRequest, organization: Organization, *, words: str = "", status: int = 200) -> HttpResponse:
    strictness, said = queries.strictness_in(organization), queries.said_of_checks(organization)
    rows = [
        {
            "check": check,
            "what": WHAT_IT_DOES[check.name],
            "blocks": strictness.severity_of(check.name) is Severity.BLOCK,
            "fixed": check.name in FIXED,
            "said": said.get(check.name),
        }
        for check in CHECKS.values()
    ]
    context = {"organization": organization, "rows": rows, "refused": words}
    return render(request, "authoring/check_severities.html", context, status=status)
