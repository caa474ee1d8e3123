"""A lead says what readings are to reach: for everything, or for one version."""

import pytest
from django.urls import reverse

from microcred.scoring.models import QualityAims
from microcred.scoring.rules import PLATFORM_AIMS
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
TYPED = {**PLATFORM_AIMS.by_name, "decisions": 90, "reason": "The award alone moves a license."}


@pytest.fixture
def version(cast):
    return make.published(cast)


def test_a_lead_declares_aims_for_everything(client, cast, version):
    client.force_login(cast.lena)
    page = reverse("quality_aims", args=["carolinacred"])
    assert "those of the platform hold" in client.get(page).content.decode()

    assert client.post(page, TYPED).status_code == 302
    assert QualityAims.objects.get().aims.decisions == 90
    after = client.get(page).content.decode()
    assert "The award alone moves a license." in after
    assert "those of the platform hold" not in after


def test_aims_that_hold_already_are_refused_and_what_was_typed_stays(client, cast, version):
    client.force_login(cast.lena)
    page = reverse("version_quality_aims", args=[version.pk])
    client.post(page, TYPED)

    again = client.post(page, {**TYPED, "reason": "Once more."})
    assert again.status_code == 422
    assert "aims that hold already" in again.content.decode()
    assert "Once more." in again.content.decode()


def test_the_page_of_a_version_says_whose_aims_they_are(client, cast, version):
    client.force_login(cast.lena)
    client.post(reverse("version_quality_aims", args=[version.pk]), TYPED)

    assert "aims of its own" in client.get(reverse("version_quality_aims", args=[version.pk])).content.decode()
    assert "those of the platform" in client.get(reverse("quality_aims", args=["carolinacred"])).content.decode()


def test_an_aim_out_of_range_is_said_at_its_field(client, cast, version):
    client.force_login(cast.lena)
    page = client.post(reverse("quality_aims", args=["carolinacred"]), {**TYPED, "near": 40})

    assert page.status_code == 422
    assert not QualityAims.objects.exists()
