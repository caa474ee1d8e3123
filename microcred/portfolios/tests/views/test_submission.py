from django.urls import reverse

from microcred.portfolios.tests.make import handed_in, started


def test_the_receipt_names_digest_alias_and_contents(client, cast):
    submission = handed_in(started(cast), at=cast.at)
    client.force_login(cast.ada)

    page = client.get(reverse("submission", args=[submission.pk])).content.decode()

    assert submission.digest in page
    assert submission.alias in page
    assert "evidence-1.pdf" in page
    assert "Tuesday, Sept. 1, 2026, 8 a.m. EDT" in page


def test_nobody_else_sees_it(client, cast):
    submission = handed_in(started(cast), at=cast.at)
    for person in (cast.gus, cast.ben, cast.elena):
        client.force_login(person)
        assert client.get(reverse("submission", args=[submission.pk])).status_code == 404
