"""The pages of a review, and what must stand on none of them: whose it is, who judges, what the other says."""

from datetime import timedelta
from html import unescape

import pytest

from microcred.authoring.judging import Outcome
from microcred.authoring.models import ReviewOutcome
from microcred.authoring.operations import conclude_review, name_arbiter, publish, put_in_image
from microcred.authoring.queries import asked_of_design, quality_outcome
from microcred.authoring.tests import reviewing
from microcred.authoring.tests.make import save
from microcred.authoring.tests.operations.test_put_in_image import picture
from microcred.authoring.tests.passing import no_gates
from microcred.authoring.tests.reviewing import AT, NOT_MET
from microcred.catalog.tests import make
from microcred.foundation.ids import uuid7
from microcred.foundation.storage import store
from microcred.notices.models import Notice
from microcred.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return reviewing.table()


def everything(response) -> str:
    """All that an answer says, headers and addresses included."""
    return response.content.decode() + str(dict(response.headers))


def traces_of(person) -> set[str]:
    """What would tell who somebody is: names (first names alone are parts of words), identifiers, addresses."""
    return {person.name, person.name.split()[-1], str(person.pk), person.email}


def form_of(table, verdict="met", note=""):
    sent = {}
    for component in table.components.values():
        sent |= {f"verdict-{component}": verdict, f"note-{component}": note, f"field-{component}": "competency"}
    return sent


def test_a_reviewer_saves_and_files_and_sees_only_their_own(table, client):
    review = table.open()
    table.file(review, table.quinn, A2=(NOT_MET, "A secret note."))
    client.force_login(table.dev)
    page = f"/quality-reviews/{review.pk}/"

    assert client.post(page, form_of(table)).status_code == 302
    before = everything(client.get(page))
    client.post(f"{page}filing/", form_of(table))
    after = client.get(page)

    assert "secret note" not in before
    assert not [trace for trace in traces_of(table.quinn) if trace in before]
    assert "secret note" in everything(after)
    assert not [trace for trace in traces_of(table.quinn) if trace in everything(after)]


def test_nothing_on_a_reviewers_pages_says_who_wrote_it(table, client):
    review = table.open()
    client.force_login(table.dev)
    pages = [client.get(address) for address in ("/quality-reviews/", f"/quality-reviews/{review.pk}/", "/inbox/")]
    table.file(review, table.dev)
    table.file(review, table.quinn, A1=NOT_MET)
    pages += [client.get(address) for address in ("/quality-reviews/", f"/quality-reviews/{review.pk}/", "/inbox/")]

    for response in pages:
        assert response.status_code == 200
        assert not [trace for trace in traces_of(make.cora()) if trace in everything(response)]


def test_nothing_on_an_authors_pages_says_who_judged_it(table, client):
    review = table.open()
    lea = reviewing.person("Lea Moreau", Role.QA_REVIEWER, table.mira)
    client.force_login(make.cora())
    page = f"/drafts/{table.draft.pk}/quality/"
    pages = [client.get(page)]
    table.file(review, table.dev, A1=(NOT_MET, "Two abilities."))
    table.file(review, table.quinn)
    name_arbiter(actor=table.pia, review=review, person=lea, at=AT)
    pages.append(client.get(page))
    assert "Two abilities." not in everything(pages[1])
    reviewing_settle(table, review, lea)
    conclude_review(actor=table.pia, review=review, feedback="Please split it.", at=AT)
    pages += [client.get(address) for address in (page, f"/drafts/{table.draft.pk}/", "/inbox/", "/drafts/")]

    assert "Two abilities." in everything(pages[2])
    for response in pages:
        assert response.status_code == 200
        for judge in (table.dev, table.quinn, lea):
            assert not [trace for trace in traces_of(judge) if trace in everything(response)]


def reviewing_settle(table, review, lea):
    from microcred.authoring.operations import settle

    settle(actor=lea, review=review, component_id=table.components["A1"], verdict=NOT_MET, reason="Two.", at=AT)


def test_authors_and_strangers_find_no_round(table, client):
    review = table.open()
    for person in (make.cora(), make.gus()):
        client.force_login(person)
        assert client.get(f"/quality-reviews/{review.pk}/").status_code == 404
    client.force_login(table.dev)
    assert client.get(f"/drafts/{table.draft.pk}/").status_code == 404
    assert client.get(f"/drafts/{table.draft.pk}/quality/").status_code == 404


