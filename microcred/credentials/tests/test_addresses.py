"""The addresses in signed credentials lead where the routes are. If this test fails, mend the route, not the test."""

from django.conf import settings
from django.urls import reverse

from microcred.credentials import addresses
from microcred.credentials.tests import make
from tests.cast import Cast


def test_every_signed_address_is_a_route_of_this_server(cast: Cast):
    award = make.award(cast)
    version, slug = award.version, award.version.micro_credential.slug
    standard = version.alignments.first().standard
    routes = {
        addresses.version_page(version): reverse("version", args=[slug, version.label]),
        addresses.badge_image(version): reverse("badge", args=[version.pk, "png"]),
        addresses.status_list(award.intent.status_list_id): reverse("status_list", args=[award.intent.status_list_id]),
        addresses.credential_page(award.pk): reverse("credential", args=[award.pk]),
        addresses.current_credential(award.pk): reverse("credential_json", args=[award.pk]),
        addresses.did_document(award.issuer.slug): reverse("issuer_did", args=[award.issuer.slug]),
        addresses.revocation_list(award.issuer.slug): reverse("issuer_revocations", args=[award.issuer.slug]),
        addresses.jwk_set(award.issuer.slug): reverse("issuer_jwks", args=[award.issuer.slug]),
        addresses.current_document(award.pk): reverse("document_json", args=[award.pk]),
        addresses.hosted_assertion(award.pk): reverse("hosted_assertion", args=[award.pk]),
        addresses.hosted_badge(version): reverse("hosted_badge", args=[version.pk]),
        addresses.hosted_issuer(award.issuer.slug): reverse("hosted_issuer", args=[award.issuer.slug]),
        addresses.issuer_page(award.issuer.slug): reverse("issuer", args=[award.issuer.slug]),
        addresses.standard_on_page(standard).partition("#")[0]: reverse("framework", args=[standard.framework.slug]),
    }
    assert {address: f"{settings.PUBLIC_URL}{route}" for address, route in routes.items()} == {
        address: address for address in routes
    }


def test_a_standard_is_an_anchor_of_its_frameworks_page(cast: Cast, client):
    standard = make.version(cast).alignments.first().standard
    page, _, anchor = addresses.standard_on_page(standard).partition("#")
    response = client.get(page.removeprefix(settings.PUBLIC_URL))
    assert f'id="{anchor}"' in response.content.decode()
