"""Languages of evidence: saying in which one a piece is, and which ones are taken."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.languages import OWN_NAMES
from microcred.portfolios.models import (
    Item,
    LanguageTerms,
    PieceLanguage,
    Pursuit,
    Submission,
    SubmittedItem,
    SubmittedLanguage,
)
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.queries.languages import languages_in, pieces_of
from microcred.portfolios.queries.workspace import Workspace
from microcred.programs.models import Program


class LanguageUnknown(Refusal):
    """The code is none of the list."""

    message = _("This language is not in the list. Choose one of those in it.")
    field = "language"
    status = 422


class TranslationElsewhere(Refusal):
    """What is named as the translation is not there, or is the piece itself."""

    message = _("The translation has to stand in your work as another file or link. Put it in first, then name it.")
    field = "beside"
    status = 422


class TranslatorUnnamed(Refusal):
    """A translation was named without saying who made it."""

    message = _("Say who translated it: you, somebody else, or a program.")
    field = "translated_by"
    status = 422


@operation
def say_language(
    *,
    actor: Person,
    pursuit: Pursuit,
    requirement: Requirement,
    item: Item | None,
    language: str,
    translated_by: str,
    beside: Item | None,
    at: datetime,
) -> PieceLanguage:
    """Say in which language an answer, a file or a link is; and who translated it, and where that stands.

    Args:
        item: the file or link; None for the answer.
        translated_by: of `PieceLanguage.By`; empty where there is no translation.
        beside: the file or link that holds the translation; None where it stands within the piece itself.

    Raises:
        LanguageUnknown, TranslationElsewhere, TranslatorUnnamed, BeingJudged, AlreadyEarned, CriterionNotReopened,
        NotAllowed.
    """
    open_requirement(actor, pursuit, requirement)
    if language not in OWN_NAMES:
        raise LanguageUnknown
    if beside is not None and not translated_by:
        raise TranslatorUnnamed
    hold(pursuit.pk)
    if item is not None and (item.requirement_id != requirement.pk or not _is_in(pursuit, item)):
        raise NotAllowed
    if beside is not None and (not _is_in(pursuit, beside) or beside == item):
        raise TranslationElsewhere
    said, _is_new = PieceLanguage.objects.update_or_create(
        pursuit=pursuit,
        requirement=requirement,
        item=item,
        defaults={"language": language, "translated_by": translated_by, "beside": beside, "said_at": at},
    )
    return said


@operation
def set_language_terms(
    *,
    actor: Person,
    organization: Organization,
    program: Program | None,
    languages: Collection[str],
    otherwise: str,
    at: datetime,
) -> LanguageTerms:
    """Say in which languages evidence is taken, for all programs of an organization or for one, and what of others.

    Raises:
        LanguageUnknown, NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    if program is not None and program.owner_id != organization.pk:
        raise NotAllowed
    if not set(languages) <= set(OWN_NAMES):
        raise LanguageUnknown(field="languages")
    return LanguageTerms.objects.create(
        organization=organization,
        program=program,
        languages=sorted(set(languages)),
        otherwise=LanguageTerms.Otherwise(otherwise),
        said_at=at,
        said_by=actor,
    )


def freeze_languages(submission: Submission, workspace: Workspace) -> None:
    """Freeze what is said of the languages of what a submission froze, in its own transaction."""
    said = [piece for piece in pieces_of(workspace) if piece.said]
    if not said:
        return
    frozen = {row.item_id: row for row in SubmittedItem.objects.filter(submission=submission)}
    SubmittedLanguage.objects.bulk_create(
        SubmittedLanguage(
            submission=submission,
            requirement=piece.work.requirement,
            submitted_item=frozen[piece.item.pk] if piece.item else None,
            language=piece.language,
            translated_by=piece.said.translated_by,
            beside=frozen.get(piece.said.beside_id) if piece.said.beside_id else None,
        )
        for piece in said
        if piece.said
    )


def copy_languages(
    pursuit: Pursuit, begun: Pursuit, items: Mapping[UUID, Item], requirements: Mapping[UUID, Requirement], at: datetime
) -> None:
    """Copy what is said of languages to the copies of answers, files and links in another version.

    Args:
        items: the copies, by the identifiers of what they are copies of.
        requirements: what each requirement is there, by what it is here.
    """
    PieceLanguage.objects.bulk_create(
        PieceLanguage(
            pursuit=begun,
            requirement=items[item].requirement if item else requirements[requirement],
            item=items[item] if item else None,
            language=row.language,
            translated_by=row.translated_by,
            beside=items.get(row.beside_id) if row.beside_id else None,
            said_at=at,
        )
        for (requirement, item), row in languages_in(pursuit).items()
        if (item in items if item else requirement in requirements)
    )


def speak_along(item: Item, made: Item, at: datetime) -> None:
    """Let what is said of the language of one item hold for another that takes its place, as a translation too."""
    for row in PieceLanguage.objects.filter(item=item):
        said = {"language": row.language, "translated_by": row.translated_by, "beside": row.beside, "said_at": at}
        PieceLanguage.objects.create(pursuit=row.pursuit, requirement=row.requirement, item=made, **said)
    PieceLanguage.objects.filter(beside=item).update(beside=made)


def _is_in(pursuit: Pursuit, item: Item) -> bool:
    return item.pursuit_id == pursuit.pk and not hasattr(item, "removal")
