"""A person's door: the standards, open to everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from microcred.foundation.methods import require_safe
from microcred.frameworks import access


@require_safe
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework with all its standards; each has its code as an anchor."""
    shown = access.public_framework(slug)
    return render(request, "frameworks/framework.html", {"framework": shown, "standards": shown.standards.all()})
