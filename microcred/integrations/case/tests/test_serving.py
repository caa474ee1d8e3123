"""What programs read is valid by the schemas that 1EdTech publishes, as every address and every class goes."""

import json
from pathlib import Path

import jsonschema
import pytest

from microcred.frameworks.models import Framework, Standard
from microcred.frameworks.operations import adopt
from microcred.frameworks.tests.make import PACKAGE, guid, imported, item, members, without
from tests.cast import BEGAN

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).resolve().parents[5] / "shared" / "data" / "schemas" / "case" / "v1_1"
HERE = "/ims/case/v1p1"


def valid(document, name: str):
    schema = json.loads((SCHEMAS / f"case_v1p1_{name}-jsonschema1.json").read_text())
    judge = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in judge.iter_errors(document)] == []
    return document


@pytest.fixture
def frameworks():
    imported(at=BEGAN)
    adopt(actor=None, slug="own", name="Own", publisher="A State", standards=[("O", "One", ""), ("T", "Two", "More.")])


@pytest.fixture
def ask(client, frameworks):
    def asked(path, status=200, **headers):
        response = client.get(f"{HERE}/{path}", headers=headers)
        assert response.status_code == status, response.content
        assert response["Content-Type"].startswith("application/json")
        return response.json()

    return asked


def test_packages_are_valid_those_of_others_and_our_own(ask):
    for framework in Framework.objects.all():
        told = valid(ask(f"CFPackages/{framework.identifier}"), "cfpackage")
        assert len(told["CFItems"]) == framework.standards.count()


def test_documents_are_valid_one_by_one_and_as_a_set(ask):
    listed = valid(ask("CFDocuments"), "cfdocumentset")["CFDocuments"]
    assert [one["title"] for one in listed] == ["Own", "Topics of Teaching"]
    for one in listed:
        assert valid(ask(f"CFDocuments/{one['identifier']}"), "cfdocument") == one


def test_items_and_what_lies_between_them_are_valid(ask):
    for standard in Standard.objects.all():
        valid(ask(f"CFItems/{standard.identifier}"), "cfitem")
        between = valid(ask(f"CFItemAssociations/{standard.identifier}"), "cfassociationset")
        for one in between["CFAssociations"]:
            valid(ask(f"CFAssociations/{one['identifier']}"), "cfassociation")


@pytest.mark.parametrize(
    ("kind", "schema", "name"),
    [
        ("CFItemTypes", "cfitemtypeset", "Topic"),
        ("CFSubjects", "cfsubjectset", "Teaching"),
        ("CFConcepts", "cfconceptset", "rubric"),
        ("CFLicenses", "cflicense", "CC0"),
        ("CFAssociationGroupings", "cfassociationgrouping", "Order"),
    ],
)
def test_definitions_are_valid_and_as_they_came(ask, kind, schema, name):
    told = valid(ask(f"{kind}/{guid(name)}"), schema)
    assert told in (PACKAGE["CFDefinitions"][kind][0], {kind: PACKAGE["CFDefinitions"][kind]})


def test_every_optional_member_of_the_schemas_is_told_somewhere(ask):
    """The conformance tests want each of them at least once; those of rubrics are another class."""
    told = ask(f"CFPackages/{guid('doc')}")
    schema = json.loads((SCHEMAS / "case_v1p1_cfpackage-jsonschema1.json").read_text())["$defs"]

    def never(name, rows):
        return schema[name]["properties"].keys() - {member for row in rows for member in row} - {"extensions"}

    assert never("CFPckgDocument", [told["CFDocument"]]) == {"statusEndDate"}
    assert never("CFPckgItem", told["CFItems"]) == {"statusEndDate"}
    assert never("CFPckgAssociation", told["CFAssociations"]) == set()
    for name, kind in (("CFItemType", "CFItemTypes"), ("CFConcept", "CFConcepts"), ("CFLicense", "CFLicenses")):
        assert never(name, told["CFDefinitions"][kind]) == set()


def test_a_withdrawn_item_answers_and_says_since_when(ask):
    imported(without("B.1", version="2"), at=BEGAN)
    assert valid(ask(f"CFItems/{guid('B.1')}"), "cfitem")["statusEndDate"] == "2026-09-01"
    assert guid("B.1") not in json.dumps(ask(f"CFPackages/{guid('doc')}"))


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("CFItems/seven", 400, "invalid_uuid"),
        (f"CFItems/{guid('nothing')}", 404, "unknownobject"),
        (f"CFDocuments/{guid('A')}", 404, "unknownobject"),
        (f"CFPackages/{guid('A')}", 404, "unknownobject"),
        (f"CFAssociations/{guid('A')}", 404, "unknownobject"),
        (f"CFItemAssociations/{guid('nothing')}", 404, "unknownobject"),
        (f"CFConcepts/{guid('Topic')}", 404, "unknownobject"),
        ("CFDocuments?sort=colour", 400, "invalid_sort_field"),
        ("CFDocuments?orderBy=sideways", 400, "invalid_sort_field"),
        ("CFDocuments?fields=colour", 400, "invalid_selection_field"),
        ("CFDocuments?filter=title", 400, "invalid_selection_field"),
        ("CFDocuments?limit=-1", 400, "invalid_selection_field"),
    ],
)
def test_what_cannot_be_answered_is_said_in_the_way_of_case(ask, path, status, code):
    told = valid(ask(path, status), "imsx_statusinfo")
    assert told["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == code


def test_only_reading_is_answered(client, frameworks):
    response = client.post(f"{HERE}/CFDocuments")
    assert response.status_code == 405
    valid(response.json(), "imsx_statusinfo")


def test_lists_come_in_pages(client, frameworks):
    for number in range(5):
        made = members(identifier=guid(f"doc {number}"), title=f"Framework {number}")
        made["CFItems"], made["CFAssociations"] = [item(f"X{number}", "An item")], []
        imported(made, at=BEGAN)
    response = client.get(f"{HERE}/CFDocuments?limit=3&offset=3&sort=title&orderBy=desc&fields=title")
    assert [one["title"] for one in response.json()["CFDocuments"]] == ["Framework 3", "Framework 2", "Framework 1"]
    assert response["X-Total-Count"] == "7"
    relations = {part.split("rel=")[1].strip('"'): part for part in response["Link"].split(", ")}
    assert relations.keys() == {"first", "last", "prev", "next"}
    assert "offset=6" in relations["next"]
    assert "sort=title" in relations["next"]


def test_who_has_the_present_edition_is_told_that_nothing_changed(client, frameworks):
    first = client.get(f"{HERE}/CFPackages/{guid('doc')}")
    again = client.get(f"{HERE}/CFPackages/{guid('doc')}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    imported(without("B.1", version="2"), at=BEGAN)
    assert client.get(f"{HERE}/CFPackages/{guid('doc')}", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_programs_of_any_origin_may_read(client, frameworks):
    assert client.get(f"{HERE}/CFDocuments")["Access-Control-Allow-Origin"] == "*"


def test_a_list_costs_the_same_however_long(client, frameworks, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"{HERE}/CFDocuments")
    with django_assert_num_queries(4):
        client.get(f"{HERE}/CFPackages/{guid('doc')}")


def test_the_service_describes_every_address_it_answers(ask):
    told = ask("discovery/imscasev1p1_openapi3_v1p0.json")
    assert told["openapi"].startswith("3.0")
    assert len(told["paths"]) == 11
    for path in told["paths"]:
        ask(path.removeprefix("/").format(sourcedId="seven"), 400 if "{" in path else 200)
