"""Questions about issuers, awards and what waits for a signature."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from microcred.catalog.models import Criterion, Level, Stack, Version
from microcred.catalog.queries import VersionSaid
from microcred.credentials.models import (
    Award,
    AwardIntent,
    AwardResult,
    DocumentIntent,
    Issuance,
    IssuanceBatch,
    Issuer,
    IssuingStop,
    KeyCondemnation,
    NameShown,
    Revocation,
    SignedAgain,
    SignedToken,
    SigningKey,
    StatusList,
    Suspension,
)
from microcred.foundation.asked_often import asked_often
from microcred.foundation.many import among
from microcred.openbadges.documents import parse
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, identifiers_by_address

TEXT_AGAIN = Subquery(
    SignedAgain.objects.filter(intent=OuterRef("intent")).order_by("-signed_at", "-pk").values("text")[:1]
)
"""Of an award: its text as it was signed last, if its first key was condemned."""

NAME_NOW = Subquery(NameShown.objects.filter(award=OuterRef("pk")).order_by("-shown_from", "-pk").values("name")[:1])
"""Of an award: the name that its holder let stand on it last, if they ever did."""

TOKEN_PURPOSES = (SigningKey.Purpose.ES256, SigningKey.Purpose.RS256)

MOST_CARRIED = 5
"""Endorsements in one award. Each is a credential of two or three kilobytes, and a check of its own for verifiers."""


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


def issuer_for(version: Version) -> Issuer | None:
    """The issuer of a version: the nearest one from the owner of its micro-credential up the tree."""
    return issuer_of_organization(version.micro_credential.owner)


def issuer_of_organization(owner: Organization) -> Issuer | None:
    """The issuer that signs for an organization: the nearest one from it up the tree."""
    nearest_first = list(reversed(owner.lineage))
    issuers = Issuer.objects.filter(organization_id__in=nearest_first).select_related("organization")
    return min(issuers, key=lambda issuer: nearest_first.index(issuer.organization_id), default=None)


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


@asked_often
def _signed_text(*, award_id: UUID) -> QuerySet[Award, str]:
    return Award.objects.filter(pk=award_id).values_list(Coalesce(TEXT_AGAIN, "intent__signed__text"), flat=True)


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


def batches_left_behind(*, before: datetime) -> QuerySet[IssuanceBatch]:
    """Batches ordered before a moment that are not signed, oldest first; without those of a stopped issuer, and those
    that wait until somebody upholds them."""
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    # a batch is written down at one moment, which is that of its intents
    of_batch = {"issuance": OuterRef("issuance"), "intended_at": OuterRef("writing__written_at")}
    unproven = AwardIntent.objects.filter(UNPROVEN, **of_batch)
    return (
        IssuanceBatch.objects.filter(signing__isnull=True, created_at__lt=before)
        .exclude(issuance__issuer__in=stopped)
        .exclude(Exists(unproven))
        .order_by("created_at", "number")
    )


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


def awards_making_stack(person: Person, stack: Stack) -> list[Award] | None:
    """A person's current awards of everything that a stack holds now, in its order; None when one is missing.

    What is retired takes no new starts, so it is not asked for. A stack of one is no stack.
    """
    wanted = list(
        stack.places.filter(micro_credential__retirement__isnull=True, micro_credential__versions__isnull=False)
        .order_by("position")
        .values_list("micro_credential_id", flat=True)
        .distinct()
    )
    if len(wanted) < 2:
        return None
    held = awards_with_all().filter(person=person, revocation__isnull=True, version__micro_credential__in=wanted)
    newest = {award.version.micro_credential_id: award for award in held.order_by("earned_at", "pk")}
    return [newest[each] for each in wanted] if set(newest) == set(wanted) else None


def stacks_with(award: Award) -> QuerySet[Stack]:
    """The stacks in which the micro-credential of an award stands."""
    return Stack.objects.filter(places__micro_credential=award.version.micro_credential_id).order_by("pk")


def awards_for_record(person: Person) -> list[Award]:
    """A person's awards that hold, the oldest first, each with its stored text."""
    held = awards_with_all().filter(person=person, revocation__isnull=True)
    return list(held.order_by("earned_at", "pk"))


def documents_of(person: Person) -> QuerySet[DocumentIntent]:
    """A person's stack credentials and learner records, the newest first."""
    own = DocumentIntent.objects.filter(person=person).select_related("issuer", "signed", "withdrawal")
    return own.order_by("-intended_at", "-pk")


def documents_resting_on(award: Award) -> QuerySet[DocumentIntent]:
    """The stack credentials in force that rest on an award."""
    return award.documents.filter(kind=DocumentIntent.Kind.STACK, withdrawal__isnull=True).order_by("pk")


