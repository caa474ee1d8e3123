"""A lead assessor's doors to the papers by which assessors learn and are tried."""

from collections.abc import Container
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.calibration.forms_exemplars import (
    JudgementForm,
    PanelForm,
    PaperLimitForm,
    PapersForm,
    RetirementForm,
    StackLimitForm,
)
from microcred.calibration.models import Paper, PaperRetirement, PaperSet
from microcred.calibration.queries import Stage, assessors_of
from microcred.calibration.queries.comparing import compared
from microcred.calibration.rules import USUAL
from microcred.calibration.rules.spread import Spread, passes_unread
from microcred.calibration.rules.use import USUAL_LIMIT
from microcred.calibration.views.beside_rubric import ASIDE_REASONS, contents_to_judge
from microcred.catalog.models import Stack
from microcred.catalog.queries import RubricCriterion, RubricLevel, VersionSaid, said_in, say_titles
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on, say_refused
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person

PER_PAGE = 20


@login_required
@require_safe
def exemplars(request: HttpRequest) -> HttpResponse:
    """The versions of which something was handed in, and how many papers there are of each."""
    at = now()
    lead = access.who_leads(signed_in(request), at=at)
    page = Paginator(queries.versions_with_papers(lead, at=at), PER_PAGE).get_page(request.GET.get("page"))
    say_titles(list(page), get_language() or "")
    return render(request, "calibration/exemplars.html", {"page": page})


