"""Pages that tell whose work something is: before one is shown it is written down who reads it."""

from collections.abc import Callable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from microcred.catalog.models import Version
from microcred.portfolios.views.workspace import said_to_reader


def before_opening(
    request: HttpRequest, row: Model, version: Version, *, look: Callable[[], object], unopened: str, name: str
) -> HttpResponse | None:
    """What comes before a page that tells whose work a row is about; None once its reader is written down.

    Who may come to judge it chooses first, on a page without names. Then it is written down, in a transaction of its
    own and whatever else is asked for: a page that shows why an answer was refused tells as much as any other.

    Args:
        row: with `is_known`: whether the reader may be told at once.
        look: writes down that they were.
        unopened: the template without names, which knows the row by `name`.
    """
    chooses = request.method == "POST" and request.POST.get("answer") == "know"
    if not chooses and not vars(row)["is_known"]:
        return render(request, unopened, {name: row, "said": said_to_reader(version)})
    # Who only asks whether it is there has read nothing.
    if request.method != "HEAD":
        look()
    return redirect(request.path) if chooses else None
