"""The checklist of competencies, and what fits."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_entries
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.portfolios import operations, queries
from microcred.portfolios.forms_goals import NeedsForm
from microcred.portfolios.suggesting import NEEDED, SURE


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: HttpRequest) -> HttpResponse:
    """How sure the reader is of what, and what fits; a POST keeps the answers, or erases them all."""
    person = signed_in(request)
    if "erase" in request.POST:
        operations.erase_needs(actor=person)
        messages.success(request, _("Erased: nothing is left of what you said of yourself."))
        return redirect("needs")
    frameworks = queries.frameworks_asked()
    wanted = request.POST.get("framework") or request.GET.get("framework", "")
    framework = next((one for one in frameworks if one.slug == wanted), next(iter(frameworks), None))
    standards = queries.checklist(framework) if framework else []
    form = NeedsForm(standards, request.POST if request.method == "POST" else None)
    if request.method == "POST" and framework and form.is_valid():
        said = [operations.SaidOf(*one) for one in form.said()]
        with refusals_shown_on(form):
            operations.assess_needs(actor=person, framework=framework, said=said, at=now())
            return redirect("needs")
    taken = list(queries.assessments_of(person)[:20])
    suggestions = queries.suggestions_for(taken[0]) if taken else []
    say_entries([one.entry for one in suggestions], get_language() or "")
    last = {answer.standard_id: answer for answer in taken[0].answers.all()} if taken else {}
    context = {
        "framework": framework,
        "frameworks": [(one.slug, one.name) for one in frameworks],
        "rows": [(one, last.get(one.pk)) for one in standards],
        "form": form,
        "taken": taken,
        "suggestions": suggestions,
        "sure": SURE.items(),
        "needed": NEEDED.items(),
    }
    return render(request, "portfolios/needs.html", context, status=422 if form.is_bound else 200)
