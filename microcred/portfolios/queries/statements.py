"""Which statements an educator attests: the words in force for the micro-credential, in the language of the page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization
from microcred.portfolios.models import StatementWording, Submission, ToolDisclosure
from microcred.portfolios.queries.quarantines import SeenWords, wall_of
from microcred.portfolios.rules import ATTESTATIONS, digest_of
from microcred.portfolios.statements import (
    PLATFORM_EDITION,
    PLATFORM_POLICY,
    PLATFORM_WORDS,
    AiPolicy,
    fingerprint,
    language_of,
)


@dataclass(frozen=True)
class Statement:
    """One statement in force. `wording` is None where the platform's own words hold."""

    kind: str
    wording: StatementWording | None

    def text(self, language: str) -> str:
        """The words in a language; in English where there is none of it."""
        language = language_of(language)
        if self.wording is None:
            return PLATFORM_WORDS[self.kind][language]
        return self.wording.spanish if language == "es" else self.wording.english

    @property
    def english(self) -> str:
        """The words in English."""
        return self.text("en")

    @property
    def spanish(self) -> str:
        """The words in Spanish."""
        return self.text("es")

    @property
    def edition(self) -> str:
        """Whose words they are, and which of them, e.g. `carolinacred 3`."""
        return f"{self.wording.organization.slug[:48]} {self.wording.edition}" if self.wording else PLATFORM_EDITION

    @property
    def policy(self) -> AiPolicy | None:
        """What holds of generative tools; None of another kind."""
        if self.kind != StatementWording.Kind.AI_USE:
            return None
        return AiPolicy(self.wording.policy) if self.wording else PLATFORM_POLICY

    @property
    def label(self) -> str:
        """What it is about, in a few words."""
        return str(StatementWording.Kind(self.kind).label)


@dataclass(frozen=True)
class Statements:
    """All that is attested, in its order, in one language."""

    language: str
    each: tuple[Statement, ...]

    @property
    def said(self) -> list[tuple[Statement, str]]:
        """Each with its words."""
        return [(one, one.text(self.language)) for one in self.each]

    @property
    def stated(self) -> str:
        """By what a form knows whether these are still the words."""
        return fingerprint([digest_of(text) for _one, text in self.said])

    @property
    def ai_use(self) -> Statement:
        """The one about generative tools."""
        return next(one for one in self.each if one.policy is not None)

    @property
    def asks_disclosure(self) -> bool:
        """Whether the educator is asked which tools they used."""
        return self.ai_use.policy is AiPolicy.DISCLOSED

    @property
    def shows_assessors(self) -> bool:
        """Whether assessors see what is told of tools."""
        return self.ai_use.wording is not None and self.ai_use.wording.shows_assessors


def statements_for(owner: Organization, *, at: datetime, language: str) -> Statements:
    """The statements for what an organization offers: of each kind the nearest words in force, in one query."""
    return Statements(language_of(language), tuple(_in_force(owner, at).values()))


def statements_in(organization: Organization, *, at: datetime) -> list[Statement]:
    """The statements in force in an organization, for who looks after them."""
    return list(_in_force(organization, at).values())


def wordings_of(organization: Organization, kind: str) -> list[StatementWording]:
    """All editions of one statement that an organization wrote itself, the newest first."""
    own = StatementWording.objects.filter(organization=organization, kind=kind)
    return list(own.select_related("written_by", "organization").order_by("-edition"))


def disclosure_for_assessors(submission: Submission) -> SeenWords | None:
    """What the educator said of tools, where the policy lets assessors see it, as they may read it."""
    row = _shown.first(submission_id=submission.pk)
    return wall_of(submission).seen(row) if row else None


def disclosure_of(submission: Submission) -> ToolDisclosure | None:
    """What the educator said of tools, for themselves."""
    return ToolDisclosure.objects.filter(submission=submission).first()


def _in_force(organization: Organization, at: datetime) -> dict[str, Statement]:
    depth = {place: number for number, place in enumerate(organization.lineage)}
    best: dict[str, StatementWording] = {}
    for row in _effective(places=organization.lineage, at=at):
        there = best.get(row.kind)
        if there is None or depth[row.organization_id] > depth[there.organization_id]:
            best[row.kind] = row
    return {kind: Statement(kind, best.get(kind)) for kind in ATTESTATIONS}


@asked_often
def _effective(*, places: list[UUID], at: datetime) -> QuerySet[StatementWording]:
    """Of each place and kind the newest edition in force."""
    said = StatementWording.objects.filter(organization__in=places, effective_at__lte=at).select_related("organization")
    return said.order_by("organization", "kind", "-effective_at", "-edition").distinct("organization", "kind")


@asked_often
def _shown(*, submission_id: UUID) -> QuerySet[ToolDisclosure]:
    return ToolDisclosure.objects.filter(submission=submission_id, shown_to_assessors=True)