def endorsements_of(award: Award) -> list[DocumentIntent]:
    """The endorsements in force of an award, of its version and of its issuer."""
    return _endorsements(award_id=award.pk, version_id=award.version_id, issuer_id=award.issuer_id)


@asked_often
def _endorsements(*, award_id: UUID, version_id: UUID, issuer_id: UUID) -> QuerySet[DocumentIntent]:
    about = Q(award=award_id) | Q(version=version_id) | Q(endorsed_issuer=issuer_id)
    return _endorsements_in_force().filter(about)


def endorsements_of_issuer(issuer: Issuer) -> QuerySet[DocumentIntent]:
    """The endorsements in force of an issuer."""
    return _endorsements_in_force().filter(endorsed_issuer=issuer)


def endorsements_to_carry(version: Version, issuer: Issuer) -> Sequence[DocumentIntent]:
    """The endorsements in force of a version and of its issuer that an award carries, the newest of many. None with the
    signature of a condemned key, and none of a stranger's: only of issuers to which this one answers, above it in the
    tree of organizations. Whatever others say stands on the public pages, and in nothing that this issuer signs."""
    about = Q(version=version) | Q(endorsed_issuer=issuer)
    again = SignedAgain.objects.filter(document=OuterRef("pk"), key__condemnation__isnull=True)
    above = _endorsements_in_force().filter(issuer__organization__in=issuer.organization.lineage)
    trusted = above.filter(Q(key__condemnation__isnull=True) | Exists(again))
    newest = trusted.filter(about).select_related("signed").order_by("-intended_at", "-pk")
    return list(newest[:MOST_CARRIED])[::-1]


def _endorsements_in_force() -> QuerySet[DocumentIntent]:
    found = DocumentIntent.objects.filter(kind=DocumentIntent.Kind.ENDORSEMENT, signed__isnull=False)
    return found.filter(withdrawal__isnull=True).select_related("issuer").order_by("intended_at", "pk")


def endorsements_by(issuer: Issuer) -> QuerySet[DocumentIntent]:
    """What an issuer has endorsed, the newest first."""
    found = DocumentIntent.objects.filter(issuer=issuer, kind=DocumentIntent.Kind.ENDORSEMENT)
    return found.select_related("signed", "withdrawal").order_by("-intended_at")


def comment_of(document: DocumentIntent) -> str:
    """What an endorsement says; empty for other documents."""
    if document.kind != DocumentIntent.Kind.ENDORSEMENT:
        return ""
    return str(parse(document.unsigned)["credentialSubject"]["endorsementComment"])


def unsigned_documents(*, before: datetime) -> QuerySet[DocumentIntent]:
    """Documents intended before a moment that are not signed, oldest first; without those of a stopped issuer."""
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    waiting = DocumentIntent.objects.filter(signed__isnull=True, intended_at__lt=before)
    return waiting.exclude(UNPROVEN).exclude(issuer__in=stopped).order_by("intended_at", "pk")


def unsigned_intents(*, before: datetime) -> QuerySet[AwardIntent]:
    """What was awarded before a moment and has no award yet, oldest first: a crash, or a key that does not open.

    What waits because its issuer is stopped, or until somebody upholds it, is not among it.
    """
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    return (
        AwardIntent.objects.filter(award__isnull=True, intended_at__lt=before)
        .exclude(UNPROVEN)
        .exclude(issuer__in=stopped)
        .order_by("intended_at", "pk")
    )


UNPROVEN = Q(
    key__condemnation__isnull=False,
    intended_at__gte=F("key__condemnation__since"),
    key__condemnation__upholding__isnull=True,
)
"""Of an intent: its key was condemned, it was written down since that key is in doubt, and nobody has upheld it."""


def awards_to_sign_again() -> QuerySet[AwardIntent]:
    """What is served with the signature of a condemned key though its order is proven, the oldest first."""
    return _to_sign_again(AwardIntent.objects.filter(award__isnull=False), "intent")


def documents_to_sign_again() -> QuerySet[DocumentIntent]:
    """The same of stack credentials and endorsements. A learner record holds signatures of its own time within: its
    holder puts it together anew."""
    signed = DocumentIntent.objects.filter(signed__isnull=False).exclude(kind=DocumentIntent.Kind.RECORD)
    return _to_sign_again(signed, "document")


