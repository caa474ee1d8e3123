from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from microcred.catalog.models import GraceExtension
from microcred.catalog.operations import retire
from microcred.catalog.queries import ends_of, grace_in
from microcred.catalog.tests import make
from microcred.foundation.clock import now
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma():
    """The administrator of the university."""
    person = register(actor=None, name="Alma", email="alma@example.org")
    appoint(actor=None, person=person, organization=make.university(), role=Role.ORG_ADMIN, at=make.AT)
    return person


@pytest.fixture
def second():
    at = now() - timedelta(days=3)
    first = make.version(at=at)
    return make.version(hours=40, micro_credential=first.micro_credential, at=at + timedelta(days=1))


def read(client, url):
    return unescape(client.get(url).content.decode())


def of_version(version):
    return reverse("version_grace", args=[version.micro_credential.slug, version.label])


def test_an_administrator_says_how_long_it_lasts_and_why(client, alma):
    client.force_login(alma)
    address = reverse("grace", args=[make.university().slug])
    page = read(client, address)
    assert "Nobody has said otherwise" in page
    assert 'value="90"' in page

    answer = client.post(address, {"days": "120", "assessor_days": "45", "reason": "Our terms are long."})

    assert answer.status_code == 302
    assert (grace_in(make.university()).days, grace_in(make.university()).assessor_days) == (120, 45)
    page = read(client, address)
    assert "Our terms are long." in page
    assert "by Alma" in page


@pytest.mark.parametrize("typed", [{"days": "2000"}, {"days": ""}, {"reason": " "}, {"assessor_days": "-1"}])
def test_what_cannot_be_kept_is_refused_at_its_field(client, alma, typed):
    client.force_login(alma)
    answer = client.post(
        reverse("grace", args=[make.university().slug]),
        {"days": "120", "assessor_days": "45", "reason": "Long.", **typed},
    )
    assert answer.status_code == 422
    assert grace_in(make.university()).said is None


def test_authors_set_no_rule(client):
    client.force_login(make.cora())
    assert client.get(reverse("grace", args=[make.university().slug])).status_code == 404


def test_an_author_gives_the_earlier_version_more_time(client, second):
    client.force_login(make.cora())
    history = reverse("versions", args=[second.micro_credential.slug])
    assert of_version(second) in read(client, history)
    told = second.succession.grace_ends_at
    day = (told + timedelta(days=20)).date()

    assert client.post(of_version(second), {"ends_on": day.isoformat(), "reason": "Snow days."}).status_code == 302

    extension = GraceExtension.objects.get()
    assert extension.ends_at > told + timedelta(days=19)
    assert ends_of([second.succession])[second.succession.pk] == extension.ends_at
    assert "Snow days." in read(client, of_version(second))
    in_words = f"{extension.ends_at - timedelta(hours=12):%B} {(extension.ends_at - timedelta(hours=12)).day}"
    for url in (history, reverse("changes", args=[second.micro_credential.slug, "2", "1"])):
        assert in_words in read(client, url)


def test_an_earlier_day_is_refused_at_its_field(client, second):
    client.force_login(make.cora())
    answer = client.post(of_version(second), {"ends_on": now().date().isoformat(), "reason": "Sooner."})
    assert answer.status_code == 422
    assert "and rely on it" in unescape(answer.content.decode())
    assert not GraceExtension.objects.exists()


def test_what_retires_is_given_more_time_too(client, second):
    client.force_login(make.cora())
    thing = second.micro_credential
    address = reverse("retirement_grace", args=[thing.slug])
    assert client.get(address).status_code == 404, "nothing retires yet"
    retirement = retire(actor=make.cora(), micro_credential=thing, reason="Over.", at=now())
    assert address in read(client, reverse("versions", args=[thing.slug]))
    day = (retirement.grace_ends_at + timedelta(days=9)).date()
    client.post(address, {"ends_on": day.isoformat(), "reason": "One more term."})
    assert GraceExtension.objects.get().retirement == retirement


def test_strangers_find_nothing(client, second):
    client.force_login(make.gus())
    assert client.get(of_version(second)).status_code == 404
    assert "more time" not in read(client, reverse("versions", args=[second.micro_credential.slug]))


def test_a_version_that_ends_nothing_has_no_such_page(client, second):
    client.force_login(make.cora())
    assert client.get(reverse("version_grace", args=[second.micro_credential.slug, "1"])).status_code == 404
