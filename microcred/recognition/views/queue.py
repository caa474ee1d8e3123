"""The coordinator's doors around rulings: sets, amounts, exceptions, delegations."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.organizations.access import signed_in
from microcred.recognition import access, operations
from microcred.recognition.forms_queue import AmountForm, DelegationForm, ExceptionForm, RulingTermsForm, SetForm
from microcred.recognition.operations.allowing import allow_less, allow_less_of_activity, make_exception
from microcred.recognition.operations.delegating import delegate, end_delegation
from microcred.recognition.operations.ruling_terms import promise_ruling_days
from microcred.recognition.queries import bulk
from microcred.recognition.queries.delegations import cannot_rule_on, delegations_in
from microcred.recognition.queries.exceptions import exceptions_for
from microcred.recognition.queries.ledger import colleagues_of, waiting_people, waiting_titles
from microcred.recognition.queries.ruling_terms import RULING_DAYS, promised_by, terms_said_by
from microcred.recognition.views.activity_queue import queue_of_activities
from microcred.recognition.views.coordination import queue

PER_PAGE = 50
OFFICES = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ruling_set(request: HttpRequest) -> HttpResponse:
    """A set of waiting entries, looked at before it is confirmed; a POST confirms the very set that was shown."""
    person, at = signed_in(request), now()
    districts = access.ruled_ids(person, at=at)
    typed = request.POST if request.method == "POST" else request.GET
    form = SetForm(typed or {}, titles=waiting_titles(districts), people=waiting_people(districts))
    chosen = form.chosen(access.zone_of(districts))
    shown = bulk.preview(bulk.set_of(districts, chosen, cannot=cannot_rule_on(person, at=at)))
    if request.method == "POST" and form.is_valid():
        if typed.get("digest") == shown.digest and shown.entries:
            try:
                done = operations.confirm_set(actor=person, entries=shown.entries, at=at)
            except Refusal as no:
                messages.error(request, str(no))
            else:
                words = ngettext("%(count)s entry confirmed.", "%(count)s entries confirmed.", len(done))
                messages.success(request, words % {"count": len(done)})
                return redirect("recognitions")
        elif shown.entries:
            messages.warning(request, _("Nothing was confirmed: the set has changed since you looked. Look again."))
        else:
            messages.info(request, _("Nothing of this set waits any more."))
            return redirect("recognitions")
    context = {"form": form, "preview": shown, "most": bulk.MOST_AT_ONCE}
    return render(request, "recognition/ruling_set.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def allowance(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Allow an entry less than the rules give, be it of an award or of an activity."""
    person, at = signed_in(request), now()
    entry = access.entry_to_rule(person, entry_id, at=at)
    form = AmountForm(request.POST)
    if form.is_valid():
        allow = allow_less if entry.award is not None else allow_less_of_activity
        with refusals_shown_on(form):
            allow(actor=person, entry=entry, at=at, **form.cleaned_data)
            messages.success(request, _("Allowed so much. The educator has been told, and why."))
            confirmed = f"{reverse('activity_queue')}?state=confirmed"
            return redirect("recognitions" if entry.award is not None else confirmed)
    if entry.award is None:
        return queue_of_activities(request, form=form, refused=entry.pk, state="confirmed", status=422)
    return queue(request, form=form, refused=entry.pk, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exceptions(request: HttpRequest) -> HttpResponse:
    """What did not count where a policy lets a coordinator make an exception; a POST makes one."""
    person, at = signed_in(request), now()
    districts = access.ruled_ids(person, at=at)
    form = ExceptionForm(request.POST or None)
    if request.method == "POST":
        one = access.exception_to_make(person, request.POST.get("recognition", ""), at=at)
        if form.is_valid():
            with refusals_shown_on(form):
                make_exception(
                    actor=person,
                    award=one.recognition.earned,
                    policy=one.policy,
                    office=one.office,
                    words=form.cleaned_data["words"],
                    at=at,
                )
                messages.success(request, _("An exception is made. The award is looked at again."))
                return redirect("exceptions")
    page = Paginator(exceptions_for(districts, at=at), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, one.recognition.person_id == person.pk) for one in page]
    context = {"page": page, "rows": rows, "form": form}
    return render(request, "recognition/exceptions.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Who rules in whose place, and a form for one more."""
    person, at = signed_in(request), now()
    districts = access.coordinated_districts(person, at=at)
    form = DelegationForm(request.POST or None, districts=districts, colleagues=colleagues_of(districts, at=at))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            delegate(actor=person, at=at, **form.given())
            messages.success(request, _("Delegated. Your colleague has been told."))
            return redirect("delegations")
    context = {"form": form, "held": list(delegations_in(districts, at=at))}
    return render(request, "recognition/delegations.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def delegation_ending(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """End a delegation now."""
    person, at = signed_in(request), now()
    held = access.delegation_to_end(person, delegation_id, at=at)
    try:
        end_delegation(actor=person, delegation=held, at=at)
    except Refusal as no:
        messages.warning(request, str(no))
    else:
        messages.success(request, _("Ended."))
    return redirect("delegations" if access.coordinates(person, at=at) else "home")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ruling_terms(request: HttpRequest) -> HttpResponse:
    """In how many business days each office of the reader's promises an answer; a POST promises anew."""
    person, at = signed_in(request), now()
    offices = access.keeping_offices(person, at=at)
    form = RulingTermsForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            promise_ruling_days(actor=person, at=at, **form.cleaned_data)
            messages.success(request, _("Promised. What was promised before stays as it was."))
            return redirect("ruling_terms")
    page = Paginator(offices, OFFICES).get_page(request.GET.get("page"))
    rows = [(office, promised_by(office).days, terms_said_by(office)[:10]) for office in page]
    context = {"form": form, "page": page, "rows": rows, "usual": RULING_DAYS}
    return render(request, "recognition/ruling_terms.html", context, status=422 if form.errors else 200)
