"""The feedback on paper."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.scoring.operations import claim_next, score
from microcred.scoring.tests import make


@pytest.fixture
def item(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    return claim_next(actor=cast.ben, at=now())


def test_it_is_an_accessible_document(client, cast, item):
    make.mark_all(item, cast.ben, at=now(), short=(Criterion.objects.filter(version=item.version).first(),))
    score(actor=cast.ben, item=item, claim_number=1, feedback="#let x = 1 $y$ *not* code", at=now())
    client.force_login(cast.ada)
    answer = client.get(reverse("feedback_pdf", args=[item.submission_id]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in answer.content  # says that it keeps PDF/UA
    assert b"/StructTreeRoot" in answer.content


def test_there_is_none_before_the_decision(client, cast, item):
    client.force_login(cast.ada)
    assert client.get(reverse("feedback_pdf", args=[item.submission_id])).status_code == 404