def test_what_is_missing_is_said_and_what_was_written_stays(table, client):
    review = table.open()
    client.force_login(table.dev)
    response = client.post(f"/quality-reviews/{review.pk}/filing/", form_of(table, "not_met", "") | {"x": "y"})

    assert response.status_code == 409
    page = unescape(response.content.decode())
    assert "Still open: 2." in page
    for number, asked in enumerate(asked_of_design(review.edition), 1):
        assert f'<a href="#c-{asked.id}">{number}. {asked.text}</a>' in page
    assert response.content.decode().count('value="not_met" checked') == 2


def test_a_round_is_not_concluded_by_an_empty_form_and_nothing_written_is_lost(table, client):
    client.force_login(table.pia)
    review = table.open()
    for who in (table.dev, table.quinn):
        table.file(review, who, A1=(NOT_MET, "Two abilities."))
    address = f"/quality-reviews/{review.pk}/outcome/"

    empty = client.post(address, {})
    half = client.post(
        address,
        {f"condition-{table.components['A1']}": "Leave one out.", "outcome": "conditional", "feedback": "Nearly."},
    )
    wordless = client.post(address, {"outcome": "not_passed"})

    assert "Choose whether it passes on conditions or does not pass." in empty.content.decode()
    page = half.content.decode()
    assert "needs the day" in page
    assert "Leave one out." in page
    assert "Nearly." in page
    assert "Say why it is not passed" in wordless.content.decode()
    assert not ReviewOutcome.objects.exists()


def test_what_was_chosen_stands_when_a_round_is_refused(table, client):
    client.force_login(table.pia)
    due = (AT + timedelta(days=4000)).date().isoformat()
    sent = {"draft": table.draft.pk, "reviewer": table.dev.pk, "other_reviewer": table.dev.pk, "due": due}
    page = client.post("/quality-reviews/", sent).content.decode()

    assert page.count(f'value="{table.dev.pk}" selected') >= 2
    assert f'value="{table.draft.pk}" selected' in page
    assert f'value="{due}"' in page


def test_who_looks_after_quality_opens_a_round_and_concludes_it(table, client):
    client.force_login(table.pia)
    due = (AT + timedelta(days=4000)).date().isoformat()
    sent = {"draft": table.draft.pk, "reviewer": table.dev.pk, "other_reviewer": table.quinn.pk, "due": due}
    opened = client.post("/quality-reviews/", sent)
    review = table.draft.reviews.get()
    for who in (table.dev, table.quinn):
        table.file(review, who, A1=(NOT_MET, "Two abilities."))
    page = client.get(opened["Location"]).content.decode()
    words = {f"condition-{table.components['A1']}": "Leave one out.", "meet_by": due, "feedback": "Nearly."}
    concluded = client.post(f"{opened['Location']}outcome/", words | {"outcome": "conditional"})

    assert all(name in page for name in ("Dev Raghunathan", "Quinn Abernathy", "Two abilities."))
    assert concluded.status_code == 302
    assert quality_outcome(table.draft).outcome is Outcome.CONDITIONAL
    assert Notice.objects.filter(person=make.cora(), kind="review_concluded").exists()
    assert "Leave one out." in client.get(opened["Location"]).content.decode()


def test_two_people_settle_on_their_pages(table, client):
    review = table.open()
    table.file(review, table.dev)
    table.file(review, table.quinn, A2=NOT_MET)
    for who in (table.dev, table.quinn):
        client.force_login(who)
        client.post(
            f"/quality-reviews/{review.pk}/settlements/",
            {"component": table.components["A2"], "verdict": "met", "reason": "The method names it."},
        )

    assert quality_outcome(table.draft).outcome is Outcome.PASSED


def test_the_report_says_how_few_there_are(table, client):
    review = table.open()
    table.file(review, table.dev)
    table.file(review, table.quinn, A2=NOT_MET)
    client.force_login(table.pia)
    page = client.get("/quality-reviews/report/").content.decode()

    assert "too few pairs for a coefficient" in page
    assert "50 %" in page
    assert "9 % to 91 %" in page
    assert not [trace for trace in ("Dev", "Quinn", "Raghunathan", "Abernathy") if trace in page]


