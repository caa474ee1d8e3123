"""What a credential says: the published version, the levels reached and the issuer, as an Open Badges 3.0 document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from microcred.catalog.design import PartRule
from microcred.catalog.models import Criterion, Level, QualityStatement, Version
from microcred.catalog.queries import quality_statement_of, rubric_of
from microcred.credentials import addresses
from microcred.credentials.models import Issuance, Issuer
from microcred.credentials.queries import endorsements_to_carry, revoked_credentials_of
from microcred.frameworks.models import Framework
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.models import (
    Achievement,
    Alignment,
    Evidence,
    HashedEmail,
    HashedIdentity,
    Image,
    OpenBadgeCredential,
    Profile,
    RefreshService,
    Result,
    ResultDescription,
    RubricLevel,
    StatusEntry,
    urn,
)


@dataclass(frozen=True)
class Endorsed:
    """What others vouch for in a credential, by endorsements that they signed: its issuer, and its achievement.

    Those in force when the award is written down, of issuers above this one. One that comes later changes no award; one
    that is withdrawn later is found withdrawn by whoever checks it, for it names its own status list.
    """

    issuer: tuple[JsonObject, ...] = ()
    achievement: tuple[JsonObject, ...] = ()

    @classmethod
    def now(cls, version: Version, issuer: Issuer) -> "Endorsed":
        """The endorsements that an award of a version carries if it is written down now."""
        found = endorsements_to_carry(version, issuer)
        texts = [(each.version_id, parse(each.text)) for each in found]
        return cls(
            issuer=tuple(text for version_id, text in texts if version_id is None),
            achievement=tuple(text for version_id, text in texts if version_id is not None),
        )


@dataclass(frozen=True, kw_only=True)
class Winning:
    """Everything of one award that is not in the version or the issuer.

    Args:
        award_id: the identifier of the intent, the award and the credential.
        email: the address whose salted hash names the holder; it does not itself appear. Empty where `identity` or
            `holder_id` names them.
        identity: the holder by a hash that somebody else made.
        holder_id: the holder by an identifier of their own, such as a DID.
        evidence: what is said of the work behind it, see `submission` and `unscored`.
        criteria: the version's criteria with their levels, lowest first.
        achieved: the level reached, by criterion; empty when nothing was scored here.
    """

    award_id: UUID
    email: str
    salt: str
    earned_at: datetime
    evidence: Evidence
    criteria: Sequence[Criterion]
    achieved: Mapping[UUID, Level]
    status: tuple[StatusEntry, ...]
    expires_at: datetime | None = None
    identity: HashedIdentity | None = None
    holder_id: str = ""
    endorsed: Endorsed = Endorsed()

    @property
    def holder(self) -> HashedEmail | HashedIdentity | None:
        """How the credential names who earned it, beside `holder_id`."""
        if self.identity is not None:
            return self.identity
        return HashedEmail(address=self.email, salt=self.salt) if self.email else None


def credential_of(version: Version, issuer: Issuer, winning: Winning) -> OpenBadgeCredential:
    """The credential as it will be signed. The same arguments give the same bytes."""
    image = Image(id=addresses.badge_image(version), caption=f"Badge: {version.title}, awarded by {issuer.name}")
    profile = replace(profile_of(issuer), endorsements=winning.endorsed.issuer)
    achievement = achievement_of(version, winning.criteria, image)
    return OpenBadgeCredential(
        id=urn(winning.award_id),
        name=version.title,
        description=version.competency,
        image=image,
        issuer=profile,
        valid_from=winning.earned_at,
        awarded_at=winning.earned_at,
        holder=winning.holder,
        holder_id=winning.holder_id,
        achievement=replace(achievement, endorsements=winning.endorsed.achievement),
        valid_until=winning.expires_at,
        results=tuple(
            Result(
                result_description=urn(criterion.pk),
                achieved_level=urn(winning.achieved[criterion.pk].pk),
                value=winning.achieved[criterion.pk].name,
            )
            for criterion in winning.criteria
            if winning.achieved
        ),
        evidence=(winning.evidence,),
        # one entry is written as an object: the published JSON Schema knows no set of them
        status=winning.status[0] if len(winning.status) == 1 else winning.status,
        refresh=RefreshService(id=addresses.current_credential(winning.award_id)),
    )


def submission(digest: str) -> Evidence:
    """Work that was judged here. It stays with the issuer.

    Args:
        digest: SHA-256 of the submission, hexadecimal.
    """
    return Evidence.sealed(
        name="Submission",
        sha256=bytes.fromhex(digest),
        description="The answers, artifacts and reflection that were judged against the criteria.",
        genre="Submission",
    )


def unscored(basis: Issuance.Basis, *, origin: str, reference: str, earned_on: str) -> Evidence:
    """What stands behind an award that nobody scored here, and that nobody did.

    Args:
        origin: where it was awarded earlier, or who attests it; may be empty for an attestation.
        reference: what it is called there, for instance a number; may be empty.
        earned_on: the day, as ISO 8601 writes it.
    """
    called = f" It is known there as {reference}." if reference else ""
    if basis == Issuance.Basis.IMPORTED:
        return Evidence(
            name="Earlier award",
            description="This credential stands for an award that was made before, elsewhere.",
            narrative=f"Awarded on {earned_on} by {origin}, and imported.{called} {UNSCORED}",
            genre="Import",
        )
    by = f" by {origin}" if origin else ""
    return Evidence(
        name="Attestation",
        description="The issuer states that the criteria were met.",
        narrative=f"Attested{by} for {earned_on}.{called} {UNSCORED}",
        genre="Attestation",
    )


UNSCORED = "No work was handed in to, or scored by, the server that signed this credential."


def profile_of(issuer: Issuer) -> Profile:
    """An issuer as its credentials name it."""
    # verifiers look for a page about the issuer: its own website, or what this server says of it
    return Profile(
        id=issuer.did, name=issuer.name, url=issuer.url or addresses.issuer_page(issuer.slug), email=issuer.email
    )


def achievement_of(
    version: Version, criteria: Sequence[Criterion] | None = None, image: Image | None = None
) -> Achievement:
    """What a published version stands for, by whomever it is awarded.

    Args:
        criteria: the version's criteria with their levels, where they are at hand.
    """
    if criteria is None:
        criteria = list(version.criteria.prefetch_related("levels").order_by("position"))
    rules = rubric_of(version).rules
    by_other_rules = {rule.part for rule in rules}
    page = addresses.version_page(version)
    alignments = version.alignments.select_related("standard__framework").order_by(
        "standard__framework__name", "standard__position"
    )
    return Achievement(
        id=page,
        name=version.title,
        description=version.competency,
        criteria=_narrative(version, criteria, rules),
        criteria_url=page,
        image=image,
        alignments=tuple(
            Alignment(
                target_name=alignment.standard.name,
                target_url=addresses.standard(alignment.standard),
                target_code=alignment.standard.code,
                target_description=alignment.standard.text,
                target_framework=_with_edition(alignment.standard.framework),
                target_type="CFItem",
            )
            for alignment in alignments
        )
        + quality_of(version),
        result_descriptions=tuple(
            _result_description(criterion, may_stay_below=criterion.part in by_other_rules) for criterion in criteria
        ),
        version=version.label,
        human_code=version.micro_credential.slug,
        in_language=version.language,
    )


def _with_edition(framework: Framework) -> str:
    """A framework's name, and its edition where the name does not say it."""
    told = framework.edition and framework.edition in framework.name
    return framework.name if told or not framework.edition else f"{framework.name} ({framework.edition})"


