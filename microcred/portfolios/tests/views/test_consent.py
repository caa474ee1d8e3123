from datetime import timedelta

from django.urls import reverse

from microcred.portfolios.models import Consent
from microcred.portfolios.tests.operations.test_declare_consent import pictured


def test_ada_declares_and_sees_it_at_the_picture(client, cast):
    client.force_login(cast.ada)
    pursuit, item = pictured(cast)
    url = reverse("consent", args=[item.pk])
    workspace = reverse("pursuit", args=[pursuit.pk])
    assert "treated as a student’s education record" in client.get(workspace).content.decode()
    assert client.get(url).status_code == 200

    response = client.post(
        url, {"people": ["students", "background"], "permission": "district_form", "expires_on": "2027-06-30"}
    )

    assert response.status_code == 302
    assert Consent.objects.get().people == ["students", "background"]
    assert "treated as a student’s education record" not in client.get(workspace).content.decode()
    assert "Who can be recognized is declared." in client.get(reverse("item_more", args=[item.pk])).content.decode()
    page = client.get(url).content.decode()
    assert 'value="students" checked' in page
    assert 'value="2027-06-30"' in page


def test_a_refusal_stands_at_its_field_with_what_was_typed(client, cast):
    client.force_login(cast.ada)
    _pursuit, item = pictured(cast)

    response = client.post(
        reverse("consent", args=[item.pk]),
        {"people": ["students"], "permission": "not_needed", "expires_on": (cast.at + timedelta(days=9)).date()},
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert 'id="permission_error"' in page
    assert 'value="students" checked' in page


def test_of_a_file_that_was_taken_out_nothing_is_declared(client, cast):
    client.force_login(cast.ada)
    _pursuit, item = pictured(cast)
    url = reverse("consent", args=[item.pk])
    client.post(reverse("removal", args=[item.pk]))

    page = client.get(url).content.decode()
    refused = client.post(url, {"people": ["nobody"], "permission": "not_needed"})

    assert "not in your work any more" in page
    assert 'name="people"' not in page
    assert refused.status_code == 422
    assert not Consent.objects.exists()