def _to_sign_again(intents: QuerySet[Any], name: str) -> QuerySet[Any]:
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    trusted = SignedAgain.objects.filter(**{name: OuterRef("pk")}, key__condemnation__isnull=True)
    return (
        intents.filter(~Exists(trusted), key__condemnation__isnull=False)
        .exclude(UNPROVEN)
        .exclude(issuer__in=stopped)
        .select_related("issuer", "key__condemnation__upholding")
        .order_by("intended_at", "pk")
    )


def awards_with_condemned_tokens() -> QuerySet[Award]:
    """Awards whose token of some algorithm bears the signature of a condemned key, and no other is there."""
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    trusted = SignedToken.objects.filter(
        intent=OuterRef("intent"), algorithm=OuterRef("algorithm"), key__condemnation__isnull=True
    )
    lost = SignedToken.objects.filter(~Exists(trusted), key__condemnation__isnull=False).values("intent")
    unproven = AwardIntent.objects.filter(UNPROVEN).values("pk")
    return (
        Award.objects.filter(intent__in=lost)
        .exclude(intent__in=unproven)
        .exclude(issuer__in=stopped)
        .select_related("intent__key__condemnation__upholding", "issuer")
        .order_by("pk")
    )


def awards_left_without_tokens() -> QuerySet[Award]:
    """Awards that have no token though their issuer offered them when they were granted: it was stopped just then, or
    their key condemned. They are looked for only with issuers to whom that happened."""
    stopped = IssuingStop.objects.filter(resumption__isnull=True).values("issuer")
    held_up = Q(issuer__in=IssuingStop.objects.values("issuer"))
    held_up |= Q(issuer__in=KeyCondemnation.objects.values("key__issuer"))
    offered = SigningKey.objects.filter(
        issuer=OuterRef("issuer"), purpose__in=TOKEN_PURPOSES, created_at__lte=OuterRef("created_at")
    )
    unproven = AwardIntent.objects.filter(UNPROVEN).values("pk")
    return (
        Award.objects.filter(held_up, Exists(offered), ~Exists(SignedToken.objects.filter(intent=OuterRef("intent"))))
        .exclude(intent__in=unproven)
        .exclude(issuer__in=stopped)
        .select_related("intent__key__condemnation__upholding", "issuer")
        .order_by("pk")
    )


def condemnations_to_uphold(issuer: Issuer) -> QuerySet[KeyCondemnation]:
    """The condemned keys of an issuer with which something was awarded since they are in doubt, each with how much."""
    found = KeyCondemnation.objects.filter(key__issuer=issuer, upholding__isnull=True).select_related("key")
    counted = AwardIntent.objects.filter(key=OuterRef("key"), intended_at__gte=OuterRef("since")).order_by()
    count = counted.values("key").annotate(count=Count("pk")).values("count")
    return found.annotate(awards=Subquery(count)).filter(awards__gt=0).order_by("condemned_at")


def awards_since(condemnation: KeyCondemnation) -> QuerySet[AwardIntent]:
    """What was awarded with a condemned key since it is in doubt, the newest first."""
    intents = AwardIntent.objects.filter(key=condemnation.key, intended_at__gte=condemnation.since)
    return intents.select_related("person", "version", "award").order_by("-intended_at", "-pk")


def lists_signed_before(moment: datetime) -> QuerySet[StatusList]:
    """The status lists whose signature is older than a moment."""
    return StatusList.objects.filter(signed_at__lt=moment).order_by("signed_at", "pk")


def places_set(status_list: StatusList) -> Iterable[int]:
    """The places of a list whose bit must be set: its revoked awards, or those suspended now.

    An award has its intent's identifier, so one join finds them.
    """
    if status_list.holds == StatusList.Holds.DOCUMENTS:
        withdrawn = DocumentIntent.objects.filter(status_list=status_list, withdrawal__isnull=False)
        return [index for index in withdrawn.values_list("status_index", flat=True) if index is not None]
    if status_list.purpose == StatusList.Purpose.SUSPENSION:
        suspended = Suspension.objects.filter(reinstatement__isnull=True).values("award_id")
        intents = AwardIntent.objects.filter(suspension_list=status_list, pk__in=suspended)
        return [index for index in intents.values_list("suspension_index", flat=True) if index is not None]
    revoked = Revocation.objects.values("award_id")
    return AwardIntent.objects.filter(status_list=status_list, pk__in=revoked).values_list("status_index", flat=True)


def tokens_of(award: Award) -> list[SignedToken]:
    """An award's tokens that can be trusted, the newest of each algorithm."""
    return _tokens(intent_id=award.intent_id)


@asked_often
def _tokens(*, intent_id: UUID) -> QuerySet[SignedToken]:
    return _trusted_tokens().filter(intent=intent_id).order_by("algorithm", "-signed_at", "-pk").distinct("algorithm")


