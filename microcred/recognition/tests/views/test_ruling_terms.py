"""The page on which offices promise answers, and what the educator reads of it."""

from django.test import Client

from microcred.recognition.models import RulingTerms
from microcred.recognition.tests import make
from tests.cast import Cast


def test_omar_promises_five_days_and_ada_reads_her_day(client: Client, cast: Cast):
    client.force_login(cast.omar)
    page = "/recognitions/terms/"
    assert "10 business days" in client.get(page).content.decode()
    district = cast.places["rock-hill"]
    assert client.post(page, {"organization": district.pk, "business_days": 5}).status_code == 302
    assert "5 business days" in client.get(page).content.decode()
    refused = client.post(page, {"organization": district.pk, "business_days": 90})
    assert refused.status_code == 422
    assert "Promise between 1 and 60 business days." in refused.content.decode()
    assert RulingTerms.objects.get().declared_by == cast.omar

    make.entry(cast)
    client.force_login(cast.ada)
    assert "promised an answer by" in client.get("/transcript/").content.decode()
    (cycle,) = client.get("/transcript/transcript.json").json()["cycles"]
    assert cycle["entries"][0]["ruling_promised_by"]


def test_femi_promises_for_her_state_and_no_district(client: Client, cast: Cast):
    client.force_login(cast.femi)
    offices = client.get("/recognitions/terms/").context["form"].fields["organization"].queryset
    assert list(offices) == [cast.places["south-carolina"]]
