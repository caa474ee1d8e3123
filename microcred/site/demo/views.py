"""One-click sign-in as the cast, and the mails they got. Only a demonstration has these doors."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from microcred.foundation.methods import require_POST, require_safe
from microcred.organizations.models import Person
from microcred.site.demo.cast import SCORED_READERS, SIGNING_IN, signing_in
from microcred.site.demo.mails import mail_of, mails

BY_KEY = {member.key: member for member in (*SIGNING_IN, *SCORED_READERS)}


@require_safe
def demo_cast(request: HttpRequest) -> HttpResponse:
    """The cast, with one button each."""
    return render(request, "site/demo_cast.html", {"cast": signing_in()})


@require_POST
def demo_sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast and go on to where they wanted to be, or to their first page."""
    if key not in BY_KEY:
        raise Http404
    person = Person.objects.filter(email=BY_KEY[key].email).first()
    if person is None:
        raise Http404
    request.session.flush()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    wanted = request.POST.get("next", "")
    return redirect(wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "home")


@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """The newest mails that the demonstration would have sent."""
    return render(request, "site/demo_mails.html", {"mails": mails(newest=100)})


@require_safe
def demo_mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """One of them."""
    mail = mail_of(mail_id)
    if mail is None:
        raise Http404
    return render(request, "site/demo_mail.html", {"mail": mail})
