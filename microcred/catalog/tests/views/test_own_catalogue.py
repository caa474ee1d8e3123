"""An administrator takes the catalogue out, another in, and licenses it: through pages."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from microcred.catalog.archive import ArchivedStack, contents_digest, read_archive, write_archive
from microcred.catalog.models import CatalogueUpload, ImportOrder, ImportOutcome, License, MicroCredential
from microcred.catalog.operations import carry_out_import
from microcred.catalog.queries import archived_catalogue
from microcred.catalog.tests import make
from microcred.foundation import storage
from microcred.foundation.clock import now
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, choose_language, found, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    """Another organization, without micro-credentials."""
    return found(actor=None, slug="elsewhere", name="Elsewhere", kind=Organization.Kind.STATE, at=make.AT)


@pytest.fixture
def ina(client, other):
    """The administrator of the other organization and of the university, signed in."""
    person = register(actor=None, name="Ina", email="ina@example.org")
    for place in (other, make.university()):
        appoint(actor=None, person=person, organization=place, role=Role.ORG_ADMIN, at=make.AT)
    client.force_login(person)
    return person


def hand_in(client, content, slug="elsewhere"):
    file = SimpleUploadedFile("catalogue.zip", content, "application/zip")
    return client.post(reverse("catalogue_uploads", args=[slug]), {"archive": file}, follow=True)


def test_what_is_downloaded_is_the_archive(client, ina):
    make.standards()
    make.version(make.design())
    answer = client.get(reverse("catalogue_archive", args=["university"]))
    assert answer["Content-Disposition"].startswith('attachment; filename="university-catalogue-')
    assert read_archive(BytesIO(answer.content)) == archived_catalogue(make.university())


def test_the_digest_of_what_is_taken_out_and_handed_in_shows_that_both_are_the_same(client, ina):
    make.standards()
    make.version(make.design())
    content = client.get(reverse("catalogue_archive", args=["university"])).content
    digest = contents_digest(archived_catalogue(make.university()))

    assert digest not in client.get(reverse("own_catalogue", args=["university"])).content.decode()
    assert digest in client.get(reverse("own_catalogue", args=["university"]), {"digest": ""}).content.decode()
    assert digest in hand_in(client, content, "university").content.decode()


def test_what_would_change_nothing_is_not_offered_to_be_taken_in(client, ina, other):
    make.standards()
    version = make.version(make.design())
    same = hand_in(client, write_archive(archived_catalogue(make.university())), "university").content.decode()
    assert "Nothing would change" in same
    assert "Take it in" not in same

    thing = archived_catalogue(make.university()).micro_credentials[0]
    stack = ArchivedStack(slug="more", name="More", description="", micro_credentials=(thing.slug,))
    more = archived_catalogue(version.micro_credential.owner).model_copy(update={"stacks": (stack,)})
    shown = hand_in(client, write_archive(more), "university").content.decode()
    assert "Nothing would change" not in shown
    assert "Take it in" in shown


def test_an_archive_is_looked_at_then_taken_in_and_the_page_says_how_it_went(client, ina, other):
    make.standards()
    make.version(make.design())
    shown = hand_in(client, write_archive(archived_catalogue(make.university())))
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "Managing Change" in text
    assert "One micro-credential is new." in text
    assert not MicroCredential.objects.filter(owner=other).exists()
    upload = CatalogueUpload.objects.get()
    address = reverse("catalogue_import", args=["elsewhere", upload.pk])
    waiting = client.post(address, follow=True).content.decode()
    assert "being taken in" in waiting
    again = client.post(address, follow=True).content.decode()
    assert "Nothing needs to be done twice" in again
    order = ImportOrder.objects.get()
    for _time in range(2):  # a worker that died after its work begins again
        carry_out_import(actor=ina, order=order, at=now())
    assert ImportOutcome.objects.count() == 1
    assert MicroCredential.objects.filter(owner=other).count() == 1
    assert "It came in" in client.get(reverse("catalogue_upload", args=["elsewhere", upload.pk])).content.decode()
    assert "Taken in" in client.get(reverse("own_catalogue", args=["elsewhere"])).content.decode()


def test_rows_that_cannot_come_in_stand_first_with_what_is_wrong(client, ina, other):
    make.standards()
    for name in ("Alpha", "Beta"):
        make.version(make.design(name=name))
    archive = archived_catalogue(make.university())
    last = archive.micro_credentials[-1]
    broken = last.model_copy(update={"versions": (last.versions[0].model_copy(update={"digest": "0" * 64}),)})
    archive = archive.model_copy(update={"micro_credentials": (archive.micro_credentials[0], broken)})
    text = hand_in(client, write_archive(archive)).content.decode()
    assert "One micro-credential cannot come in" in text
    assert text.index("Beta") < text.index("Alpha")
    assert "versions.0.design" in text
    assert "Take it in" not in text
    client.post(reverse("catalogue_import", args=["elsewhere", CatalogueUpload.objects.get().pk]))
    carry_out_import(actor=ina, order=ImportOrder.objects.get(), at=now())
    assert ImportOutcome.objects.get().refused
    assert not MicroCredential.objects.filter(owner=other).exists()
    shown = client.get(reverse("catalogue_upload", args=["elsewhere", CatalogueUpload.objects.get().pk]))
    assert "It was not taken in" in shown.content.decode()


def test_what_is_no_archive_is_refused_on_the_form(client, ina):
    shown = hand_in(client, b"name;hours")
    assert shown.status_code == 422
    assert "not a ZIP file" in shown.content.decode()
    assert not CatalogueUpload.objects.exists()


def license_to(client, **changes):
    # From yesterday on: it is in force whatever day it is where the owner is.
    today = now().date()
    given = {
        "licensee": "elsewhere",
        "opens_on": (today - timedelta(days=1)).isoformat(),
        "closes_on": (today + timedelta(days=30)).isoformat(),
        "terms": "For licensure only.",
        **changes,
    }
    return client.post(reverse("licenses", args=["university"]), given, follow=True)


def test_a_license_is_granted_shown_to_both_sides_and_ended(client, ina, other):
    make.version()
    assert "Licensed." in license_to(client).content.decode()
    row = License.objects.get()
    assert (row.owner, row.licensee, row.terms) == (make.university(), other, "For licensure only.")
    for slug in ("university", "elsewhere"):
        text = client.get(reverse("own_catalogue", args=[slug])).content.decode()
        assert "In force" in text
        assert "For licensure only." in text
    last = (now() + timedelta(days=3)).date().isoformat()
    ending = reverse("license_ending", args=["elsewhere", row.pk])
    assert client.post(ending, {"ends_on": last}).status_code == 422
    ended = client.post(ending, {"ends_on": last, "reason": "We write our own."}, follow=True)
    assert "is settled" in ended.content.decode()
    assert "We write our own." in client.get(reverse("own_catalogue", args=["university"])).content.decode()


def test_the_last_day_that_was_chosen_is_the_last_day_that_is_shown(client, ina):
    last = now().date() + timedelta(days=400)
    license_to(client, closes_on=last.isoformat())
    text = client.get(reverse("own_catalogue", args=["university"])).content.decode()
    assert date_format(last, "DATE_FORMAT") in text
    assert date_format(last + timedelta(days=1), "DATE_FORMAT") not in text


def test_what_cannot_be_licensed_is_said_on_the_form(client, ina):
    thing = make.version().micro_credential
    for changes, words in (
        ({"closes_on": (now() - timedelta(days=9)).date().isoformat()}, "close before it opens"),
        ({"micro_credential": "nothing-here"}, "You own no micro-credential"),
        ({"licensee": "university"}, "Select a valid choice"),
        ({"opens_on": "soon"}, "valid date"),
    ):
        shown = license_to(client, **changes)
        assert shown.status_code == 422
        assert words in shown.content.decode(), changes
    assert not License.objects.exists()
    license_to(client, micro_credential=thing.slug)
    assert License.objects.get().micro_credential == thing


def test_the_page_asks_as_many_questions_for_many_licenses_as_for_one(client, ina):
    asked = []
    for count in (1, 2):
        for _number in range(count):
            license_to(client)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("own_catalogue", args=["university"]))
            asked.append(len(captured))
    assert asked[0] == asked[1] > 0


@pytest.mark.parametrize(("field", "day"), [("closes_on", "9999-12-31"), ("opens_on", "0001-01-01")])
def test_a_license_for_a_day_that_is_none_of_ours_is_refused_at_its_field(client, ina, other, field, day):
    answer = license_to(client, **{field: day})
    assert (answer.status_code, License.objects.count()) == (422, 0)
    assert "1900" in answer.content.decode()


def ordered(client):
    """An archive that was handed in and ordered, and the address of its page."""
    make.standards()
    make.version(make.design())
    hand_in(client, write_archive(archived_catalogue(make.university())))
    upload = CatalogueUpload.objects.get()
    client.post(reverse("catalogue_import", args=["elsewhere", upload.pk]))
    return upload, reverse("catalogue_upload", args=["elsewhere", upload.pk])


def test_a_mistake_of_ours_is_told_to_who_ordered_it_and_logged_and_it_can_be_ordered_again(client, ina, other, caplog):
    upload, page = ordered(client)
    lost = storage.place().path_of(upload.file_id)
    content = lost.read_bytes()
    lost.unlink()
    order = ImportOrder.objects.get()

    carry_out_import(actor=ina, order=order, at=now())

    assert [record.levelname for record in caplog.records if str(order.pk) in record.getMessage()] == ["ERROR"]
    lost.write_bytes(content)
    shown = client.get(page).content.decode()
    assert "It was not taken in" in shown
    assert str(order.pk) in shown
    client.post(reverse("catalogue_import", args=["elsewhere", upload.pk]))
    again = ImportOrder.objects.exclude(pk=order.pk).get()
    assert not carry_out_import(actor=ina, order=again, at=now()).refused
    assert MicroCredential.objects.filter(owner=other).count() == 1


def test_what_stood_in_the_way_is_told_in_the_language_of_who_ordered_it(client, ina, other):
    _upload, page = ordered(client)
    choose_language(actor=ina, language="es")

    outcome = carry_out_import(actor=make.gus(), order=ImportOrder.objects.get(), at=now())

    with translation.override("es"):
        assert outcome.why == str(NotAllowed()) != "You can see this, but your roles do not let you change it."
    assert outcome.why in client.get(page).content.decode()


def test_what_the_worker_gave_up_is_not_said_to_be_under_way_and_can_be_ordered_again(client, ina, other):
    upload, page = ordered(client)
    assert "being taken in" in client.get(page).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'catalog.import'")

    shown = client.get(page).content.decode()

    assert "being taken in" not in shown
    assert "It was not taken in" in shown
    client.post(reverse("catalogue_import", args=["elsewhere", upload.pk]))
    assert ImportOrder.objects.count() == 2
