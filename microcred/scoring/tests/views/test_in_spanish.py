"""Judging and being judged by one rubric in two languages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.catalog.tests.make import in_spanish
from microcred.credentials.models import Award
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.notices.models import Notice
from microcred.scoring.documents import feedback_document
from microcred.scoring.operations import claim_next, score
from microcred.scoring.tests import make


@pytest.fixture
def item(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    version = make.published(cast)
    in_spanish(version, actor=cast.cora, at=cast.at)
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    return claim_next(actor=cast.ben, at=now())


def reads(client, person, language, address):
    person.language = language
    person.save()
    client.force_login(person)
    return client.get(address).content.decode()


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]


def test_an_assessor_who_reads_english_has_the_words_that_the_educator_may_have_read(client, cast, item):
    page = main_of(reads(client, cast.ben, "en", reverse("workbench", args=[item.pk])))
    assert "The original, which you see, decides" in page
    for criterion in Criterion.objects.filter(version=item.version):
        assert f"</span> {criterion.name}</span></legend>" in page
        assert f'<strong lang="es">es {criterion.name}</strong>' in page
    for requirement in item.version.requirements.all():
        assert f'lang="es">es {requirement.prompt[:20]}' in page


def test_an_assessor_who_reads_spanish_judges_in_spanish_with_the_original_beside_it(client, cast, item):
    page = main_of(reads(client, cast.ben, "es", reverse("workbench", args=[item.pk])))
    for criterion in Criterion.objects.filter(version=item.version):
        assert f"</span> es {criterion.name}</span></legend>" in page
        assert f'<strong lang="en">{criterion.name}</strong>' in page
        for level in criterion.levels.all():
            assert f'value="{level.pk}"' in page
    make.mark_all(item, cast.ben, at=now())
    page = main_of(reads(client, cast.ben, "es", reverse("scoring", args=[item.pk])))
    assert "es Managing Change" in page
    assert f"</span> es {Criterion.objects.filter(version=item.version).first().name}</h3>" in page


def test_feedback_and_its_mail_are_read_in_spanish(client, cast, item):
    short = Criterion.objects.filter(version=item.version).order_by("position")[0]
    make.mark_all(item, cast.ben, at=now(), short=(short,))
    score(actor=cast.ben, item=item, claim_number=item.claim_number, feedback="", at=now())
    outbox.deliver_all()
    page = main_of(reads(client, cast.ada, "es", reverse("feedback", args=[item.submission_id])))
    assert f"es {short.name}" in page
    assert f'<strong lang="en">{short.name}</strong>' in page
    assert f"es {short.levels.get(position=short.required_position).descriptor[:30]}" in page
    told = Notice.objects.get(person=cast.ada, kind="decision_made")
    subject, body = told.words("es")
    assert "es Managing Change" in subject
    assert f"es {short.name}" in body
    assert f"es {short.name}" not in told.words("en")[1]
    assert feedback_document(item.submission).startswith(b"%PDF")


def test_the_queue_calls_work_by_its_spanish_name(client, cast, item):
    assert "es Managing Change" in reads(client, cast.ben, "es", reverse("queue"))
    assert "es Managing Change" not in reads(client, cast.ben, "en", reverse("queue"))


def test_the_award_is_read_in_spanish_and_says_what_was_signed(client, cast, item):
    make.mark_all(item, cast.ben, at=now())
    score(actor=cast.ben, item=item, claim_number=item.claim_number, feedback="", at=now())
    outbox.deliver_all()
    award = Award.objects.get(person=cast.ada)
    page = main_of(reads(client, cast.ada, "es", reverse("credential", args=[award.pk])))
    assert "es Managing Change" in page
    assert '<span lang="en">Managing Change</span>' in page
    assert f"es {Criterion.objects.filter(version=item.version).first().name}" in page
    assert '"name":"Managing Change"' in award.text.replace('": "', '":"')
    for address in ("awards", "transcript"):
        assert "es Managing Change" in main_of(reads(client, cast.ada, "es", reverse(address))), address
