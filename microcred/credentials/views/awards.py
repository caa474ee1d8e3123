"""An award's page and files, and the page of a person's own awards."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from microcred.catalog.queries import alignments_of, said_in, say_titles, successor_of
from microcred.credentials import access, addresses, hosted, operations, pictures, queries, serving, words
from microcred.credentials.consequences import following
from microcred.credentials.elsewhere import earned_elsewhere
from microcred.credentials.forms import (
    RevocationForm,
    SuspensionForm,
)
from microcred.credentials.models import Award
from microcred.credentials.verification import check
from microcred.foundation.clock import now
from microcred.foundation.methods import require_POST, require_safe
from microcred.foundation.refusals import refusals_shown_on
from microcred.openbadges import baking
from microcred.organizations.access import signed_in
from microcred.organizations.models import Person

PER_PAGE = 50


@require_safe
def credential(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """What was earned, how it was judged, whether it holds. A program that asks for JSON gets the credential."""
    award = access.public_award(award_id)
    if serving.wants_the_document(request):
        return serving.document(request, award.text)
    return _credential_page(request, award, at=now())


@require_safe
def credential_json(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The signed credential: the stored text, byte for byte."""
    award = access.public_award(award_id)
    return serving.document(request, award.text, name=f"{award.version.micro_credential.slug}.json")


@require_safe
def credential_png(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The badge with the credential baked in, as PNG."""
    award = access.public_award(award_id)
    baked = baking.bake_png(pictures.badge_png(award.version), award.text.encode())
    return serving.file(request, baked, "image/png", f"{award.version.micro_credential.slug}.png")


@require_safe
def credential_svg(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The badge with the credential baked in, as SVG."""
    award = access.public_award(award_id)
    baked = baking.bake_svg(pictures.badge_svg(award.version), award.text.encode())
    return serving.file(request, baked, "image/svg+xml", f"{award.version.micro_credential.slug}.svg")


@require_safe
def certificate_pdf(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The certificate to print."""
    award = access.public_award(award_id)
    name = f"{award.version.micro_credential.slug}.pdf"
    return serving.file(request, pictures.certificate(award), "application/pdf", name)


@require_safe
def credential_qr(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The QR code of the award's page."""
    award = access.public_award(award_id)
    return serving.picture(request, pictures.qr_code(addresses.credential_page(award.pk)), "image/svg+xml")


@require_safe
def credential_jwt(request: HttpRequest, award_id: UUID, algorithm: str) -> HttpResponse:
    """The credential as a JSON Web Token, for who reads nothing else: the stored text, byte for byte."""
    return serving.document(request, access.public_token(award_id, algorithm).text, content_type="text/plain")


@require_safe
def badge(request: HttpRequest, version_id: UUID, kind: str) -> HttpResponse:
    """The badge of a version, with nobody's credential in it: what credentials refer to as their image."""
    version = access.public_version(version_id)
    if kind == "png":
        return serving.picture(request, pictures.badge_png(version), "image/png")
    if kind == "svg":
        return serving.picture(request, pictures.badge_svg(version), "image/svg+xml")
    raise Http404


@login_required
@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """What the reader has earned, and what is being signed."""
    person = signed_in(request)
    page = Paginator(queries.awards_of(person), PER_PAGE).get_page(request.GET.get("page"))
    waiting = list(queries.awards_waiting_for(person))
    say_titles([*(award.version for award in page), *(intent.version for intent in waiting)], get_language() or "")
    context = {
        "page": page,
        "waiting": waiting,
        "documents": queries.documents_of(person)[:PER_PAGE],
        "elsewhere": earned_elsewhere(person) if page.number == 1 else [],
    }
    return render(request, "credentials/awards.html", context)


@login_required
@require_POST
def revocation(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Take an award back, with a reason."""
    person, at = signed_in(request), now()
    award = access.award_to_revoke(person, award_id, at=at)
    form = RevocationForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            operations.revoke(actor=person, award=award, reason=form.cleaned_data["reason"], at=at)
            return redirect("credential", award_id=award.pk)
    return _credential_page(request, award, at=at, revoking=form, status=422)


@login_required
@require_POST
def suspension(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Let an award not hold for the time being, with a reason."""
    person, at = signed_in(request), now()
    award = access.award_to_revoke(person, award_id, at=at)
    form = SuspensionForm(request.POST, auto_id="suspension_%s")
    if form.is_valid():
        with refusals_shown_on(form):
            operations.suspend(actor=person, award=award, reason=form.cleaned_data["reason"], at=at)
            return redirect("credential", award_id=award.pk)
    return _credential_page(request, award, at=at, suspending=form, status=422)


@login_required
@require_POST
def reinstatement(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Let a suspended award hold again."""
    person, at = signed_in(request), now()
    award = access.award_to_revoke(person, award_id, at=at)
    operations.reinstate(actor=person, award=award, at=at)
    return redirect("credential", award_id=award.pk)


def _credential_page(
    request: HttpRequest,
    award: Award,
    *,
    at: datetime,
    revoking: RevocationForm | None = None,
    suspending: SuspensionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    report = check(award.text.encode(), at=at)
    said = said_in(award.version, get_language() or "")
    results = queries.results_of(award, said)
    reader = request.user if isinstance(request.user, Person) else None
    own = reader is not None and reader.pk == award.person_id
    acts_for_issuer = reader is not None and queries.may_revoke(reader, award, at=at)
    suspension = queries.suspension_in_force(award)
    may_withdraw = acts_for_issuer and not own and not hasattr(award, "revocation")
    context = {
        "award": award,
        "version": said.version,
        "said": said,
        "summary": words.summary_of(report),
        "steps": words.main_steps_of(report),
        "checked_at": at,
        "revocation": getattr(award, "revocation", None),
        "results": results,
        "rules": said.rubric.rules_chosen if results else [],
        "criteria": [result.criterion for result in results] or said.rubric.criteria,
        "successor": successor_of(award.version.micro_credential),
        "alignments": alignments_of(award.version),
        "address": addresses.credential_page(award.pk),
        "endorsements": queries.endorsements_of(award),
        "tokens": queries.tokens_of(award),
        "as_badges_2": hosted.names_an_address(award),
        "own": own,
        "may_see_reason": acts_for_issuer,
        "suspension": suspension,
        "may_revoke": may_withdraw,
        "following": following(award, at=at) if may_withdraw else (),
        "may_suspend": may_withdraw and suspension is None and award.intent.suspension_list_id is not None,
        "may_reinstate": may_withdraw and suspension is not None,
        "form": revoking or RevocationForm(),
        "suspension_form": suspending or SuspensionForm(auto_id="suspension_%s"),
        "refused": revoking or suspending,
    }
    return render(request, "credentials/credential.html", context, status=status)
