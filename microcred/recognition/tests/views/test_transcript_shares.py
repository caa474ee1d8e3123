"""Sharing one's transcript by a link: what its person sees, and what whoever has it sees."""

import re
from dataclasses import replace
from datetime import date, timedelta

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from microcred.foundation.days import day_in
from microcred.organizations.operations import choose_language
from microcred.recognition import operations
from microcred.recognition.models import TranscriptLook, TranscriptShare
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.operations.sharing import Shared, end_transcript_share, share_transcript
from microcred.recognition.tests import make
from microcred.recognition.tests.views.test_transcript_pdf import words_of
from tests.cast import Cast

MINE = "/transcript/shares/"


def shared(person, *, days: int = 30, for_whom: str = "Lincoln County") -> Shared:
    at = timezone.now()
    return share_transcript(actor=person, for_whom=for_whom, last_day=at.date() + timedelta(days=days), at=at)


def address(made: Shared) -> str:
    return f"/shared/transcripts/{made.token}/"


def test_the_address_is_shown_once_and_opens_the_transcript_to_a_visitor(client: Client, cast: Cast):
    operations.confirm(actor=cast.omar, entry=make.entry(cast), at=cast.at)
    client.force_login(cast.ada)
    last_day = (timezone.now() + timedelta(days=30)).date().isoformat()
    html = client.post(MINE, {"for_whom": "Lincoln County", "lasts": "day", "last_day": last_day}).content.decode()
    (path,) = set(re.findall(r"/shared/transcripts/[\w-]+/", html))
    assert path not in client.get(MINE).content.decode()
    visitor = Client()
    response = visitor.get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert cast.ada.name in page
    assert "20 of 120 renewal credits" in page
    assert "Lincoln" not in page
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert not visitor.session.keys()
    html = client.get(MINE).content.decode()
    assert "Looked at once" in html
    assert "on the page" in html


def test_usual_lengths_are_offered_and_another_day_can_be_chosen(client: Client, cast: Cast):
    client.force_login(cast.ada)
    today = day_in(timezone.now(), cast.ada.time_zone)
    html = client.get(MINE).content.decode()
    for days in (30, 90, 365):
        assert f"{days} days, until {date_format(today + timedelta(days=days), 'DATE_FORMAT')}" in html
    chosen = (("90", "", today + timedelta(days=90)), ("day", "2031-05-01", date(2031, 5, 1)))
    for lasts, typed, last_day in chosen:
        client.post(MINE, {"for_whom": last_day, "lasts": lasts, "last_day": typed})
        made = TranscriptShare.objects.get(for_whom=last_day)
        assert day_in(made.ends_at - timedelta(seconds=1), cast.ada.time_zone) == last_day
    answer = client.post(MINE, {"for_whom": "Lincoln County", "lasts": "day", "last_day": ""})
    assert answer.status_code == 422
    assert "Choose the last day on which the link opens." in answer.content.decode()
    answer = client.post(MINE, {"for_whom": "Lincoln County", "lasts": "30", "last_day": today.isoformat()})
    assert "You chose so many days and a day too." in answer.content.decode()
    assert not TranscriptShare.objects.filter(for_whom="Lincoln County").exists(), "nothing opens for longer than meant"


def test_pressed_twice_it_is_one_link_whose_address_is_shown_both_times(client: Client, cast: Cast):
    client.force_login(cast.ada)
    last_day = (timezone.now() + timedelta(days=30)).date().isoformat()
    token = client.get(MINE).context["form"]["token"].value()
    typed = {"for_whom": "Lincoln County", "lasts": "day", "last_day": last_day, "token": token}
    shown = [set(re.findall(r"/shared/transcripts/[\w-]+/", client.post(MINE, typed).content.decode())) for _ in "12"]
    assert shown[0] == shown[1]
    assert len(shown[0]) == 1
    share = TranscriptShare.objects.get()

    end_transcript_share(actor=cast.ada, share=share, at=timezone.now())
    again = client.post(MINE, typed)
    assert again.status_code == 422
    assert "has ended. Send it once more" in again.content.decode()
    client.post(MINE, typed | {"token": again.context["form"]["token"].value()})
    assert TranscriptShare.objects.count() == 2


def test_nobody_chooses_the_token_of_a_link(client: Client, cast: Cast):
    last_day = (timezone.now() + timedelta(days=30)).date().isoformat()
    client.force_login(cast.ben)
    of_another = client.get(MINE).context["form"]["token"].value()
    client.force_login(cast.ada)
    for token in ("easy", of_another, ""):
        html = client.post(
            MINE, {"for_whom": "X", "lasts": "day", "last_day": last_day, "token": token}
        ).content.decode()
        assert token.split(":")[0] == "" or token.split(":")[0] not in str(re.findall(r"/transcripts/[\w-]+/", html))
    assert TranscriptShare.objects.filter(person=cast.ada).count() == 3


