"""A micro-credential in another language: translated side by side by its authors, read by everyone."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from microcred.catalog import access, operations, queries
from microcred.catalog.design import TranslationState
from microcred.foundation.clock import now
from microcred.foundation.methods import require_http_methods, require_safe
from microcred.foundation.refusals import Refusal
from microcred.organizations.access import signed_in


@require_safe
def version_in(request: HttpRequest, slug: str, label: str, language: str) -> HttpResponse:
    """One version in another language, as that was published."""
    page = access.public_version(slug, label, at=now())
    translation = queries.translation_of(page.version, language)
    if translation is None:
        raise Http404
    context = {"page": queries.page_in(page, translation), "pinned": True}
    return render(request, "catalog/micro_credential.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translation(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Source and translation side by side; a POST keeps what was typed, or publishes what is whole."""
    person, at = signed_in(request), now()
    thing = access.micro_credential_to_retire(person, slug, at=at)
    version = queries.current_version(thing)
    if version is None or language not in dict(settings.LANGUAGES) or language == version.language:
        raise Http404
    refusal: Refusal | None = None
    typed: dict[str, str] = {}
    where: dict[str, Any] = {"actor": person, "micro_credential": thing, "language": language, "at": at}
    if request.method == "POST":
        typed = _typed(request, queries.fields_of(thing, version, language))
        try:
            operations.translate(**where, texts=typed)
            if request.POST.get("do") == "publish":
                operations.publish_translation(**where)
                return redirect("version_in", thing.slug, version.label, language)
            return redirect("translation", thing.slug, language)
        except Refusal as refused:
            refusal = refused
    # What was typed and refused stands on the page, not only what is kept.
    fields = [
        replace(field, text=typed.get(field.key, field.text)) for field in queries.fields_of(thing, version, language)
    ]
    context = {
        "thing": thing,
        "version": version,
        "language": language,
        "language_name": str(dict(settings.LANGUAGES)[language]),
        "fields": fields,
        "open": [field for field in fields if field.state is not TranslationState.CURRENT],
        "published": queries.translation_of(version, language),
        "refusal": refusal,
    }
    return render(request, "catalog/translation.html", context, status=refusal.status if refusal else 200)


def _typed(request: HttpRequest, fields: list[queries.FieldShown]) -> dict[str, str]:
    """What differs from what is kept, and what was looked through and found to be right still."""
    kept = {field.key: field.text for field in fields}
    typed = {name[5:]: str(text) for name, text in request.POST.items() if name.startswith("text:")}
    return {
        key: text
        for key, text in typed.items()
        if f"right:{key}" in request.POST or text.replace("\r\n", "\n").strip() != kept.get(key, "")
    }
