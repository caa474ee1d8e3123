"""Awards: who holds them, what was reached, and whether they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery

from microcred.catalog.models import Criterion, Level, Version
from microcred.catalog.queries import VersionSaid
from microcred.credentials.models import (
    Award,
    AwardIntent,
    AwardResult,
    Issuance,
    Issuer,
    NameShown,
    SignedAgain,
    Suspension,
)
from microcred.credentials.queries.signing import UNPROVEN
from microcred.foundation.asked_often import asked_often
from microcred.foundation.many import among
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, identifiers_by_address

TEXT_AGAIN = Subquery(
    SignedAgain.objects.filter(intent=OuterRef("intent")).order_by("-signed_at", "-pk").values("text")[:1]
)
"""Of an award: its text as it was signed last, if its first key was condemned."""

NAME_NOW = Subquery(NameShown.objects.filter(award=OuterRef("pk")).order_by("-shown_from", "-pk").values("name")[:1])
"""Of an award: the name that its holder let stand on it last, if they ever did."""


@dataclass(frozen=True)
class CriterionResult:
    """One criterion of an award: what was reached and what was required."""

    criterion: Criterion
    achieved: Level
    required: Level

    @property
    def met(self) -> bool:
        """Whether the level was reached that the criterion asks for; a part may have passed all the same."""
        return self.achieved.position >= self.required.position

    @property
    def beyond(self) -> bool:
        """Whether more was reached than was required."""
        return self.achieved.position > self.required.position


def own_award(credential_id: str, issuer_id: str) -> Award | None:
    """The award of this server that a credential of this identifier and issuer is."""
    try:
        award_id = UUID(credential_id.removeprefix("urn:uuid:"))
    except ValueError:
        return None
    return Award.objects.filter(pk=award_id, issuer__did=issuer_id).first()


def current_awards_of(issuer: Issuer) -> int:
    """How many awards of an issuer hold."""
    return Award.objects.filter(issuer=issuer, revocation__isnull=True).count()


def awards_with_all() -> QuerySet[Award]:
    """Awards with what their pages and lists show, in one query."""
    return Award.objects.select_related(
        "version__micro_credential",
        "issuer__organization",
        "intent__signed",
        "intent__issuance",
        "revocation",
        "person",
    ).annotate(text_again=TEXT_AGAIN, name_shown=NAME_NOW)


def award_with_all(award_id: UUID) -> Award | None:
    """The same of one award, in two queries: one over ten tables takes longer to plan than to run."""
    award = _award.first(award_id=award_id)
    if award is not None:
        (award.intent,) = _signed_intent(intent_id=award.intent_id)
    return award


@asked_often
def _award(*, award_id: UUID) -> QuerySet[Award]:
    shown = Award.objects.select_related("version__micro_credential", "issuer__organization", "revocation", "person")
    return shown.filter(pk=award_id).annotate(text_again=TEXT_AGAIN, name_shown=NAME_NOW)


@asked_often
def _signed_intent(*, intent_id: UUID) -> QuerySet[AwardIntent]:
    return AwardIntent.objects.select_related("signed", "issuance").filter(pk=intent_id)


def awards_of(person: Person) -> QuerySet[Award]:
    """A person's awards, the newest first; revoked ones among them."""
    return awards_with_all().filter(person=person).order_by("-earned_at", "-pk")


def awards_under_other_names(person: Person) -> list[Award]:
    """A person's awards that hold and show another name than the one they go by now, the newest first."""
    holding = awards_of(person).filter(revocation__isnull=True)
    return [award for award in holding if award.name_now() not in ("", person.name)]


def awards_waiting_for(person: Person) -> QuerySet[AwardIntent]:
    """What has been awarded to a person and still waits for its signature."""
    return (
        AwardIntent.objects.filter(person=person, award__isnull=True)
        .select_related("version__micro_credential", "issuer")
        .order_by("-intended_at")
    )


def results_of(award: Award, said: VersionSaid | None = None) -> Sequence[CriterionResult]:
    """The level reached on each criterion of an award, in the order of the rubric; by default in its own words."""
    levels = {result.level.criterion_id: result.level for result in _results(award_id=award.pk)}
    results = []
    for criterion in _criteria(version_id=award.version_id):
        required = next(level for level in criterion.levels.all() if level.position == criterion.required_position)
        if criterion.pk in levels:
            # the rubric grid marks the level that was judged by this name
            criterion.chosen_level_id = levels[criterion.pk].pk  # type: ignore[attr-defined]
            results.append(CriterionResult(criterion, levels[criterion.pk], required))
    if said is not None and not said.is_original:
        _say(results, said)
    return results


