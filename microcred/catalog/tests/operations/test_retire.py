from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog import operations
from microcred.catalog.models import Entry, MicroCredential, Retirement
from microcred.catalog.queries import successor_of
from microcred.catalog.tests import make
from microcred.foundation.clock import now
from microcred.foundation.models import OutboxEvent
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db


def retired(version, **more):
    more = {"reason": "Taught elsewhere.", "at": make.AT, **more}
    return operations.retire(actor=make.cora(), micro_credential=version.micro_credential, **more)


def test_what_retires_at_once_leaves_the_catalogue():
    version = make.version()
    retirement = retired(version)
    assert retirement.retired_at == retirement.declared_at == make.AT
    assert not Entry.objects.exists()
    assert OutboxEvent.objects.filter(name="catalog.RetirementDeclared").count() == 1


def test_what_retires_on_a_day_to_come_is_offered_until_then():
    version, day = make.version(), now() + timedelta(days=10)
    retirement = retired(version, retired_at=day, at=now())
    assert retirement.grace_ends_at > day
    operations.place(
        actor=None,
        stack=operations.open_stack(
            actor=None, owner=make.university(), slug="one", name="One", description="", position=1
        ),
        micro_credential=version.micro_credential,
        position=1,
    )
    assert Entry.objects.exists()
    assert operations.take_out_retired(actor=None, at=day - timedelta(seconds=1)) == 0
    assert operations.take_out_retired(actor=None, at=day) == 1
    assert not Entry.objects.exists()


def test_a_revision_of_what_retired_is_not_offered_again():
    version = make.version()
    retired(version)
    make.version(hours=31, micro_credential=version.micro_credential, at=make.AT + timedelta(days=1))
    assert not Entry.objects.exists()


def test_a_successor_is_named():
    version, other = make.version(), make.version(name="What came after")
    retired(version, successor=other.micro_credential)
    assert successor_of(version.micro_credential) == other.micro_credential


def test_nothing_follows_itself_nor_is_followed_by_what_is_not_on_offer():
    version, gone = make.version(), make.version(name="Gone before")
    retired(gone)
    nothing = MicroCredential.objects.create(slug="nothing", owner=make.university())
    for successor in (version.micro_credential, gone.micro_credential, nothing):
        with pytest.raises(operations.SuccessorUnfit):
            retired(version, successor=successor)


def test_nothing_is_retired_backwards():
    with pytest.raises(operations.DayPassed):
        retired(make.version(), retired_at=make.AT - timedelta(days=1))


def test_said_twice_it_is_told_once():
    version = make.version()
    assert retired(version) == retired(version, reason=" Taught elsewhere. ", at=make.AT + timedelta(minutes=1))
    assert OutboxEvent.objects.filter(name="catalog.RetirementDeclared").count() == 1


@pytest.mark.parametrize(
    "other", [{"reason": "Another."}, {"retired_at": make.AT + timedelta(days=9)}, {"successor": ...}], ids=str
)
def test_what_differs_from_what_was_declared_is_refused(other):
    version = make.version()
    if "successor" in other:
        other = {"successor": make.version(name="What came after").micro_credential}
    stands = retired(version)
    with pytest.raises(operations.RetiredAlready, match="was not taken in"):
        retired(version, **other)
    assert list(Retirement.objects.values_list("reason", "retired_at", "successor")) == [
        (stands.reason, stands.retired_at, None)
    ]


def test_the_page_gives_back_what_it_refused(client):
    version = make.version()
    retired(version, at=now())
    client.force_login(make.cora())
    page = reverse("retirement", args=[version.micro_credential.slug])
    refused = client.post(page, {"reason": "Merged with reading.", "retired_at": "", "successor": ""})
    assert refused.status_code == 409
    assert "Merged with reading." in refused.content.decode()
    assert "was declared already" in refused.content.decode()


def test_only_its_authors_retire_it():
    version = make.version()
    with pytest.raises(NotAllowed):
        operations.retire(actor=make.gus(), micro_credential=version.micro_credential, reason="Mine", at=make.AT)
