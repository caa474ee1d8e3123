"""Whether what a team may hand in alike leaves something that each member does alone. In English and Spanish."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.prose import quoted
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Requirement

_EACH_ALONE = re.compile(
    r"\beach (?:of you|member|teammate|person|one)\b|\bindividual(?:ly)?\b|\balone\b|\bby yourself\b|\bon your own\b"
    r"|\byour (?:own )?(?:part|role|share|contribution)\b|\bwho did what\b"
    r"|\bwhat you (?:yourself )?(?:did|contributed)\b"
    r"|\bcada (?:un[oa]|persona|miembro|integrante)\b|\bindividual(?:mente)?\b|\bpor su cuenta\b|\bquién hizo qué\b"
    r"|\bsu (?:propia )?(?:parte|función|contribución|aportación)\b",
    re.IGNORECASE,
)


def own_part(subject: Subject) -> Iterator[Finding]:
    """Artifacts that a team hands in alike, with nothing said or asked of what each member does alone."""
    asked = subject.design.requirements
    for place, one in enumerate(asked):
        if one.shareable and not _says_who_does_what(one) and not _reflected_on_alone(one, asked):
            yield Finding(
                "own-part",
                f"requirements.{place}.shareable",
                quoted(one.prompt),
                _("A team may hand this in alike, and nothing says what each member does alone."),
                _("Say in the guidance what each does alone, or ask a question of each that the same criteria judge."),
                Component.EVIDENCE,
            )


def _says_who_does_what(asked: Requirement) -> bool:
    return bool(_EACH_ALONE.search(f"{asked.prompt} {asked.guidance}"))


def _reflected_on_alone(shared: Requirement, asked: tuple[Requirement, ...]) -> bool:
    """Whether each criterion that judges it is fed by an answer too, which everybody writes themselves."""
    written = {name for one in asked if one.kind != "artifact" for name in one.feeds}
    return bool(shared.feeds) and set(shared.feeds) <= written
