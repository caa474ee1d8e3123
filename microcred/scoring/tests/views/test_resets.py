"""The pages of readings that count no more: what it would do, beginning it, and how far it is."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.scoring import reactions
from microcred.scoring.models import QueueItem, ResetCampaign
from microcred.scoring.tests import make

DAY = timedelta(days=1)


@pytest.fixture
def item(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    item = make.waiting(cast.ada, make.published(cast), at=now() - 2 * DAY)
    make.read(item, cast.ben, at=now() - DAY, short=(Criterion.objects.filter(version=item.version).first(),))
    return QueueItem.objects.get(pk=item.pk)


@pytest.fixture
def lena(cast, client):
    client.force_login(cast.lena)
    return client


WHERE = "carolinacred"


def text(answer) -> str:
    return answer.content.decode()


def test_from_the_choice_to_the_progress(cast, lena, client, item):
    assert reverse("reset_preview", args=[WHERE]) in text(lena.get(reverse("resets")))
    where, chosen = reverse("reset_preview", args=[WHERE]), {"assessor": cast.ben.pk}
    page = text(lena.get(where, chosen))
    assert "One reading would count no more." in page
    assert cast.ada.name not in page

    typed = {**chosen, "reason": "An old rubric.", "confirmed": "2", "form_key": uuid4()}
    answer = lena.post(where, typed)
    assert answer.status_code == 422
    assert "The number of readings is 1 now." in text(answer)
    assert "An old rubric." in text(answer)
    assert not ResetCampaign.objects.exists()
    answer = lena.post(where, {**typed, "confirmed": "1"})
    campaign = ResetCampaign.objects.get()
    assert answer.url == reverse("reset", args=[campaign.pk])
    assert lena.post(where, {**typed, "confirmed": "1"}).url == answer.url
    assert "0 of 1 submissions are seen to" in text(lena.get(answer.url))

    reactions.go_on_with_resets()
    page = text(lena.get(answer.url))
    assert "The one submission is seen to." in page
    assert "1 · read afresh" in page
    client.force_login(cast.ada)
    page = text(client.get(reverse("feedback", args=[item.submission_id])))
    assert "let yours be read afresh" in page
    assert "Take the appeal back" not in page


def test_of_readings_of_ones_own_it_says_that_another_lead_decides(cast, lena, item):
    make.qualified(cast, cast.lena)
    make.read(make.waiting(cast.gus, item.version, at=now() - 2 * DAY), cast.lena, at=now() - DAY)
    where = reverse("reset_preview", args=[WHERE])

    answer = lena.get(where, {"assessor": cast.lena.pk})
    assert answer.status_code == 422
    assert "nobody decides about themselves" in text(answer)
    page = text(lena.get(where, {"version": item.version_id}))
    assert "One reading of your own is among what you chose, and is left out" in page
    assert "One reading would count no more." in page


def test_each_submission_is_listed_with_what_would_become_of_it(cast, lena, item, monkeypatch):
    monkeypatch.setattr(import_module("microcred.scoring.views.resets"), "PAGE", 1)
    earned = make.waiting(make.educator(cast, "Uma"), item.version, at=now() - 3 * DAY)
    make.read(earned, cast.ben, at=now() - DAY)
    where, chosen = reverse("reset_preview", args=[WHERE]), {"version": item.version_id, "assessor": cast.ben.pk}

    first, second = (text(lena.get(where, {**chosen, "page": page})) for page in (1, 2))

    assert item.submission.alias in first
    assert "read afresh</span>" in first
    assert earned.submission.alias not in first
    assert f"version={item.version_id}&amp;assessor={cast.ben.pk}&amp;page=2" in first
    assert earned.submission.alias in second
    assert "nothing: the award stays" in second
    assert not [name for name in ("Uma", cast.ada.name) if name in first + second]


def test_a_lead_who_might_read_it_afresh_is_not_told_which_it_is(cast, lena, item):
    make.qualified(cast, cast.lena)
    earned = make.waiting(make.educator(cast, "Uma"), item.version, at=now() - 3 * DAY)
    make.read(earned, cast.ben, at=now() - DAY)

    page = text(lena.get(reverse("reset_preview", args=[WHERE]), {"assessor": cast.ben.pk}))

    assert item.submission.alias not in page
    assert "not named: you might read it" in page
    assert earned.submission.alias in page, "nobody reads it again"


def test_the_list_costs_the_same_number_of_queries_at_one_row_and_at_three(cast, lena, item):
    where, chosen = reverse("reset_preview", args=[WHERE]), {"assessor": cast.ben.pk}

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lena.get(where, chosen)
        return len(queries)

    cost()
    one = cost()
    for name in ("Uma", "Vic"):
        make.read(make.waiting(make.educator(cast, name), item.version, at=now() - 3 * DAY), cast.ben, at=now() - DAY)
    assert cost() == one


def test_without_a_choice_it_says_what_to_choose(lena, item):
    answer = lena.get(reverse("reset_preview", args=[WHERE]), {"version": "", "assessor": ""})
    assert answer.status_code == 422
    assert "Choose a version, an assessor, or both" in text(answer)


def test_only_where_one_leads(cast, client, item):
    client.force_login(cast.ben)
    assert client.get(reverse("resets")).status_code == 404
    assert client.get(reverse("reset_preview", args=[WHERE])).status_code == 404
