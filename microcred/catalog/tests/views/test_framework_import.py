import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from microcred.catalog.tests import make
from microcred.frameworks.tests.make import imported, without

pytestmark = pytest.mark.django_db


def test_who_imports_a_framework_that_lost_an_item_sees_what_stands_on_it(client):
    framework = imported(at=make.AT, keeper=make.university()).framework
    lost = framework.standards.get(code="B.1")
    named = {"framework": framework.name, "code": lost.code, "name": lost.name}
    version = make.version(alignments=[named])
    client.force_login(make.cora())
    content = json.dumps(without(lost.code, version="2")).encode()

    page = client.post(
        "/framework-imports/",
        {"file": SimpleUploadedFile("next.json", content), "keeper": make.university().slug},
        follow=True,
    ).content.decode()

    assert "1 micro-credential on offer aligns to what would be withdrawn" in page
    assert f'href="/catalogue/{version.micro_credential.slug}/">{version.title}</a>' in page