def quality_of(version: Version) -> tuple[Alignment, ...]:
    """What is stated of the quality of a version when it is awarded, as an alignment with the edition it was judged by.

    Open Badges 3.0 has no class for it: `targetType` takes names of one's own behind `ext:`
    (enumeration AlignmentTargetType).
    """
    statement = quality_statement_of(version)
    if statement is None:
        return ()
    met = "All components that fall to the design are met"
    if statement.outcome == QualityStatement.Outcome.CONDITIONAL:
        met = f"Met on conditions, to be fulfilled by {statement.meet_by}"
    edition = statement.edition
    return (
        Alignment(
            target_name=f"{edition.name} {edition.label}",
            target_url=addresses.quality_edition(edition),
            target_code=edition.label,
            target_description=f"Quality review of {statement.reviewed_on}: {met}. "
            f"Next review: {statement.next_review_on}.",
            target_framework=edition.publisher,
            target_type="ext:QualityReview",
        ),
    )


def _narrative(version: Version, criteria: Sequence[Criterion], rules: Sequence[PartRule]) -> str:
    """What one had to do, in Markdown: the method, and what each criterion asks at the level required."""
    lines = [version.key_method.strip(), "", "A submission is judged against every criterion of the rubric:", ""]
    by_other_rules = {rule.part for rule in rules}
    for criterion in criteria:
        required = required_level(criterion)
        least = "" if criterion.part in by_other_rules else "at least "
        lines.append(f"- **{criterion.name}**, {least}{required.name}: {required.descriptor.strip()}")
    for rule in rules:
        names = [f"“{criterion.name}”" for criterion in criteria if criterion.part == rule.part]
        lines += ["", _rule(rule, ", ".join(names), len(names))]
    return "\n".join(lines)


def _rule(rule: PartRule, names: str, criteria: int) -> str:
    """By what a part passes, in the language of the documents."""
    if rule.kind == "at_least":
        return f"Of {names}, at least {rule.count} of {criteria} have to reach the level named."
    return (
        f"The levels reached on {names} have to sum up to at least {rule.count}, counted from 1 for the lowest; "
        "a higher level on one may make up for a lower one on another."
    )


def _result_description(criterion: Criterion, *, may_stay_below: bool) -> ResultDescription:
    """A criterion and its levels.

    Args:
        may_stay_below: whether its part may pass though this criterion stays below its level: then no level of it is
            required, for `requiredLevel` says what every holder reached (Open Badges 3.0, class ResultDescription).
    """
    return ResultDescription(
        id=urn(criterion.pk),
        name=criterion.name,
        levels=tuple(
            RubricLevel(id=urn(level.pk), name=level.name, description=level.descriptor, points=str(level.position))
            for level in criterion.levels.all()
        ),
        required_level="" if may_stay_below else urn(required_level(criterion).pk),
    )


def required_level(criterion: Criterion) -> Level:
    """The level of a criterion that is needed."""
    return next(level for level in criterion.levels.all() if level.position == criterion.required_position)


def revocation_list(issuer: Issuer) -> JsonObject:
    """What an issuer has revoked, by identifier (1EdTech Credential Revocation 1.0). Reasons are the holders' alone."""
    return {
        "id": addresses.revocation_list(issuer.slug),
        "issuer": issuer.did,
        "revokedCredential": [{"id": urn(award.pk), "revoked": True} for award in revoked_credentials_of(issuer)],
    }
