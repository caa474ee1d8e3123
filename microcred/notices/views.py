"""A person's door: the inbox."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.notices import access, operations, queries
from microcred.notices.forms import ReadAllForm
from microcred.organizations.access import signed_in

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """What the reader was told, unread first; a POST marks all of it as read."""
    person, at = signed_in(request), now()
    if request.method == "POST":
        form = ReadAllForm(request.POST)
        if form.is_valid():
            operations.read_all(actor=person, up_to=min(form.cleaned_data["up_to"], at))
        return redirect("inbox")
    page = Paginator(queries.inbox_of(person), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or person.language
    unread = [(notice, *notice.words(language)) for notice in page if notice.read_at is None]
    earlier = [(notice, *notice.words(language)) for notice in page if notice.read_at is not None]
    context = {"page": page, "unread": unread, "earlier": earlier, "up_to": at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")}
    return render(request, "notices/inbox.html", context)


@login_required
@require_POST
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Open a notice: it counts as read, and the reader goes where the matter stands."""
    person = signed_in(request)
    told = access.own_notice(person, notice_id)
    operations.read(actor=person, notices=[told], at=now())
    return redirect(told.path or "inbox")
