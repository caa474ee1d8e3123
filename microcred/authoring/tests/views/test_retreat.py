"""A retreat through its pages: opened, filled, decided, written down, closed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.authoring import pack
from microcred.authoring.models import AgendaItem, Minutes, PackRequest, Retreat, RetreatDecision
from microcred.authoring.operations import close_minutes, decide, invite_to_retreat, save_minutes
from microcred.authoring.pack import Comment, CriterionFigures, Pack, Source, Unit, VersionFigures
from microcred.authoring.retreating import Course
from microcred.authoring.tests import retreats as make
from microcred.catalog.models import Retirement
from microcred.catalog.tests.make import cora, university
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role

pytestmark = pytest.mark.django_db
AT, TODAY, DUE = make.AT, make.TODAY, make.DUE
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def at_that_time():
    with standing_at(AT):
        yield


@pytest.fixture
def here(client):
    client.force_login(cora())
    return client


def where(name: str, *rows) -> str:
    return reverse(name, args=[row.pk for row in rows])


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def full_pack(item: AgendaItem) -> Pack:
    version = item.micro_credential.versions.get()
    criterion = version.criteria.order_by("position").first()
    often = CriterionFigures(
        criterion.pk,
        0,
        criterion.name,
        "Proficient",
        pack.share("not_met", 6, 8, Source.DECIDING_READINGS),
        pack.share("agreement", 0, 0, Source.DOUBLE_READINGS),
    )
    figures = (
        pack.count("awards", 3, Source.AWARDS),
        pack.share("returns", 5, 8, Source.DECISIONS),
        pack.days("turnaround", [2, 4.5, 9], 8, Source.DECISIONS),
        pack.days("in_work", [2, 4.5, 9], 8, Source.PURSUITS, of_people=True),
        pack.not_collected("hours", Unit.COUNT, Source.HOURS),
    )
    said = pack.comments([Comment(criterion.name, "Ada's class wrote it.")], of=8)
    return Pack(
        item.micro_credential_id, version.title, AT, (VersionFigures(version.pk, "1", AT, figures, (often,), said),)
    )


def test_a_retreat_is_opened_on_the_list(here):
    answer = here.post(
        where("retreats"),
        {"owner": university().pk, **_said()},
    )
    opened = Retreat.objects.get()

    assert answer["Location"] == where("retreat", opened)
    assert "Summer retreat" in text(here.get(where("retreats")))
    wrong = here.post(where("retreats"), {"owner": university().pk, **_said(ends_on="2026-06-21")})
    assert (wrong.status_code, Retreat.objects.count()) == (422, 1)
    assert "The last day lies before the first" in text(wrong)


def _said(**changes) -> dict[str, str]:
    said = {"name": "Summer retreat", "starts_on": "2026-06-22", "ends_on": "2026-06-24", "place": "Rock Hill"}
    return said | changes


def test_its_name_and_days_are_changed(here):
    retreat = make.opened()
    here.post(where("retreat", retreat), _said(name="Autumn retreat"))

    assert "Autumn retreat" in text(here.get(where("retreat", retreat)))
    assert here.post(where("retreat", retreat), _said(name="")).status_code == 422


def test_what_is_chosen_is_put_on_the_agenda_and_counted(here):
    retreat = make.opened()
    alpha, beta = (version.micro_credential for version in make.versions("Alpha", "Beta"))
    assert "Never reviewed" in text(here.get(where("retreat_choosing", retreat)))
    looked = text(
        here.post(where("retreat_choosing", retreat), {"do": "look", "words": "zzz", "micro_credential": "alpha"})
    )
    assert "No title holds these words." in looked
    assert 'type="hidden" name="micro_credential" value="alpha"' in looked, "what was ticked stays chosen"
    again = text(
        here.post(where("retreat_choosing", retreat), {"do": "look", "words": "", "micro_credential": "alpha"})
    )
    assert "checked" in again
    here.post(where("retreat_choosing", retreat), {"micro_credential": ["alpha", "unheard-of"]})

    assert [item.micro_credential for item in retreat.agenda.all()] == [alpha]
    assert PackRequest.objects.get().micro_credential == alpha
    shown = text(here.get(where("retreat", retreat)))
    assert "0 of 1; you may leave this page" in shown
    assert "Not counted yet" in shown
    here.post(where("retreat_packs", retreat), {"of": "all"})
    assert PackRequest.objects.filter(micro_credential=beta).count() == 1


def test_the_board_says_what_is_decided_and_what_is_overdue(here):
    first, second = make.agenda("Alpha", "Beta")
    make.packed(first, full_pack(first))
    decide(
        actor=cora(),
        item=first,
        course=Course.REVISE,
        reason="Often short.",
        owner=cora(),
        due_on=DUE,
        at=AT,
        today=TODAY,
    )
    decide(actor=cora(), item=second, course=Course.KEEP, reason="It works.", at=AT, today=TODAY)
    with standing_at(AT + timedelta(days=40)):
        shown = text(here.get(where("retreat", first.retreat)))

    assert "1 of 2 micro-credentials are done." in shown
    assert "1 decision is overdue." in shown
    assert "1 criterion often not met" in shown
    assert "5 of 8 came back" in shown
    make.packed(second)
    assert "Nothing was read yet" in text(here.get(where("retreat", first.retreat)))


def test_the_pack_says_how_sure_it_is_and_what_it_does_not_know(here):
    (item,) = make.agenda("Alpha")
    make.packed(item, full_pack(item))
    shown = text(here.get(where("agenda_item", item.retreat, item)))

    assert "6 of 8; likely between 41 and 93 %. Only 8 cases: read it with care." in shown
    assert "Often not met" in shown
    assert "The middle half of 8 took 2.0 to 9.0 days." in shown
    assert "Nobody is asked how many hours they worked." in shown
    assert "Fewer than 10 people" in shown
    assert "Ada" not in shown, "comments on the work of few people are held back"
    assert 'class="interval"' in shown


def test_it_is_decided_and_refused_beside_the_form(here):
    (item,) = make.agenda("Alpha")
    page = where("agenda_item", item.retreat, item)
    refused = here.post(page, {"course": "revise", "reason": "Often short."})
    assert refused.status_code == 422
    assert "Name who sees to it and by when" in text(refused)
    unknown = here.post(page, {"course": "retire", "reason": "Old.", "successor": "unheard-of"})
    assert "no micro-credential of this address" in text(unknown)
    here.post(page, {"course": "revise", "reason": "Often short.", "owner": cora().pk, "due_on": DUE.isoformat()})

    assert RetreatDecision.objects.get().owner == cora()
    shown = text(here.get(page))
    assert "Start the draft of the next version" in shown


def test_it_is_carried_out_from_its_page(here):
    first, second = make.agenda("Alpha", "Beta")
    carrying = where("agenda_carrying_out", first.retreat, first)
    assert here.post(carrying, {"do": "begin"}).status_code == 409
    for item, course in ((first, Course.REVISE), (second, Course.RETIRE)):
        decide(actor=cora(), item=item, course=course, reason="So.", owner=cora(), due_on=DUE, at=AT, today=TODAY)
    begun = here.post(carrying, {"do": "begin"})
    assert begun["Location"] == where("draft", first.drafts.get().draft)
    here.post(where("agenda_carrying_out", second.retreat, second), {"do": "retire"})

    assert Retirement.objects.get().micro_credential == second.micro_credential
    assert here.post(carrying, {"do": "dance"}).status_code == 400


def test_the_agenda_is_ordered_by_buttons(here):
    first, second = make.agenda("Alpha", "Beta")
    here.post(where("agenda_place", second.retreat, second), {"do": "up"})
    assert [item.pk for item in first.retreat.agenda.all()] == [second.pk, first.pk]
    here.post(where("agenda_place", second.retreat, second), {"do": "off"})

    assert [item.pk for item in first.retreat.agenda.all()] == [first.pk]


def test_minutes_save_themselves_and_two_writers_see_both(here):
    retreat = make.opened()
    saving = where("retreat_minutes", retreat)
    saved = here.post(saving, {"text": "Present: all.", "revision": "0"}, **JSON)
    assert saved.json()["revision"] == 1
    overtaken = here.post(saving, {"text": "Present: most.", "revision": "0"}, **JSON)
    assert (overtaken.status_code, overtaken.json()["theirs"]) == (409, "Present: all.")
    plain = here.post(saving, {"text": "Present: most.", "revision": "0"})
    assert plain.status_code == 409
    assert "Present: most." in text(plain)
    assert "Present: all." in text(plain)
    assert here.post(saving, {"text": "x"}, **JSON).status_code == 422
    assert Minutes.objects.get().text == "Present: all."


def test_minutes_are_closed_as_they_were_seen(here):
    retreat = make.opened()
    save_minutes(actor=cora(), retreat=retreat, text="Present: all.", revision=0, at=AT)
    assert here.post(where("retreat_closing", retreat), {"revision": "0"}).status_code == 409
    here.post(where("retreat_closing", retreat), {"revision": "1"})
    shown = text(here.get(where("retreat", retreat)))

    assert "They do not change any more." in shown
    refused = here.post(where("retreat_minutes", retreat), {"text": "More.", "revision": "1"}, **JSON)
    assert (refused.status_code, "stay as they are" in refused.json()["message"]) == (422, True)


def test_a_guest_reads_and_writes_minutes_and_decides_nothing(client):
    (item,) = make.agenda("Alpha")
    dev = make.colleague("Dev", Role.QA_REVIEWER)
    invite_to_retreat(actor=cora(), retreat=item.retreat, person=dev, at=AT)
    client.force_login(dev)
    shown = text(client.get(where("agenda_item", item.retreat, item)))

    assert 'name="course"' not in shown
    assert client.post(where("agenda_item", item.retreat, item), {"course": "keep", "reason": "x"}).status_code == 404
    assert client.post(where("retreat_minutes", item.retreat), {"text": "Here.", "revision": "0"}).status_code == 302


def test_paper_holds_agenda_packs_decisions_and_closed_minutes(here):
    (item,) = make.agenda("Alpha")
    make.packed(item, full_pack(item))
    decide(actor=cora(), item=item, course=Course.KEEP, reason="It works.", at=AT, today=TODAY)
    save_minutes(actor=cora(), retreat=item.retreat, text="Present: all.", revision=0, at=AT)
    close_minutes(actor=cora(), retreat=item.retreat, revision=1, at=AT)
    shown = text(here.get(where("retreat_print", item.retreat)))

    for words in ("1. Alpha", "6 of 8; likely", "It works.", "Present: all."):
        assert words in shown


def test_a_longer_agenda_costs_no_more_queries(here):
    (item,) = make.agenda("Alpha")
    make.packed(item)
    page = where("retreat", item.retreat)
    here.get(page)
    with CaptureQueriesContext(connection) as few:
        here.get(page)
    for more in make.agenda("Beta", "Gamma", retreat=item.retreat):
        make.packed(more)
        decide(actor=cora(), item=more, course=Course.KEEP, reason="So.", at=AT, today=TODAY)
    with CaptureQueriesContext(connection) as many:
        here.get(page)

    assert len(many) == len(few)
