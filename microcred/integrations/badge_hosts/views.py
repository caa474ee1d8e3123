"""A person's door: what services have put into their backpack."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from microcred.credentials.addresses import credential_path
from microcred.credentials.reading import TooManyChecks, read
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST, require_safe
from microcred.foundation.refusals import Refusal, refusals_shown_on
from microcred.integrations.badge_hosts import access, errands, operations, queries
from microcred.integrations.badge_hosts.forms import BadgeForm, HostForm
from microcred.integrations.badge_hosts.looks import steps_told
from microcred.organizations.access import signed_in

PER_PAGE = 50


@require_safe
@login_required
def backpack(request: HttpRequest) -> HttpResponse:
    """Credentials issued elsewhere, as services put them in."""
    page = Paginator(queries.external_credentials_of(signed_in(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "badge_hosts/backpack.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def backpack_addition(request: HttpRequest) -> HttpResponse:
    """Bring in a badge from elsewhere: a file, an image, a link or its text."""
    person, at = signed_in(request), now()
    form = BadgeForm(request.POST, request.FILES) if request.method == "POST" else BadgeForm()
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            if not ratelimit.consume(request, action="verifications"):
                raise TooManyChecks
            held = operations.bring_in(actor=person, document=read(form.cleaned_data), at=at)
            if held.yours:
                messages.success(request, _("It was checked and is in your backpack."))
            else:
                messages.warning(
                    request,
                    _("It is genuine, but names none of your verified addresses. Add the one it was issued to."),
                )
            return redirect("external_credential_looks", credential_id=held.pk)
    context = {"form": form, "ways": [form["file"], form["link"], form["text"]]}
    return render(request, "badge_hosts/addition.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def external_credential_looks(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """What was found when one of them was last checked, step by step."""
    found = access.own_external_credential(signed_in(request), credential_id)
    look = queries.latest_look(found)
    context = {"held": found, "look": look, "steps": steps_told(look.verdict, look.steps) if look else []}
    return render(request, "badge_hosts/looks.html", context)


@require_safe
@login_required
def external_credential(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """One of them, as it was sent."""
    found = access.own_external_credential(signed_in(request), credential_id)
    kind, ending = ("text/plain; charset=utf-8", "jws") if found.is_token else ("application/json", "json")
    response = HttpResponse(found.text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="credential.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@login_required
def external_credential_out(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Take one out."""
    person = signed_in(request)
    operations.take_out(actor=person, credential=access.own_external_credential(person, credential_id))
    messages.success(request, _("It is out of your backpack here. Where it was issued it stands as before."))
    return redirect("backpack")


@require_POST
@login_required
def external_credential_transcript(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Let one of them stand on the reader's transcript, or no longer."""
    person = signed_in(request)
    found = access.own_external_credential(person, credential_id)
    operations.show_on_transcript(actor=person, credential=found, shown=request.POST.get("shown") == "yes")
    return redirect("external_credential_looks", credential_id=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sending(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Send one's award to another host: which one, and then over to it, to consent there."""
    person, at = signed_in(request), now()
    award = access.own_award(person, award_id)
    form = HostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            address = errands.set_out(person=person, award=award, base=form.cleaned_data["host"], at=at)
            # where a form leads must stand in the policy of its page; it does not, so a page of ours leads on
            return render(request, "badge_hosts/over_to.html", {"address": address, "award": award})
    context = {"award": award, "form": form, "sent": queries.sent(award)[:PER_PAGE]}
    return render(request, "badge_hosts/sending.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def host_callback(request: HttpRequest) -> HttpResponse:
    """Back from another host, with a code or a refusal."""
    person, at = signed_in(request), now()
    found = access.own_sending(person, request.GET.get("state", ""))
    try:
        created = errands.deliver(person=person, sending=found, answer=request.GET.dict(), at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("sending", award_id=found.award_id)
    words = _("%(host)s has taken it in.") if created else _("%(host)s had it already.")
    messages.success(request, words % {"host": found.host.name})
    return HttpResponseRedirect(credential_path(found.award_id))