@login_required
@require_safe
def exemplar_bank(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The papers of a version, its sets, and the decided submissions that may be nominated."""
    at = now()
    version = access.led_version(signed_in(request), version_id, at=at)
    papers = Paginator(queries.papers_of(version), PER_PAGE).get_page(request.GET.get("page"))
    finished = Paginator(queries.finished_on(version), PER_PAGE).get_page(request.GET.get("finished"))
    newest = {one.kind: one for one in queries.newest_sets().filter(version=version).prefetch_related("places")}
    limits = queries.limits_of(list(papers))
    context = {
        "version": version,
        "said": said_in(version, get_language() or ""),
        "page": papers,
        "standings": [(one, limits[one.paper.pk]) for one in queries.standings_of(list(papers))],
        "stack_limits": queries.stack_limits(version),
        "usual_limit": USUAL_LIMIT,
        "finished": finished,
        "sets": [(value, label, newest.get(value)) for value, label in PaperSet.Kind.choices],
    }
    return render(request, "calibration/exemplar_bank.html", context)


@login_required
@require_POST
def nomination(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Nominate a decided submission."""
    at, lead = now(), signed_in(request)
    version = access.led_version(lead, version_id, at=at)
    submission = access.submission_on(version, request.POST.get("submission", ""))
    try:
        made = operations.nominate(actor=lead, submission=submission, at=at)
    except Refusal as no:
        say_refused(request, no)
        return redirect("exemplar_bank", version.pk)
    messages.success(request, _("Nominated. Its educator is asked; you hear of the answer."))
    return redirect("paper", made.pk)


@login_required
@require_safe
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """How far a paper has come, who is on its panel, and what they found once all are in."""
    lead = signed_in(request)
    return _paper_page(request, lead, access.led_paper(lead, paper_id, at=now()))


@login_required
@require_POST
def panel(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Ask somebody to the panel."""
    at, lead = now(), signed_in(request)
    found = access.led_paper(lead, paper_id, at=at)
    people = {str(one.pk): one for one in _candidates(found)}
    form = PanelForm(request.POST, people=[(pk, one.name) for pk, one in people.items()])
    if form.is_valid():
        person = people[form.cleaned_data["person"]]
        with refusals_shown_on(form):
            operations.ask_to_panel(actor=lead, paper=found, person=person, at=at)
            messages.success(request, _("%(name)s is asked, and told.") % {"name": person.name})
            if person not in assessors_of(found.version, at=at):
                messages.warning(
                    request,
                    _(
                        "%(name)s is not qualified for this version. What they find counts towards what is agreed; let "
                        "them go, or make sure that the others are qualified."
                    )
                    % {"name": person.name},
                )
            return redirect("paper", found.pk)
    for errors in form.errors.values():
        for error in errors:
            say_refused(request, error)
    return redirect("paper", found.pk)


@login_required
@require_POST
def consensus(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Record what a paper shows, and why."""
    at, lead = now(), signed_in(request)
    found = access.led_paper(lead, paper_id, at=at)
    form = JudgementForm(request.POST, rubric=said_in(found.version, get_language() or "").rubric, asks_words=True)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.record_consensus(actor=lead, paper=found, judgements=form.judgements(), at=at)
            messages.success(request, _("Recorded. The paper can stand in sets from now on."))
            return redirect("paper", found.pk)
    return _paper_page(request, lead, found, form)


@login_required
@require_POST
def paper_retirement(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Use a paper no more."""
    at, lead = now(), signed_in(request)
    found = access.led_paper(lead, paper_id, at=at)
    form = RetirementForm(request.POST)
    if form.is_valid():
        operations.retire_paper(
            actor=lead,
            paper=found,
            reason=PaperRetirement.Reason(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"],
            at=at,
        )
        messages.success(request, _("Retired. Nobody reads it from now on."))
    else:
        say_refused(request, _("Say why it is used no more."))
    return redirect("paper", found.pk)


@login_required
@require_POST
def stack_use_limit(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Say how often papers of a stack are read before they are retired."""
    at, lead = now(), signed_in(request)
    version = access.led_version(lead, version_id, at=at)
    stacks = Stack.objects.filter(pk__in=[stack.pk for stack, _most in queries.stack_limits(version)])
    form = StackLimitForm(request.POST, stacks=stacks)
    if form.is_valid():
        operations.limit_use(actor=lead, stack=form.cleaned_data["stack"], most=form.cleaned_data["most"], at=at)
        messages.success(request, _("Said. It holds from now on, for every paper of the stack that tries people."))
    else:
        say_refused(request, _("Say a number of readings, or 0 for no limit."))
    return redirect("exemplar_bank", version.pk)


@login_required
@require_POST
def paper_use_limit(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Let one paper be used longer than its stack says, or less long."""
    at, lead = now(), signed_in(request)
    found = access.led_paper(lead, paper_id, at=at)
    form = PaperLimitForm(request.POST)
    if not form.is_valid():
        say_refused(request, _("Say a number of readings, or 0 for no limit, and why."))
        return redirect("paper", found.pk)
    said = form.cleaned_data
    try:
        operations.limit_use_of_paper(actor=lead, paper=found, most=said["most"], reason=said["reason"], at=at)
    except Refusal as no:
        say_refused(request, no)
    else:
        messages.success(request, _("Said. It holds for this paper from now on."))
    return redirect("paper", found.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_set(request: HttpRequest, version_id: UUID, kind: str) -> HttpResponse:
    """The papers of one kind of set as it was last published; a POST publishes another in its place."""
    at, lead = now(), signed_in(request)
    version = access.led_version(lead, version_id, at=at)
    if kind not in PaperSet.Kind.values:
        raise Http404
    agreed = [one for one in queries.standings_of(list(queries.papers_of(version))) if one.stage is Stage.AGREED]
    newest = queries.newest_set(version, PaperSet.Kind(kind))
    standing = [str(place.paper_id) for place in newest.places.all()] if newest else []
    form = PapersForm(request.POST if request.method == "POST" else None, among=[one.paper for one in agreed])
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.publish_papers(
                actor=lead,
                version=version,
                kind=PaperSet.Kind(kind),
                papers=list(form.cleaned_data["papers"]),
                stands_unread=form.cleaned_data["stands_unread"],
                at=at,
            )
            messages.success(request, _("Published. It holds from now on, in the place of the one before."))
            return redirect("exemplar_bank", version.pk)
    said = said_in(version, get_language() or "")
    spread = queries.agreed_spread(queries.papers_in(newest)) if newest else None
    terms = queries.terms_in(version.micro_credential.owner)
    figures = terms.figures if terms else USUAL
    context = {
        "version": version,
        "said": said,
        "spread": spread,
        "spread_rows": _spread_rows(spread, said) if spread else [],
        "spread_end": spread.end({one.id: len(one.levels) - 1 for one in said.rubric.criteria}) if spread else "",
        "passes_unread": newest is not None
        and kind == PaperSet.Kind.QUALIFICATION
        and passes_unread(figures, queries.agreed_positions(queries.papers_in(newest))),
        "kind": PaperSet.Kind(kind),
        "is_shown": PaperSet.Kind(kind) in queries.SHOWN_ONCE_READ,
        "newest": newest,
        "agreed": agreed,
        "form": form,
        "ticked": request.POST.getlist("papers") if form.is_bound else standing,
    }
    return render(request, "calibration/paper_set.html", context, status=422 if form.errors else 200)


def _spread_rows(spread: Spread, said: VersionSaid) -> list[tuple[RubricCriterion, list[tuple[RubricLevel, int]]]]:
    """Each criterion with each of its levels, and of how many papers it is the agreed one."""
    return [
        (one, [(level, spread.counts.get(one.id, {}).get(level.position, 0)) for level in one.levels])
        for one in said.rubric.criteria
    ]


def _candidates(found: Paper) -> list[Person]:
    return queries.candidates_for(found, found.version.micro_credential.owner, at=now())


def _to_ask(found: Paper, qualified: Container[UUID]) -> list[tuple[UUID, str]]:
    """Whom one can ask to the panel, those first who are qualified for the version; of the others it is said."""
    people = sorted(_candidates(found), key=lambda one: one.pk not in qualified)
    without = _("%(name)s (not qualified for this version)")
    return [(one.pk, one.name if one.pk in qualified else without % {"name": one.name}) for one in people]


def _paper_page(request: HttpRequest, lead: Person, found: Paper, form: JudgementForm | None = None) -> HttpResponse:
    standing, said = queries.standing_of(found), said_in(found.version, get_language() or "")
    is_opened = standing.is_in_use and queries.has_opened(lead, found)
    asks = standing.stage is Stage.TO_AGREE and is_opened
    if form is None and asks:
        form = JudgementForm(rubric=said.rubric, asks_words=True)
    qualified = {one.pk for one in assessors_of(found.version, at=now())}
    may_ask = standing.is_in_use and standing.consensus is None
    readings = [seat.reading for seat in standing.seats if seat.reading is not None]
    context = {
        "paper": found,
        "said": said,
        "standing": standing,
        "is_opened": is_opened,
        "on_panel": queries.panel_seat(lead, found),
        "qualified": qualified,
        "limit": queries.limits_of([found])[found.pk],
        "own_limit": found.use_limits.select_related("said_by").last(),
        "aside_reasons": ASIDE_REASONS,
        "contents": contents_to_judge(found, said) if is_opened else None,
        "form": form if asks else None,
        "candidates": _to_ask(found, qualified) if may_ask else [],
        "compared": compared(found, said.rubric, readings) if standing.all_in and is_opened else (),
        "reasons": [
            pair for pair in PaperRetirement.Reason.choices if pair[0] != PaperRetirement.Reason.CONSENT_WITHDRAWN
        ],
    }
    return render(request, "calibration/paper.html", context, status=422 if form and form.errors else 200)
