"""Awards as Open Badges 2.0: the same facts as in the signed credential, for displayers of before."""

from django.utils.translation import gettext as _

from microcred.catalog.models import Version
from microcred.credentials import addresses
from microcred.credentials.document import achievement_of
from microcred.credentials.models import Award, Issuer
from microcred.credentials.queries import is_in_doubt, issuer_for, suspension_in_force
from microcred.openbadges import ob2
from microcred.openbadges.documents import JsonObject, parse
from microcred.openbadges.times import read


def issuer_document(issuer: Issuer) -> JsonObject:
    """The issuer as Open Badges 2.0 names it."""
    return ob2.HostedIssuer(
        id=addresses.hosted_issuer(issuer.slug),
        name=issuer.name,
        url=issuer.url or addresses.issuer_page(issuer.slug),
        email=issuer.email,
    ).to_json()


def badge_class(version: Version) -> JsonObject | None:
    """A published version as a badge class; None when nobody issues it."""
    issuer = issuer_for(version)
    if issuer is None:
        return None
    achievement = achievement_of(version)
    return ob2.BadgeClass(
        id=addresses.hosted_badge(version),
        name=achievement.name,
        description=achievement.description,
        image=addresses.badge_image(version),
        criteria=achievement.criteria,
        criteria_url=achievement.criteria_url,
        issuer=addresses.hosted_issuer(issuer.slug),
        alignments=achievement.alignments,
    ).to_json()


def names_an_address(award: Award) -> bool:
    """Whether an award says who earned it by an address: Open Badges 2.0 has no place for a holder's DID."""
    return bool(parse(award.text)["credentialSubject"].get("identifier"))


def assertion(award: Award) -> tuple[JsonObject, bool] | None:
    """An award as a hosted assertion, and whether it holds. Reasons of what is taken back are the holder's alone.

    Returns:
        ``None`` when it names nobody by an address.
    """
    address = addresses.hosted_assertion(award.pk)
    if hasattr(award, "revocation"):
        return ob2.revoked(address, _("The issuer has revoked it.")), False
    if suspension_in_force(award) is not None:
        return ob2.revoked(address, _("The issuer has suspended it for the time being.")), False
    if is_in_doubt(award):
        return ob2.revoked(address, _("It is in doubt for the time being: the issuer looks at it.")), False
    signed = parse(award.text)
    if not signed["credentialSubject"].get("identifier"):
        return None
    (identity,) = signed["credentialSubject"]["identifier"]
    until = signed.get("validUntil")
    return (
        ob2.Assertion(
            id=address,
            badge=addresses.hosted_badge(award.version),
            identity=identity["identityHash"],
            salt=identity.get("salt", ""),  # others hash without one
            issued_at=award.earned_at,
            image=addresses.badge_image(award.version),
            evidence=signed["evidence"][0]["narrative"],
            expires_at=read(until) if until else None,
        ).to_json(),
        True,
    )
