"""What was issued, as agreements and conditions of rules look at it: by whom, and by what its design was reviewed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from microcred.catalog.models import QualityStatement, Version
from microcred.credentials.queries import issuer_for
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


def issued_each(awards: Sequence[AwardLine], *, on: date) -> dict[str, Offered]:
    """Awards as what was issued, by award as rules know it; in a number of queries that does not grow.

    What is the same of all awards of a version by an issuer is told once and shared: which award it is, when it was
    earned, of how many hours it is and to which places its issuer belongs, whoever asks knows better.
    """
    editions = editions_of({id(award.version): award.version for award in awards}.values(), on=on)
    issuers = {id(award.issuer): award.issuer.organization_id for award in awards}
    organizations = Organization.objects.in_bulk(set(issuers.values()))
    shared: dict[tuple[int, int, bool], Offered] = {}
    found: dict[str, Offered] = {}
    for award in awards:
        key = (id(award.version), id(award.issuer), award.issuance_id is None)
        issued = shared.get(key)
        if issued is None:
            among_those, organization = editions[award.version_id], organizations[issuers[key[1]]]
            issued = shared[key] = Offered(
                id="",
                title=award.version.title,
                micro_credential=award.micro_credential,
                hours=None,
                issuer=organization.name,
                issuer_kind=organization.kind,
                earned_at=date.min,
                issuer_lineage=tuple(organization.lineage),
                frameworks=names_of(among_those),
                editions=frozenset(edition.pk for edition in among_those),
                scored_here=award.issuance_id is None,
            )
        found[award.id] = issued
    return found


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
