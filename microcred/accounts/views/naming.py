"""One's name: as it will stand on credentials, and as it did before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.accounts import operations, queries
from microcred.accounts.forms import NameForm
from microcred.catalog.queries import say_titles
from microcred.credentials.queries import awards_under_other_names
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_POST
from microcred.foundation.refusals import refusals_shown_on
from microcred.organizations.access import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_name(request: HttpRequest) -> HttpResponse:
    """Change one's name from a day on, and see the names before."""
    person, at = signed_in(request), now()
    today = localdate(at)
    known = {"name": person.name, "holds_from": today}
    form = NameForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            operations.change_name(actor=person, today=today, at=at, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("my_name")
    others = awards_under_other_names(person)
    say_titles([award.version for award in others], get_language() or "")
    context = {
        "form": form,
        "changes": queries.name_changes_of(person),
        "person": person,
        "others": others,
        "can_change": any(award.issuer.renames for award in others),
    }
    return render(request, "accounts/my_name.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def my_name_on_awards(request: HttpRequest) -> HttpResponse:
    """Let one's awards show the name that one goes by now."""
    shown = operations.show_name_on_awards(actor=signed_in(request), at=now())
    if shown:
        words = ngettext("One award shows your name now.", "%(count)d awards show your name now.", shown)
        messages.success(request, words % {"count": shown})
    return redirect("my_name")
