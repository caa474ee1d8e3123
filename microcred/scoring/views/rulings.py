"""The door to how the criteria of a version are read."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import decision_rules_of, said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.scoring import access, operations
from microcred.scoring.forms_questions import RuleForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision_rules(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The rules that stand beside a rubric; a POST publishes one more, or one in the place of another."""
    lead, at = signed_in(request), now()
    version = access.led_version(lead, version_id, at=at)
    asked = request.GET.get("question", "")
    question = access.question_about(lead, version, asked, at=at) if asked else None
    language = get_language() or ""
    said, rules = said_in(version, language), decision_rules_of(version, language)
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial={"criterion": question.criterion_id if question else None},
        own=version.language,
        criteria=[(str(one.id), one.name) for one in said.rubric.criteria],
        standing=[(str(rule.id), str(rule.words)) for one in said.rubric.criteria for rule in rules.get(one.id, ())],
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_on(form):
            operations.publish_rule(
                actor=lead,
                criterion=access.criterion_of(version, UUID(typed["criterion"])),
                words=form.in_languages,
                replaces=access.rule_of(version, UUID(typed["replaces"])) if typed.get("replaces") else None,
                question=question,
                words_stand=typed["words_stand"],
                at=at,
            )
            messages.success(request, _("Published. It stands beside the rubric from now on."))
            return redirect("decision_rules", version.pk)
    context = {
        "version": version,
        "said": said,
        "question": question,
        "rows": [(one, rules[one.id]) for one in said.rubric.criteria if one.id in rules],
        "form": form,
    }
    return render(request, "scoring/decision_rules.html", context, status=422 if form.errors else 200)