def test_lists_cost_the_same_however_long_they_are(table, client, django_assert_max_num_queries):
    from microcred.authoring.operations import start_draft

    client.force_login(table.pia)
    for _each in range(2):
        draft = start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=AT)
        table.open(draft=draft)
    with django_assert_max_num_queries(24):
        client.get("/quality-reviews/")


def test_what_was_not_met_stands_beside_the_field_that_it_is_about(table, client):
    review = table.open()
    client.force_login(table.dev)
    client.post(f"/quality-reviews/{review.pk}/filing/", form_of(table, "not_met", "Two abilities, joined by an and."))
    table.file(review, table.quinn, A1=NOT_MET, A2=NOT_MET)
    client.force_login(make.cora())
    page = f"/drafts/{table.draft.pk}/"
    assert "Two abilities, joined by an and." not in everything(client.get(page))
    conclude_review(actor=table.pia, review=review, feedback="Please split it.", at=AT)
    shown = client.get(page)

    assert "Two abilities, joined by an and." in everything(shown)
    for judge in (table.dev, table.quinn):
        assert not [trace for trace in traces_of(judge) if trace in everything(shown)]


def test_a_reviewer_sees_the_pictures_and_not_what_their_author_called_them(table, client):
    table.draft = put_in_image(
        actor=make.cora(),
        draft=table.draft,
        name="coras-drawing.png",
        chunks=[picture()],
        size=len(picture()),
        alt="Four steps in a circle.",
        at=AT,
    )
    review = table.open()
    client.force_login(table.dev)
    page = client.get(f"/quality-reviews/{review.pk}/")
    address = f"/quality-reviews/{review.pk}/images/{review.design['images'][0]['file']}/"
    shown = client.get(address)

    assert address in page.content.decode()
    assert "coras-drawing" not in everything(page) + str(dict(shown.headers))
    assert shown.status_code == 200
    client.force_login(make.gus())
    assert client.get(address).status_code == 404


def test_who_looks_after_quality_calls_for_a_review_before_its_day(table, client):
    no_gates()
    review = table.open()
    for who in (table.dev, table.quinn):
        table.file(review, who)
    version = publish(actor=make.cora(), draft=table.draft, at=AT)
    sent = {"version": version.pk, "kind": "complaint", "words": "Part 2 is read in two ways."}
    client.force_login(make.cora())
    assert client.post("/quality-triggers/", sent).status_code == 404
    client.force_login(table.pia)
    client.post("/quality-triggers/", sent)

    assert "Part 2 is read in two ways." in client.get("/quality-reviews/").content.decode()


def test_a_reviewer_gets_no_file_that_the_design_knows_by_its_identifier_alone(table, client):
    foreign = store(iter([picture()]), name="evidence.png", media_type="image/png")
    shown = {"uuid": str(uuid7()), "file": str(foreign.pk), "sha256": "0" * 64, "alt": "A picture."}
    table.draft = save(table.draft, images=[shown])
    review = table.open()
    client.force_login(table.dev)

    assert client.get(f"/quality-reviews/{review.pk}/images/{foreign.pk}/").status_code == 404


RUNS = ("javascript:alert(1)", "java\tscript:alert(1)", "//evil.example/")


def test_no_address_in_a_design_runs_or_leads_elsewhere_for_who_judges_or_previews_it(table, client):
    written = table.draft.design
    artifact = next(asked for asked in written["requirements"] if asked["kind"] == "artifact")
    artifact["template"] = {"title": "Plan", "url": RUNS[0], "file": None, "sha256": ""}
    table.draft = save(
        table.draft,
        research=[{"citation": "A work", "url": address} for address in RUNS],
        resources=[{"title": "A film", "url": address} for address in RUNS],
        requirements=written["requirements"],
    )
    review = table.open()
    for person, address in (
        (table.dev, f"/quality-reviews/{review.pk}/"),
        (make.cora(), f"/drafts/{table.draft.pk}/preview/educator/"),
    ):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert "Plan" in page or "A work" in page
        assert not [each for each in RUNS if f'href="{each}' in page]
