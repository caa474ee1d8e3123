"""An educator's door: whether their work may be an example."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.calibration import access, operations, queries
from microcred.catalog.queries import said_in
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods
from microcred.foundation.refusals import Refusal, say_refused
from microcred.organizations.access import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exemplar_consent(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """What is asked, what was answered, and the way to change one's mind."""
    person, at = signed_in(request), now()
    paper = access.own_paper(person, paper_id)
    words = asked_in_words(paper.version.micro_credential.owner.name)
    if request.method == "POST":
        granted = request.POST.get("answer") == "yes"
        try:
            operations.answer_for_exemplar(
                actor=person,
                paper=paper,
                granted=granted,
                words="\n".join(words),
                language=get_language() or "",
                at=at,
            )
            messages.success(
                request,
                _("Thank you. Assessors may learn by it; you can take it back at any time.")
                if granted
                else _("It is not used, and nothing changes for you."),
            )
        except Refusal as no:
            say_refused(request, no)
        return redirect("exemplar_consent", paper.pk)
    context = {
        "paper": paper,
        "said": said_in(paper.version, get_language() or ""),
        "standing": queries.standing_of(paper),
        "words": words,
    }
    return render(request, "calibration/exemplar_consent.html", context)


def asked_in_words(place: str) -> list[str]:
    """What an educator consents to, sentence by sentence, in the language of the reader."""
    return [
        _("Assessors of %(place)s may read this submission to learn to judge alike, and to be tried by it.")
        % {"place": place},
        _(
            "They read it as assessors read it: as it was handed in, without your name, your school and the names of "
            "your files."
        ),
        _("What is set aside or replaced for somebody’s privacy stays so."),
        _(
            "Several assessors agree on what it shows. That is for learning only and changes nothing about your "
            "decision."
        ),
        _("You can take your consent back at any time; from then on nobody opens it."),
    ]
