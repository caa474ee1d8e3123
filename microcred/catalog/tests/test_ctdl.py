"""Versions as linked data: the registry's minimum is there, and the terms expand to what they mean."""

import json
from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse

from microcred.catalog.ctdl import CONTEXT, Aligned, Described, as_ctdl, as_schema_org
from microcred.catalog.design import Kind, renewed
from microcred.catalog.models import Version
from microcred.catalog.operations import publish, retire
from microcred.catalog.tests import make

FIRST, SECOND, OWNER = (UUID(int=number) for number in (1, 2, 3))
REGISTRY_MINIMUM = {
    "ceterms:ctid",
    "ceterms:name",
    "ceterms:description",
    "ceterms:subjectWebpage",
    "ceterms:credentialStatusType",
    "ceterms:inLanguage",
    "ceterms:ownedBy",
}


def described(**changes):
    return Described(
        **{
            "design": make.design(),
            "number_id": SECOND,
            "earlier_id": FIRST,
            "url": "https://microcred.example/catalogue/managing-change/versions/2/",
            "label": "2",
            "owner": (OWNER, "The University"),
            "published_on": date(2026, 3, 2),
            "retired_on": None,
            "alignments": [Aligned("Standards", "PRO", "Professionalism", "https://microcred.example/f/#PRO")],
            **changes,
        }
    )


def test_what_the_registry_asks_for_is_there_and_every_term_is_its_own():
    document = as_ctdl(described())
    assert document.keys() >= REGISTRY_MINIMUM
    assert document["@context"] == CONTEXT
    assert all(name.startswith(("@", "ceterms:")) for name in names_in(document))
    assert document["ceterms:ctid"] == "ce-00000000-0000-0000-0000-000000000002"
    assert document["ceterms:previousVersion"] == "ce-00000000-0000-0000-0000-000000000001"
    assert document["ceterms:estimatedDuration"][0]["ceterms:exactDuration"] == "PT20H"
    (condition,) = document["ceterms:requires"]
    assert condition["ceterms:targetCompetency"][0]["ceterms:codedNotation"] == "PRO"


def names_in(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "en":
                yield name
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def test_what_is_retired_says_so_and_what_is_first_has_none_before():
    assert as_ctdl(described())["ceterms:credentialStatusType"]["ceterms:targetNode"] == "credentialStat:Active"
    gone = as_ctdl(described(retired_on=date(2026, 6, 30), earlier_id=None))
    assert gone["ceterms:credentialStatusType"]["ceterms:targetNode"] == "credentialStat:Deprecated"
    assert gone["ceterms:expirationDate"] == "2026-06-30"
    assert "ceterms:previousVersion" not in gone


def test_search_engines_are_told_the_same_name_and_identifier():
    assert as_schema_org(described())["identifier"] == as_ctdl(described())["ceterms:ctid"]


@pytest.mark.django_db
def test_a_revision_keeps_the_identifier_and_another_number_has_another(client):
    first = make.version()
    thing = first.micro_credential
    address = reverse("micro_credential_ctdl", args=[thing.slug])
    answer = client.get(address)
    assert answer["Content-Type"] == "application/ld+json"
    assert json.loads(answer.content)["ceterms:ctid"] == f"ce-{first.pk}"
    design = renewed(make.plain_design())
    editorial = design.model_copy(update={"rationale": design.rationale.replace("change", "a change", 1)})
    publish(
        actor=make.cora(),
        owner=make.university(),
        design=editorial,
        micro_credential=thing,
        change=Kind.EDITORIAL,
        note="Clearer.",
        at=make.AT,
    )
    assert Version.objects.filter(revision=1).exists()
    revised = client.get(address).json()
    assert (revised["ceterms:ctid"], revised["ceterms:versionCode"]) == (f"ce-{first.pk}", "1.1")
    second = make.version(renewed(editorial).model_copy(update={"hours": 30}), micro_credential=thing)
    again = client.get(address).json()
    assert (again["ceterms:ctid"], again["ceterms:previousVersion"]) == (f"ce-{second.pk}", f"ce-{first.pk}")
    retire(actor=make.cora(), micro_credential=thing, reason="Merged.", at=make.AT)
    assert "Deprecated" in client.get(address).content.decode()
    assert client.get(reverse("micro_credential_ctdl", args=["nothing"])).status_code == 404


@pytest.mark.django_db
def test_the_page_tells_search_engines_and_nothing_in_it_ends_the_script(client):
    version = make.version(name="</script><b>Managing & Change")
    text = client.get(reverse("version", args=[version.micro_credential.slug, "1"])).content.decode()
    _before, _tag, rest = text.partition('<script type="application/ld+json">')
    told = json.loads(rest.partition("</script>")[0])
    assert (told["@type"], told["name"]) == ("EducationalOccupationalCredential", "</script><b>Managing & Change")