def _say(results: Sequence[CriterionResult], said: VersionSaid) -> None:
    """Put what a version says in another language on rows that were read for one page."""
    criteria = {criterion.id: criterion for criterion in said.rubric.criteria}
    levels = {level.id: level for criterion in said.rubric.criteria for level in criterion.levels}
    for result in results:
        row, words = result.criterion, criteria[result.criterion.pk]
        row.name, row.description = words.name, words.description
        vars(row)["others"] = words.others
        for level in (*row.levels.all(), result.achieved):
            level.name, level.descriptor = levels[level.pk].name, levels[level.pk].descriptor


@asked_often
def _results(*, award_id: UUID) -> QuerySet[AwardResult]:
    return AwardResult.objects.filter(award=award_id).select_related("level")


@asked_often
def _criteria(*, version_id: UUID) -> QuerySet[Criterion]:
    return Criterion.objects.filter(version=version_id).prefetch_related("levels").order_by("position")


def people_holding(version: Version, people: Iterable[UUID]) -> set[UUID]:
    """Who of some people, by their identifiers, holds a current award of a version, or waits for its signature."""
    them = among("person_id", list(people), of="uuid")
    current = AwardIntent.objects.filter(them, version=version, award__revocation__isnull=True)
    return set(current.values_list("person_id", flat=True))


def holders_among(addresses: Sequence[str], version: Version) -> set[str]:
    """Those of some e-mail addresses whose person holds a current award of a version, or waits for its signature."""
    found: set[str] = set()
    for start in range(0, len(addresses), 10_000):
        people = identifiers_by_address(addresses[start : start + 10_000])
        holding = people_holding(version, people.values())
        found |= {address for address, person_id in people.items() if person_id in holding}
    return found


def batches_of(issuance: Issuance) -> QuerySet[Any]:
    """The batches of an issuance in their order, with what became of them and their `size`. Rows come when asked."""
    return (
        issuance.batches.annotate(size=Func("rows", function="jsonb_array_length", output_field=IntegerField()))
        .defer("rows")
        .select_related("writing", "signing", "issuance__issuer", "issuance__version__micro_credential")
        .order_by("number")
    )


def awards_of_issuance(issuance: Issuance) -> int:
    """How many awards an issuance has brought so far."""
    done = batches_of(issuance).filter(signing__isnull=False)
    return sum(batch.size - batch.writing.passed_over for batch in done)


def awards_for_record(person: Person) -> list[Award]:
    """A person's awards that hold, the oldest first, each with its stored text."""
    held = awards_with_all().filter(person=person, revocation__isnull=True)
    return list(held.order_by("earned_at", "pk"))


def is_in_doubt(award: Award) -> bool:
    """Whether an award was written down with a condemned key since that is in doubt, and nobody has upheld it."""
    return _in_doubt.first(intent_id=award.intent_id) is not None


@asked_often
def _in_doubt(*, intent_id: UUID) -> QuerySet[AwardIntent, UUID]:
    return AwardIntent.objects.filter(UNPROVEN, pk=intent_id).values_list("pk", flat=True)


def suspension_in_force(award: Award) -> Suspension | None:
    """The suspension of an award that nobody has ended, if there is one."""
    return _suspension.first(award_id=award.pk)


@asked_often
def _suspension(*, award_id: UUID) -> QuerySet[Suspension]:
    return Suspension.objects.filter(award=award_id, reinstatement__isnull=True).order_by("pk")[:1]


def revoked_credentials_of(issuer: Issuer) -> QuerySet[Award]:
    """An issuer's revoked awards, in the order of their revocation."""
    return Award.objects.filter(issuer=issuer, revocation__isnull=False).order_by("revocation__revoked_at", "pk")


def may_revoke(person: Person, award: Award, *, at: datetime) -> bool:
    """Whether a person acts for the issuer's organization as administrator or lead assessor."""
    organization = award.issuer.organization
    return acts_as(person, Role.ORG_ADMIN, for_organization=organization, at=at) or acts_as(
        person, Role.LEAD_ASSESSOR, for_organization=organization, at=at
    )
