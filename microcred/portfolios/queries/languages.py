"""In which language each piece of evidence is, which languages are taken, and what a piece lacks."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization
from microcred.portfolios.languages import OWN_NAMES, Wanting, assumed, wanting_of
from microcred.portfolios.models import Item, LanguageTerms, PieceLanguage, Pursuit, SubmittedLanguage
from microcred.programs.models import Program

if TYPE_CHECKING:
    from microcred.portfolios.queries.workspace import RequirementWork, Workspace

Piece = tuple[UUID, UUID | None]
"""A requirement, and the file or link; without one its answer."""


@dataclass(frozen=True)
class LanguagesTaken:
    """Which languages are taken, and what of the others. `said` is the row that says so, if any does."""

    languages: tuple[str, ...] = ()
    takes_translated: bool = True
    said: LanguageTerms | None = None

    @property
    def names(self) -> list[str]:
        """How those that are named are called in themselves."""
        return [OWN_NAMES.get(code, code) for code in self.languages]


@dataclass(frozen=True)
class PieceSpoken:
    """An answer, a file or a link with its language, and what it lacks because of it."""

    work: "RequirementWork"
    item: Item | None
    language: str
    said: PieceLanguage | None
    wanting: Wanting | None

    @property
    def own_name(self) -> str:
        """How its language is called in itself."""
        return OWN_NAMES.get(self.language, self.language)

    @property
    def key(self) -> str:
        """What tells it from the other pieces on a page."""
        return str(self.item.pk if self.item else self.work.requirement.pk)


def languages_taken(pursuit: Pursuit) -> LanguagesTaken:
    """Which languages a piece of work may be in: as its program says, or the nearest organization above it."""
    program = pursuit.program
    owner = program.owner if program else pursuit.version.micro_credential.owner
    return languages_taken_in(owner, program)


def languages_taken_in(organization: Organization, program: Program | None = None) -> LanguagesTaken:
    """Which languages an organization takes evidence in, for one of its programs or for all."""
    rows = list(_terms(places=organization.lineage))
    latest = {(row.organization_id, row.program_id): row for row in rows}
    keys: list[tuple[UUID, UUID | None]] = [(organization.pk, program.pk)] if program else []
    keys += [(place, None) for place in reversed(organization.lineage)]
    row = next((latest[key] for key in keys if key in latest), None)
    if row is None:
        return LanguagesTaken()
    return LanguagesTaken(tuple(row.languages), row.otherwise == LanguageTerms.Otherwise.TRANSLATED, row)


def languages_in(pursuit: Pursuit) -> Mapping[Piece, PieceLanguage]:
    """What an educator said of the languages of their pieces, in one query."""
    return {(row.requirement_id, row.item_id): row for row in _said(pursuit_id=pursuit.pk)}


def pieces_of(workspace: "Workspace") -> list[PieceSpoken]:
    """Everything that is there to be handed in, each with its language."""
    said = languages_in(workspace.pursuit)
    taken = languages_taken(workspace.pursuit) if said else LanguagesTaken()
    design = workspace.pursuit.version.language
    present = {item.pk for work in workspace.work for item in work.items}
    pieces = []
    for work in workspace.work:
        author = work.requirement.language
        there: list[Item | None] = list(work.items)
        if work.takes_text and not work.is_empty:
            there.insert(0, None)
        for item in there:
            row = said.get((work.requirement.pk, item.pk if item else None))
            language = row.language if row else assumed(author, design)
            wanting = wanting_of(
                language,
                design=design,
                author=author,
                taken=taken.languages,
                takes_translated=taken.takes_translated,
                is_translated=row is not None and bool(row.translated_by) and row.beside_id in {None, *present},
            )
            pieces.append(PieceSpoken(work, item, language, row, wanting))
    return pieces


def languages_wanting(workspace: "Workspace") -> Iterator[tuple["RequirementWork", str | Promise]]:
    """The requirements that hold a piece in a language that is not taken as it is; and what to say of it."""
    for piece in pieces_of(workspace):
        if piece.wanting and piece.work.editable:
            words = _NOT_TAKEN if piece.wanting is Wanting.OTHER_LANGUAGE else _UNTRANSLATED
            yield piece.work, format_lazy(words, number=piece.work.number, language=piece.own_name)


_UNTRANSLATED = _("Number {number} holds something in another language ({language}): name its translation.")
_NOT_TAKEN = _("Number {number} holds something in a language that is not taken here ({language}).")


def languages_in_manifest(workspace: "Workspace") -> list[dict[str, Any]] | None:
    """What the manifest says of languages: of each piece for which its educator said one."""
    present = {item.pk for work in workspace.work for item in work.items}
    said = [
        {
            "requirement": str(piece.work.requirement.pk),
            "item": str(piece.item.pk) if piece.item else None,
            "language": piece.language,
            "translatedBy": piece.said.translated_by or None,
            "translation": str(piece.said.beside_id) if piece.said.beside_id in present else None,
        }
        for piece in pieces_of(workspace)
        if piece.said
    ]
    return said or None


def submitted_languages(submission_id: UUID) -> dict[Piece, SubmittedLanguage]:
    """The languages that a submission froze, by requirement and submitted item, in one query."""
    return {(row.requirement_id, row.submitted_item_id): row for row in _frozen(submission_id=submission_id)}


def languages_handed_in(submissions: Collection[UUID]) -> dict[UUID, list[str]]:
    """Which languages some submissions are in besides the one that was asked, by what each is called in itself."""
    found: dict[UUID, list[str]] = {}
    rows = SubmittedLanguage.objects.filter(submission__in=submissions).order_by("language")
    for submission, language in rows.values_list("submission", "language").distinct():
        found.setdefault(submission, []).append(OWN_NAMES.get(language, language))
    return found


@asked_often
def _said(*, pursuit_id: UUID) -> QuerySet[PieceLanguage]:
    return PieceLanguage.objects.filter(pursuit=pursuit_id).select_related("beside")


@asked_often
def _terms(*, places: list[UUID]) -> QuerySet[LanguageTerms]:
    said = LanguageTerms.objects.filter(organization__in=places).select_related("organization", "program", "said_by")
    return said.order_by("organization", "program", "-said_at", "-pk").distinct("organization", "program")


@asked_often
def _frozen(*, submission_id: UUID) -> QuerySet[SubmittedLanguage]:
    return SubmittedLanguage.objects.filter(submission=submission_id).select_related("beside")