def test_it_shows_no_advice_no_words_of_coordinators_and_no_doors_of_ones_own(client: Client, cast: Cast):
    operations.decline(actor=cast.omar, entry=make.entry(cast), reason="Come and see me.", at=cast.at)
    make.activity(cast)
    made = shared(cast.ada)
    page = client.get(address(made)).content.decode()
    assert "Declined" in page
    assert "Teaching with evidence" in page
    assert "Come and see me." not in page
    assert "At your present pace" not in page
    assert 'href="/activities/' not in page
    data = client.get(address(made) + "transcript.json").json()
    (cycle,) = data["cycles"]
    assert cycle["ahead"] == []
    assert [entry["reason"] for entry in cycle["entries"]] == [""]
    assert "Come and see me." not in words_of(client.get(address(made) + "transcript.pdf").content)


def test_it_is_downloaded_too_and_each_look_is_told(client: Client, cast: Cast):
    make.entry(cast)
    made = shared(cast.ada)
    response = client.get(address(made) + "transcript.pdf")
    assert response.content.startswith(b"%PDF")
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(address(made) + "transcript.json").json()["format"] == "microcred-transcript/1"
    assert sorted(TranscriptLook.objects.values_list("form", flat=True)) == ["json", "pdf"]
    client.force_login(cast.ada)
    assert "Looked at 2 times" in client.get(MINE).content.decode()


def test_ones_own_look_and_one_for_headers_alone_are_not_noted(client: Client, cast: Cast):
    made = shared(cast.ada)
    assert client.head(address(made)).status_code == 200
    client.force_login(cast.ada)
    assert client.get(address(made)).status_code == 200
    assert not TranscriptLook.objects.exists()


def test_ended_over_and_unknown_answer_alike(client: Client, cast: Cast):
    ended, over = shared(cast.ada), shared(cast.ada, for_whom="Another")
    end_transcript_share(actor=cast.ada, share=ended.share, at=timezone.now())
    past = timezone.now() - timedelta(days=9)
    over = share_transcript(actor=cast.ada, for_whom="Past", last_day=past.date() + timedelta(days=2), at=past)
    answers = []
    for token in (ended.token, over.token, "x" * len(ended.token)):
        response = client.get(f"/shared/transcripts/{token}/")
        page = response.content.decode().replace(token, "")
        page = re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", page)
        answers.append((response.status_code, page, response["Referrer-Policy"], response["Cache-Control"]))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
    assert "This link opens nothing" in answers[0][1]
    assert cast.ada.name not in answers[0][1]
    assert client.get(f"/shared/transcripts/{ended.token}/transcript.pdf").status_code == 404


def test_its_person_ends_it_and_nobody_else_does(client: Client, cast: Cast):
    made = shared(cast.ada)
    ending = f"{MINE}{made.share.pk}/ending/"
    client.force_login(cast.gus)
    assert client.post(ending).status_code == 404
    client.force_login(cast.ada)
    assert client.post(ending, follow=True).status_code == 200
    assert client.get(address(made)).status_code == 404
    assert "ended by you" in client.get(MINE).content.decode()


def test_what_does_not_fit_is_said_at_its_field(client: Client, cast: Cast):
    client.force_login(cast.ada)
    response = client.post(MINE, {"for_whom": "Lincoln County", "lasts": "day", "last_day": "2020-01-01"})
    assert response.status_code == 422
    assert "Choose today or a later day" in response.content.decode()
    assert client.post(MINE, {"for_whom": "", "last_day": ""}).status_code == 422
    assert not TranscriptShare.objects.exists()


def test_whoever_asks_too_often_waits(client: Client, cast: Cast, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"shared_transcripts": "2/m/ip"}
    cache.clear()
    made = shared(cast.ada)
    codes = [client.get(address(made)).status_code for _time in range(3)]
    assert codes == [200, 200, 429]


def test_it_is_read_in_spanish_too(client: Client, cast: Cast):
    make.entry(cast)
    made = shared(cast.ada)
    page = client.get(address(made), headers={"Accept-Language": "es"}).content.decode()
    assert "comparte esto con usted" in page
    choose_language(actor=cast.ada, language="es")
    client.force_login(cast.ada)
    assert "Comparta su expediente" in client.get(MINE).content.decode()


def test_links_cost_the_same_number_of_queries_however_many(client: Client, cast: Cast):
    client.force_login(cast.ada)

    def cost(count: int) -> int:
        for _link in range(count):
            visitor, made = Client(), shared(cast.ada)
            for _look in range(count):
                visitor.get(address(made))
        client.get(MINE)
        with CaptureQueriesContext(connection) as asked:
            client.get(MINE)
        return len(asked)

    assert cost(1) == cost(5)


def test_a_shared_transcript_costs_the_same_number_of_queries_however_long(client: Client, cast: Cast):
    make.cycle(cast, make.policy(cast))
    made = shared(cast.ada)

    def cost(count: int) -> int:
        for number in range(count):
            done = make.activity(cast, replace(make.CONVENING, title=f"Day {count} {number}"))
            confirm_activities(actor=cast.omar, statements=[done], at=cast.at)
        client.get(address(made))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(made))
        return len(asked)

    assert cost(1) == cost(5)
