"""The doors of files to an agency: what is to be sent, receipts, files, answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.foundation.clock import now
from microcred.foundation.comma_separated import CSV
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in
from microcred.recognition import access
from microcred.recognition.forms_licensure import ResponseForm
from microcred.recognition.layouts import layouts
from microcred.recognition.operations.batches import make_batch_file, read_batch_response
from microcred.recognition.queries import batches as questions
from microcred.recognition.rules.layouts import MOST_RESPONSE

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch_files(request: HttpRequest) -> HttpResponse:
    """What is to be sent in a layout, looked at first, and the files with their receipts; a POST makes a file."""
    person, at = signed_in(request), now()
    jurisdiction = access.licensing_state(person, at=at)
    offered = questions.layouts_for(jurisdiction)
    if request.method == "POST":
        try:
            file = make_batch_file(
                actor=person, jurisdiction=jurisdiction, layout=request.POST.get("layout", ""), at=at
            )
        except Refusal as no:
            messages.warning(request, str(no))
            return redirect("batch_files")
        messages.success(request, _("Made as number {number}. Its receipt is below.").format(number=file.number))
        return redirect("batch_file", file.pk)
    chosen = next((one for one in offered if one.id == request.GET.get("layout")), offered[0])
    ready = questions.to_send(jurisdiction, chosen)
    page = Paginator(questions.files_of([jurisdiction.pk]), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "jurisdiction": jurisdiction,
        "layouts": offered,
        "chosen": chosen,
        "ready": [one for one in ready if one.why_not is None],
        "left_out": [one for one in ready if one.why_not is not None],
        "page": page,
    }
    return render(request, "recognition/batch_files.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One file: its receipt, its lines and what the agency said; a POST reads the agency's answer."""
    person, at = signed_in(request), now()
    file = access.batch_file(person, file_id, at=at)
    form = ResponseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["answer"].read(MOST_RESPONSE).decode("utf-8", errors="replace")
        try:
            read = read_batch_response(actor=person, file=file, content=content.replace("\x00", ""), at=at)
        except Refusal as no:
            messages.error(request, str(no))
        else:
            words = ngettext(
                "%(count)s line read.", "%(count)s lines read.", read.response.accepted + read.response.rejected
            )
            messages.success(request, words % {"count": read.response.accepted + read.response.rejected})
            for one in read.problems[:5]:
                messages.warning(request, _(one.message) % one.values)
        return redirect("batch_file", file.pk)
    page = Paginator(questions.lines_of(file), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "file": questions.files_of([file.jurisdiction_id]).get(pk=file.pk),
        "layout": layouts()[file.layout],
        "page": page,
        "form": form,
        "same": questions.digest_of_content(questions.content_again(file)) == file.digest,
    }
    return render(request, "recognition/batch_file.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def batch_file_content(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The file itself, byte for byte as it was made."""
    file = access.batch_file(signed_in(request), file_id, at=now())
    layout = layouts()[file.layout]
    name = f"{file.jurisdiction.slug}-{file.layout}-{file.number}.{layout.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    kind = CSV if layout.form == "csv" else "text/plain; charset=utf-8"
    return HttpResponse(questions.content_again(file), content_type=kind, headers=headers)
