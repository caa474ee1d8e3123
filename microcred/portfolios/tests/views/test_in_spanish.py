"""The educator's work in their own language, with the original beside it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.tests.make import in_spanish, reworded
from microcred.notices.models import Notice
from microcred.portfolios.tests.make import handed_in, started
from microcred.programs.tests.make import pilot, version


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.ada)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    cast.ada.language = "es"
    cast.ada.save()
    return client


def page_of(client, pursuit):
    return client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()


def test_the_workspace_says_prompts_and_rubric_in_spanish_and_the_original_beside_each(reader, cast):
    pursuit = started(cast)
    in_spanish(pursuit.version, actor=cast.cora, at=cast.at)
    page = page_of(reader, pursuit)
    for requirement in pursuit.version.requirements.all():
        assert f">es {requirement.prompt[:20]}" in page
    for criterion in pursuit.version.criteria.all():
        assert f">es {criterion.name}<" in page
        assert f'<strong lang="en">{criterion.name}</strong>' in page
    main = page[page.index("<main") : page.index("</main>")]
    assert 'lang="es"' not in main, "the page itself is Spanish"
    wordings = page.count('class="disclosure other-wording no-print"')
    assert wordings == pursuit.version.requirements.count() + pursuit.version.criteria.count()


def test_a_field_that_was_changed_since_stands_in_the_original_and_says_so(reader, cast):
    first = version(cast)
    in_spanish(first, actor=cast.cora, at=cast.at)
    second = reworded(first, actor=cast.cora, at=cast.at)
    page = page_of(reader, started(cast, second))
    guidance = second.requirements.order_by("position")[0].guidance
    assert "Briefly" in guidance
    assert re.search(r'<div class="note muted measure" lang="en"><p>[^<]*Briefly', page)
    assert ">es Managing Change<" in page


def test_who_reads_the_language_of_the_version_reads_it_as_it_is(client, cast):
    pursuit = started(cast)
    in_spanish(pursuit.version, actor=cast.cora, at=cast.at)
    client.force_login(cast.ada)
    page = page_of(client, pursuit)
    assert ">es " not in page
    assert "other-wording" not in page


def test_it_costs_one_query_more(reader, cast):
    pursuit = started(cast)
    in_spanish(pursuit.version, actor=cast.cora, at=cast.at)
    costs = {}
    for language in ("en", "es"):
        cast.ada.language = language
        cast.ada.save()
        page_of(reader, pursuit)
        with CaptureQueriesContext(connection) as asked:
            page_of(reader, pursuit)
        costs[language] = len(asked)
    assert costs["es"] == costs["en"] + 1


def test_lists_receipts_and_mails_call_it_by_its_spanish_name(reader, cast):
    pursuit = started(cast)
    in_spanish(pursuit.version, actor=cast.cora, at=cast.at)
    submission = handed_in(pursuit, at=cast.at + timedelta(minutes=1))
    for address in (reverse("pursuits"), reverse("submission", args=[submission.pk]), reverse("home")):
        assert "es Managing Change" in reader.get(address).content.decode(), address
    notice = Notice.objects.get(person=cast.ada, kind="submission_received")
    assert "es Managing Change" in notice.subject
    assert "es Managing Change" not in notice.words("en")[0]


def test_the_public_page_is_read_in_spanish_too_and_leads_to_the_original(reader, cast):
    published = version(cast)
    in_spanish(published, actor=cast.cora, at=cast.at)
    slug = published.micro_credential.slug
    page = reader.get(reverse("micro_credential", args=[slug])).content.decode()
    assert "es Managing Change" in page
    assert reverse("version", args=[slug, published.label]) in page
    for address in (
        reverse("catalogue"),
        reverse("micro_credential_print", args=[slug]),
        reverse("worth", args=[slug]),
    ):
        assert "es Managing Change" in reader.get(address).content.decode(), address


def test_a_program_calls_what_it_offers_by_its_spanish_name(reader, cast):
    published = version(cast)
    in_spanish(published, actor=cast.cora, at=cast.at)
    program = pilot(cast)
    page = reader.get(reverse("program", args=[program.slug])).content.decode()
    assert "es Managing Change" in page
