import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from microcred.catalog.tests.make import DEMO, written
from microcred.foundation.clock import standing_at
from microcred.portfolios.operations import complete, put_in_link, save_answer
from microcred.portfolios.tests.make import asked, came_back, fill, handed_in, later, revise, started
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot, version


def page_of(client, person, pursuit):
    client.force_login(person)
    return client.get(reverse("pursuit", args=[pursuit.pk]))


def test_the_rubric_stands_beside_the_work(client, cast):
    pursuit = started(cast)

    page = page_of(client, cast.ada, pursuit).content.decode()

    for criterion in pursuit.version.criteria.all():
        assert criterion.name in page
    assert page.count("data-autosave") == pursuit.version.requirements.exclude(kind="artifact").count()
    assert 'name="revision" value="0"' in page


def test_what_was_typed_comes_back_letter_by_letter(client, cast):
    pursuit = started(cast)
    text = "</textarea><script>alert(1)</script> & \"quotes\" {{ no }} 'so' {% it %} ünïcödé\n\nsecond"
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=text, revision=0, at=cast.at)

    page = page_of(client, cast.ada, pursuit).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; {{ no }}" in page


@pytest.mark.parametrize("who", ["ben", "elena", "gus", "omar", "pia"])
def test_nobody_but_ada_gets_through(client, cast, who):
    published = version(cast)
    program = pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)
    pursuit = started(cast, published, program=program)

    assert page_of(client, getattr(cast, who), pursuit).status_code == 404
    assert client.get(reverse("pursuit", args=[uuid4()])).status_code == 404


def test_after_submitting_the_page_is_read_only(client, cast):
    pursuit = started(cast)
    handed_in(pursuit, at=cast.at)

    page = page_of(client, cast.ada, pursuit).content.decode()

    assert "Submitted and being judged" in page
    assert "data-autosave" not in page
    assert "multipart/form-data" not in page


def test_what_came_back_is_open_with_its_feedback_and_the_rest_is_carried_along(client, cast):
    pursuit = came_back(cast)
    [criterion] = asked(pursuit, "reflection").criteria.all()
    lowest, required = criterion.levels.get(position=0), criterion.levels.get(position=criterion.required_position)

    page = page_of(client, cast.ada, pursuit).content.decode()

    still_open = pursuit.version.requirements.filter(criteria=criterion)
    carried = pursuit.version.requirements.exclude(criteria=criterion)
    beside = page[page.index('id="to-do"') : page.index("carried along</summary>")]
    assert beside.count("data-autosave") == still_open.exclude(kind="artifact").count()
    assert beside.count("/answers/") == page.count("/answers/")
    assert f"judged: {lowest.name} · needed to earn: {required.name}" in beside
    assert beside.count("Say who was at the table.") == still_open.count()
    assert f"What would meet it:</strong> {required.descriptor}" in beside
    assert page.count("Met: carried along") == carried.count()
    assert "Met: carried along" not in beside
    assert f"Revise number {still_open.get().position + 1}<" in page


def test_after_a_return_only_what_is_open_counts(client, cast):
    pursuit = came_back(cast)

    page = page_of(client, cast.ada, pursuit).content.decode()
    assert "0 of 1" in page
    assert "As it was judged" in page

    revise(pursuit, at=cast.at)
    page = page_of(client, cast.ada, pursuit).content.decode()
    assert "1 of 1" in page
    assert "As it was judged" not in page


def test_earned_says_so(client, cast):
    pursuit = started(cast)
    handed_in(pursuit, at=cast.at)
    complete(actor=None, pursuit=pursuit, at=cast.at + timedelta(days=1))

    assert "You have earned this micro-credential" in page_of(client, cast.ada, pursuit).content.decode()


def test_the_page_costs_the_same_empty_and_full(client, cast, django_assert_max_num_queries):
    pursuit = started(cast)
    page_of(client, cast.ada, pursuit)
    with django_assert_max_num_queries(34) as empty:
        page_of(client, cast.ada, pursuit)
    fill(pursuit, at=cast.at)
    # Once everything is there, one more asks whether anything else keeps it from being submitted.
    with django_assert_max_num_queries(len(empty) + 1):
        page_of(client, cast.ada, pursuit)


def test_one_button_stands_out_and_leads_to_what_is_next(client, cast):
    pursuit = started(cast)
    begun = page_of(client, cast.ada, pursuit).content.decode()
    fill(pursuit, at=cast.at)
    ready = page_of(client, cast.ada, pursuit).content.decode()

    primary = re.compile(r'<a href="([^"]*)" class="button button-primary"')
    assert primary.findall(begun) == ["#requirement-1"]
    assert primary.findall(ready) == [reverse("submission_form", args=[pursuit.pk])]


def test_other_methods_are_405(client, cast):
    client.force_login(cast.ada)
    assert client.delete(reverse("pursuit", args=[started(cast).pk])).status_code == 405


def test_sixty_files_cost_as_many_queries_as_none(client, cast, django_assert_max_num_queries):
    (design,) = DEMO.glob("*/managing-change.yaml")
    asks = written(design)["requirements"]
    artifact = next(one for one in asks if one["kind"] == "artifact")
    more = [{**artifact, "id": f"lesson-{number}", "accepts": ["link"]} for number in range(3)]
    published = version(cast, requirements=sorted([*asks, *more], key=lambda one: one["part"]))
    pursuit = started(cast, published)
    page_of(client, cast.ada, pursuit)
    with django_assert_max_num_queries(34) as empty:
        page_of(client, cast.ada, pursuit)
    for requirement in published.requirements.filter(accepts=["link"]):
        for number in range(20):
            address = f"https://example.org/{requirement.position}/{number}"
            where = {"actor": cast.ada, "pursuit": pursuit, "requirement": requirement, "at": cast.at}
            put_in_link(**where, title=f"Lesson {number}", url=address)
    with django_assert_max_num_queries(len(empty)):
        page = page_of(client, cast.ada, pursuit).content.decode()
    assert page.count('<article class="evidence"') == 60
    assert str(UUID(int=0)) not in page, "what is drawn once for all names each of them"
    assert page.count('<span class="visually-hidden">: Lesson 7</span>') == 6


def test_who_works_by_keyboard_skips_to_the_field_to_write_in(client, cast):
    pursuit = started(cast)
    client.force_login(cast.ada)

    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()

    assert '<a class="skip-link" href="#text-1">' in page
    assert 'id="text-1"' in page


def test_saved_on_another_day_says_which(client, cast):
    pursuit = started(cast)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text="I teach.", revision=0, at=cast.at)
    client.force_login(cast.ada)

    def page(at):
        with standing_at(at):
            return client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()

    assert "Saved 8 a.m." in page(later(cast.at, hours=2))
    assert "Saved September 1, 2026, 8 a.m." in page(later(cast.at, days=1))


def test_what_was_handed_in_is_shown_as_it_was_meant_and_nothing_in_it_runs(client, cast):
    pursuit = started(cast)
    text = "We met **twice**.\n\n- Liam\n\n<script>alert(1)</script>"
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=text, revision=0, at=cast.at)
    client.force_login(cast.ada)
    review = client.get(reverse("submission_form", args=[pursuit.pk])).content.decode()
    submission = handed_in(pursuit, at=cast.at)
    receipt = client.get(reverse("submission", args=[submission.pk])).content.decode()
    workspace = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()

    for page in (review, receipt, workspace):
        assert "<strong>twice</strong>" in page
        assert "<script>alert" not in page
