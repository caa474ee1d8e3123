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
        addresses.standard(standard): reverse("case_item", args=[standard.identifier]),
    }
    assert {address: f"{settings.PUBLIC_URL}{route}" for address, route in routes.items()} == {
        address: address for address in routes
    }


def test_who_follows_the_address_of_a_standard_with_a_browser_sees_it_on_the_page_of_its_framework(cast: Cast, client):
    standard = make.version(cast).alignments.first().standard
    address = addresses.standard(standard).removeprefix(settings.PUBLIC_URL)

    response = client.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, follow=True)

    page, _, anchor = response.redirect_chain[-1][0].partition("#")
    assert page == reverse("framework", args=[standard.framework.slug])
    assert f'id="{anchor}"' in response.content.decode()


def test_a_standard_that_others_publish_keeps_their_address(cast: Cast):
    standard = make.version(cast).alignments.first().standard
    standard.members = {**standard.members, "uri": "https://standards.example/items/7"}
    assert addresses.standard(standard) == "https://standards.example/items/7"
    standard.members = {**standard.members, "uri": "javascript:alert(1)"}
    assert addresses.standard(standard).startswith(settings.PUBLIC_URL)
