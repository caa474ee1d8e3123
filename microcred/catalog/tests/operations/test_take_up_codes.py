import pytest

from microcred.catalog.facets import Facet
from microcred.catalog.models import Entry
from microcred.catalog.tests import make
from microcred.foundation import outbox
from microcred.frameworks.models import Framework
from microcred.frameworks.queries import package_members
from microcred.frameworks.tests.make import imported
from tests.cast import BEGAN

pytestmark = pytest.mark.django_db


def test_what_aligns_is_found_by_the_code_that_an_import_gave_its_standard():
    make.standards()
    version = make.version(make.design())
    standard = version.alignments.first().standard
    told = package_members(Framework.objects.get(pk=standard.framework_id))
    for item in told["CFItems"]:
        if item["identifier"] == str(standard.identifier):
            item["humanCodingScheme"] = "NEW.1"

    imported(told, at=BEGAN)
    outbox.deliver_all()

    keys = Entry.objects.get(version=version).keys
    slug = standard.framework.slug
    assert f"{Facet.STANDARD}:{slug}:NEW.1" in keys
    assert f"{Facet.STANDARD}:{slug}:{standard.code}" not in keys
