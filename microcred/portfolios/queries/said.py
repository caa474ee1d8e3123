"""What is said in recordings: what a submission freezes of it, and what an author who asks for it still lacks."""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.models import Item

if TYPE_CHECKING:
    from microcred.portfolios.queries.workspace import RequirementWork, Workspace

RECORDINGS = (Item.Kind.VIDEO, Item.Kind.AUDIO)

_SILENT = _("Number {number} asks for captions or a transcript of each recording; “{title}” has neither yet.")


def said_in_manifest(workspace: "Workspace") -> list[dict[str, str]] | None:
    """What the manifest says of recordings: captions or transcript of each, by the SHA-256 of its text in UTF-8."""
    said = []
    for work in workspace.counted:
        for item in work.items:
            form = workspace.forms.get(item.pk)
            if form is not None and not form.is_silent:
                kind = "captions" if form.captions else "transcript"
                said.append(
                    {"item": str(item.pk), "kind": kind, "sha256": hashlib.sha256(form.text.encode()).hexdigest()}
                )
    return said or None


def silent(workspace: "Workspace") -> Iterator[tuple["RequirementWork", str | Promise]]:
    """Where the author asks for captions or transcripts, each recording that has neither; and what to say of it."""
    for work in workspace.counted:
        if work.requirement.transcribed:
            for item in work.items:
                if item.kind in RECORDINGS and item.file and workspace.forms[item.pk].is_silent:
                    yield work, format_lazy(_SILENT, number=work.number, title=item.title)
