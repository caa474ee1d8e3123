from django.urls import reverse

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import AlternativeReason, LanguageTerms, PieceLanguage
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_explain_alternative import instead, pursuit

__all__ = ["instead", "pursuit"]


def test_languages_and_reasons_are_said_by_plain_forms(client, cast, pursuit, instead):
    client.force_login(cast.ada)
    item = make.put(pursuit, "lesson.pdf", make.pdf(2), at=cast.at, requirement=instead)
    address = reverse("languages", args=[pursuit.pk])
    page = client.get(address).content.decode()
    assert "Where filming is not permitted." in page
    assert "Every language is accepted here" in page
    assert address in client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()

    said = reverse("item_language", args=[item.pk])
    assert client.post(said, {"language": "xx", "translated_by": "", "beside": ""}).status_code == 422
    assert client.post(said, {"language": "es", "translated_by": "self", "beside": ""}).status_code == 302
    assert PieceLanguage.objects.get().translated_by == "self"
    why = reverse("alternative", args=[pursuit.pk, instead.pk])
    assert client.post(why, {"words": ""}).status_code == 422
    assert client.post(why, {"words": "Filming is forbidden."}).status_code == 302
    assert AlternativeReason.objects.get().words == "Filming is forbidden."
    page = client.get(address).content.decode()
    assert "español" in page
    assert "Filming is forbidden." in page


def test_an_organization_says_what_it_takes(client, cast):
    place = cast.places["carolinacred"]
    appoint(actor=None, person=cast.elena, organization=place, role=Role.ORG_ADMIN, at=cast.at)
    client.force_login(cast.elena)
    address = reverse("language_terms", args=[place.slug])
    assert "every language" in client.get(address).content.decode()

    assert client.post(address, {"languages": ["klingon"], "otherwise": "translated"}).status_code == 422
    assert client.post(address, {"languages": ["en", "es"], "otherwise": "not_taken"}).status_code == 302
    assert LanguageTerms.objects.get().languages == ["en", "es"]
    assert "English, español" in client.get(address).content.decode()


def test_a_page_of_many_pieces_costs_as_many_questions_as_of_one(
    client, cast, pursuit, instead, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.ada)
    address = reverse("languages", args=[pursuit.pk])
    make.put(pursuit, "lesson.pdf", make.pdf(2), at=cast.at, requirement=instead)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(3, 6):
        make.put(pursuit, f"lesson-{number}.pdf", make.pdf(number), at=cast.at, requirement=instead)
    with django_assert_num_queries(len(one)):
        client.get(address)
