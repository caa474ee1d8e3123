"""The pages around what a program suggests."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.portfolios.models import SubmittedItem
from microcred.scoring.models import AssistanceTerms, Claim, EvidenceOpening, SuggestionAnswer, SuggestionShown
from microcred.scoring.operations import allow_assistance, ask_assistant, claim_next
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast, settings, monkeypatch):
    settings.ASSISTANT = "microcred.scoring.tests.assistants.Scripted"
    monkeypatch.setattr("microcred.scoring.operations.assisting.lot_falls_on_it", lambda: True)
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


def taken(cast, version):
    allow_assistance(
        actor=cast.lena, micro_credential=version.micro_credential, allowed=True, reason="For a term.", at=cast.at
    )
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    item = claim_next(actor=cast.ben, at=now())
    ask_assistant(actor=None, claim=Claim.objects.get(item=item), at=now())
    return item


def test_a_lead_allows_it_for_one_micro_credential(client, cast, version):
    client.force_login(cast.lena)
    page = reverse("assistance", args=["carolinacred"])
    assert "nothing is suggested to anybody" in client.get(page).content.decode()

    typed = {"version": version.pk, "allowed": "yes", "statement": "", "reason": "We try it for a term."}
    assert client.post(page, typed).status_code == 302
    assert AssistanceTerms.objects.get().allowed
    assert "We try it for a term." in client.get(page).content.decode()
    again = client.post(page, {**typed, "reason": "Once more."})
    assert again.status_code == 422
    assert "Once more." in again.content.decode()


def test_it_opens_after_the_files_and_ones_own_level(client, cast, version):
    item = taken(cast, version)
    client.force_login(cast.ben)
    desk = reverse("workbench", args=[item.pk])
    criterion = Criterion.objects.filter(version=version).first()
    about = reverse("suggestion", args=[item.pk, criterion.pk])
    holding = {"claim_number": item.claim_number}
    remark = "Look whether the table is named."

    assert "once you have opened all of the evidence" in client.get(desk).content.decode()
    make.mark(item, cast.ben, criterion, at=now())
    client.post(about, holding)
    assert not SuggestionShown.objects.exists()
    for piece in SubmittedItem.objects.filter(submission=item.submission):
        client.get(reverse("evidence", args=[item.pk, piece.pk]))
    assert EvidenceOpening.objects.exists()
    assert client.post(about, holding).url.endswith(f"#suggestion-{criterion.pk}")
    shown = client.get(desk).content.decode()
    assert shown.count(remark) == 1
    assert "From a program, not a person" in shown

    client.post(about, {**holding, "used": "no"})
    assert SuggestionAnswer.objects.get().used is False
    assert "You did not use it." in client.get(desk).content.decode()


def test_where_nothing_is_suggested_nothing_can_be_opened(client, cast, version):
    make.waiting(cast.ada, version, at=now() - timedelta(days=1))
    item = claim_next(actor=cast.ben, at=now())
    client.force_login(cast.ben)
    about = reverse("suggestion", args=[item.pk, Criterion.objects.filter(version=version).first().pk])
    assert client.post(about, {"claim_number": item.claim_number}).status_code == 404
    assert "program" not in client.get(reverse("workbench", args=[item.pk])).content.decode()
