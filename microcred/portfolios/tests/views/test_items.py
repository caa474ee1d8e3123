from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from microcred.portfolios.models import Item
from microcred.portfolios.tests.make import asked, pdf, put, started


def sent(client, pursuit, body):
    return client.post(reverse("items", args=[pursuit.pk, asked(pursuit, "artifact").pk]), body)


def file(name, content):
    return {"file": SimpleUploadedFile(name, content)}


def test_a_file_arrives_and_the_page_returns_to_its_place(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)

    answer = sent(client, pursuit, file("Our plan & <b>more</b>.pdf", pdf()))

    item = Item.objects.get()
    number = asked(pursuit, "artifact").position + 1
    assert answer["Location"] == f"/pursuits/{pursuit.pk}/#requirement-{number}"
    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert "<b>more" not in page
    assert reverse("item", args=[item.pk]) in page


def test_a_disguised_file_is_named_on_the_page_and_nothing_else_changes(client, cast):
    client.force_login(cast.ada)
    answer = sent(client, started(cast), file("plan.pdf", b"MZ\x90" + bytes(100)))

    assert answer.status_code == 422
    assert "its content is a program" in answer.content.decode()
    assert not Item.objects.exists()


def test_an_empty_file_is_named(client, cast):
    client.force_login(cast.ada)
    assert "is empty" in sent(client, started(cast), file("plan.pdf", b"")).content.decode()


def test_no_file_at_all_is_named(client, cast):
    client.force_login(cast.ada)
    assert sent(client, started(cast), {}).status_code == 422


def test_too_large_is_said_before_anything_is_read(client, cast, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    client.force_login(cast.ada)
    pursuit = started(cast)

    class Unread:
        def read(self, *args):
            raise AssertionError("the body was read")

        readline = read

    url = reverse("items", args=[pursuit.pk, asked(pursuit, "artifact").pk])
    answer = client.generic(
        "POST",
        url,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=10**9,
        **{"wsgi.input": Unread()},
    )

    assert answer.status_code == 413
    assert "at most" in answer.content.decode()


def test_the_form_token_is_still_asked_for(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ada)
    assert sent(client, started(cast), file("plan.pdf", pdf())).status_code == 403
    assert not Item.objects.exists()


def test_a_link_that_is_refused_stays_in_the_field(client, cast):
    client.force_login(cast.ada)
    answer = sent(client, started(cast), {"url": "http://example.org", "title": "Our page"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has to start with https://" in page
    assert 'value="http://example.org"' in page


def test_only_ada_gets_her_file_and_as_a_file(client, cast):
    item = put(started(cast), "plan.pdf", pdf(), at=cast.at)
    url = reverse("item", args=[item.pk])
    client.force_login(cast.gus)
    assert client.get(url).status_code == 404
    assert client.post(reverse("removal", args=[item.pk])).status_code == 404
    client.force_login(cast.ada)
    answer = client.get(url)
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_what_is_taken_out_leaves_the_page(client, cast):
    item = put(started(cast), "plan.pdf", pdf(), at=cast.at)
    client.force_login(cast.ada)

    assert client.post(reverse("removal", args=[item.pk])).status_code == 302
    page = client.get(reverse("pursuit", args=[item.pursuit_id])).content.decode()
    assert f'"{reverse("item", args=[item.pk])}"' not in page
    assert "You took out “plan.pdf”." in page

    assert client.post(reverse("put_back", args=[item.pk])).status_code == 302
    page = client.get(reverse("pursuit", args=[item.pursuit_id])).content.decode()
    assert f'"{reverse("item", args=[item.pk])}"' in page