def _trusted_tokens() -> QuerySet[SignedToken]:
    """Tokens whose key is not condemned, of awards that are not in doubt: a token must not say what the credential
    itself may not say now."""
    in_doubt = AwardIntent.objects.filter(UNPROVEN, pk=OuterRef("intent"))
    return SignedToken.objects.filter(~Exists(in_doubt), key__condemnation__isnull=True)


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


def stop_in_force(issuer: Issuer) -> IssuingStop | None:
    """The stop of an issuer that nobody has ended, if there is one."""
    return IssuingStop.objects.filter(issuer=issuer, resumption__isnull=True).order_by("stopped_at").first()


def intents_waiting_at(issuer: Issuer) -> int:
    """How many awards of an issuer wait for their signature."""
    return AwardIntent.objects.filter(issuer=issuer, award__isnull=True).count()


def token_keys_of(issuer: Issuer) -> QuerySet[SigningKey]:
    """The keys with which an issuer signs tokens now, one for each algorithm."""
    return issuer.keys.filter(purpose__in=TOKEN_PURPOSES, retirement__isnull=True).order_by("purpose", "-created_at")


def token_of(award: Award, algorithm: str) -> SignedToken | None:
    """The credential of an award as the newest token of an algorithm that can be trusted, if there is one."""
    return trusted_token(award.pk, algorithm)


def trusted_token(award_id: UUID, algorithm: str) -> SignedToken | None:
    """The same of the award of this identifier."""
    tokens = _trusted_tokens().filter(intent__award=award_id, algorithm=algorithm)
    return tokens.order_by("-signed_at", "-pk").first()


def keys_of(issuer: Issuer) -> QuerySet[SigningKey]:
    """An issuer's keys, the oldest first, with what became of them."""
    return issuer.keys.select_related("retirement", "condemnation__upholding").order_by("created_at", "pk")


def keys_to_condemn(issuer: Issuer) -> QuerySet[SigningKey]:
    """The keys of an issuer that are still trusted, retired ones among them, the newest first."""
    return issuer.keys.filter(condemnation__isnull=True).order_by("-created_at", "-pk")


def revoked_credentials_of(issuer: Issuer) -> QuerySet[Award]:
    """An issuer's revoked awards, in the order of their revocation."""
    return Award.objects.filter(issuer=issuer, revocation__isnull=False).order_by("revocation__revoked_at", "pk")


def may_look_after(person: Person, issuer: Issuer, *, at: datetime) -> bool:
    """Whether a person administers the issuer's organization: its keys, its stops, what it offers."""
    return acts_as(person, Role.ORG_ADMIN, for_organization=issuer.organization, at=at)


def may_revoke(person: Person, award: Award, *, at: datetime) -> bool:
    """Whether a person acts for the issuer's organization as administrator or lead assessor."""
    organization = award.issuer.organization
    return acts_as(person, Role.ORG_ADMIN, for_organization=organization, at=at) or acts_as(
        person, Role.LEAD_ASSESSOR, for_organization=organization, at=at
    )


def award_at_address(path: str) -> Award | None:
    """The award whose page, or a file beside it, has this path on this server."""
    award_id = _award_id_in(path)
    return award_with_all(award_id) if award_id is not None else None


def text_at_address(path: str) -> str | None:
    """The signed credential of the award that has this path, as it is served: as it was signed last."""
    award_id = _award_id_in(path)
    return _signed_text.first(award_id=award_id) if award_id is not None else None


def _award_id_in(path: str) -> UUID | None:
    parts = path.strip("/").split("/")
    if len(parts) not in (2, 3) or parts[0] != "credentials":
        return None
    try:
        return UUID(parts[1])
    except ValueError:
        return None


def issuer_at_address(path: str) -> Issuer | None:
    """The issuer whose page has this path on this server."""
    parts = path.partition("?")[0].strip("/").split("/")
    if len(parts) != 2 or parts[0] != "issuers":
        return None
    return Issuer.objects.select_related("organization").filter(slug=parts[1]).first()


def version_at_address(path: str) -> Version | None:
    """The published version whose page has this path on this server; of a micro-credential's own page its newest."""
    parts = path.partition("?")[0].strip("/").split("/")
    if len(parts) not in (2, 4) or parts[0] != "catalogue":
        return None
    versions = Version.objects.filter(micro_credential__slug=parts[1]).select_related("micro_credential__owner")
    if len(parts) == 4:
        if parts[2] != "versions" or not parts[3].isdigit():
            return None
        versions = versions.filter(number=int(parts[3]))
    return versions.order_by("-number").first()
