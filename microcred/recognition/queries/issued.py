"""What was issued, as agreements and conditions of rules look at it: by whom, and by what its design was reviewed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from microcred.catalog.models import QualityStatement, Version
from microcred.credentials.models import Award, AwardIntent
from microcred.credentials.queries import issuer_for
from microcred.foundation.many import among
from microcred.organizations.models import Organization
from microcred.quality.models import Edition
from microcred.recognition.queries.agreements import agreements, terms_of
from microcred.recognition.queries.lines import AwardLine
from microcred.recognition.rules.reciprocity import Purpose, Terms
from microcred.recognition.rules.worth_elsewhere import Offered


def editions_of(versions: Iterable[Version], *, on: date) -> dict[UUID, list[Edition]]:
    """The editions of quality frameworks by which versions were reviewed and passed, by version, and those on which
    they build; a condition that was not met by its day undoes it. In one query and one for each step of building."""
    wanted = list({version.pk: version for version in versions}.values())
    rows = (
        QualityStatement.objects.filter(version__micro_credential__in={one.micro_credential_id for one in wanted})
        .select_related("edition__framework", "edition__builds_on__framework", "version")
        .defer("version__design")
        .order_by("-version__number", "-version__revision", "-stated_at", "-pk")
    )
    stated = list(rows)
    found: dict[UUID, list[Edition]] = {}
    for version in wanted:
        own = next(
            (
                row
                for row in stated
                if row.version.micro_credential_id == version.micro_credential_id
                and row.version.number == version.number
                and row.version.revision <= version.revision
            ),
            None,
        )
        held = own is not None and (own.meet_by is None or on <= own.meet_by)
        found[version.pk] = list(built(own.edition)) if own is not None and held else []
    return found


def built(edition: Edition | None) -> Iterable[Edition]:
    """An edition, and those on which it builds."""
    while edition is not None:
        yield edition
        edition = edition.builds_on


def names_of(editions: Iterable[Edition]) -> tuple[str, ...]:
    """Editions as records of the engine name them: with their label, and the framework alone."""
    return tuple(dict.fromkeys(name for edition in editions for name in (str(edition), edition.name)))


def issued_each(awards: Sequence[Award | AwardLine], *, on: date) -> dict[UUID, Offered]:
    """Awards as what was issued, by award; in a number of queries that does not grow. Of how many hours they are, and
    to which places their issuers belong, whoever asks knows better."""
    editions = editions_of((award.version for award in awards), on=on)
    listed = AwardIntent.objects.filter(
        among("pk", [award.intent_id for award in awards], of="uuid"), issuance__isnull=False
    )
    elsewhere = set(listed.values_list("pk", flat=True))
    issuers = Organization.objects.in_bulk({award.issuer.organization_id for award in awards})
    names = {pk: names_of(among_those) for pk, among_those in editions.items()}
    identifiers = {pk: frozenset(edition.pk for edition in among_those) for pk, among_those in editions.items()}
    return {
        award.pk: Offered(
            id=str(award.pk),
            title=award.version.title,
            micro_credential=str(award.version.micro_credential_id),
            hours=None,
            issuer=issuers[award.issuer.organization_id].name,
            issuer_kind=issuers[award.issuer.organization_id].kind,
            earned_at=award.earned_at,
            issuer_lineage=tuple(issuers[award.issuer.organization_id].lineage),
            frameworks=names[award.version_id],
            editions=identifiers[award.version_id],
            scored_here=award.intent_id not in elsewhere,
        )
        for award in awards
    }


def newest_version(micro_credential_id: UUID) -> Version:
    """What would be earned of a micro-credential now."""
    versions = Version.objects.filter(micro_credential=micro_credential_id).select_related("micro_credential__owner")
    return versions.order_by("-number", "-revision", "-pk")[0]


def issued_of(version: Version, *, on: date) -> Offered:
    """What somebody would be issued who earned a version on a day."""
    editions = editions_of([version], on=on)[version.pk]
    issuer = issuer_for(version)
    organization = issuer.organization if issuer is not None else version.micro_credential.owner
    return Offered(
        id=str(version.micro_credential_id),
        title=version.title,
        micro_credential=str(version.micro_credential_id),
        hours=None,
        issuer=organization.name,
        issuer_kind=organization.kind,
        earned_at=on,
        issuer_lineage=tuple(organization.lineage),
        frameworks=names_of(editions),
        editions=frozenset(edition.pk for edition in editions),
    )


def agreed_for_renewal(recognizers: Iterable[UUID]) -> Mapping[UUID, list[Terms]]:
    """What recognizers have agreed about renewing, by recognizer; in one query."""
    found: dict[UUID, list[Terms]] = {}
    for agreement in agreements().filter(recognizer__in=list(recognizers), purpose=Purpose.RENEWAL):
        found.setdefault(agreement.recognizer_id, []).append(terms_of(agreement))
    return found
