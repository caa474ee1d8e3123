"""What is attested at submission is kept in the very words, and words that changed meanwhile are shown before."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import translation

from microcred.foundation.clock import standing_at
from microcred.foundation.ids import uuid7
from microcred.portfolios.models import StatementWording, Submission
from microcred.portfolios.operations import DisclosureTooLong, StatementsChanged, submit, write_statement
from microcred.portfolios.queries import disclosure_for_assessors, disclosure_of, statements_for
from microcred.portfolios.rules import ATTESTATIONS
from microcred.portfolios.statements import PLATFORM_EDITION, PLATFORM_WORDS
from microcred.portfolios.tests.make import EVERYTHING, fill, started

HOUR = timedelta(hours=1)


def owner_of(pursuit):
    return pursuit.version.micro_credential.owner


def send(pursuit, *, at, **more):
    facts = {"attested": EVERYTHING, "form_key": uuid7()} | more
    return submit(actor=pursuit.person, pursuit=pursuit, at=at, **facts)


def policy(pursuit, policy, *, at, shows=False):
    return write_statement(
        actor=None,
        organization=owner_of(pursuit),
        kind=StatementWording.Kind.AI_USE,
        english="About tools.",
        spanish="Sobre herramientas.",
        policy=policy,
        shows_assessors=shows,
        effective_at=at,
        at=at,
    )


def test_the_words_shown_are_kept_with_their_edition_language_and_digest(cast):
    submission = send(fill(started(cast), at=cast.at), at=cast.at + HOUR, language="es")

    kept = {one.kind: one for one in submission.attestations.all()}
    assert {kind: one.text for kind, one in kept.items()} == {kind: PLATFORM_WORDS[kind]["es"] for kind in ATTESTATIONS}
    one = kept["conduct"]
    assert (one.language, one.edition, one.attested_at) == ("es", PLATFORM_EDITION, cast.at + HOUR)
    assert one.digest == hashlib.sha256(one.text.encode()).hexdigest()
    named = {entry["kind"]: entry["sha256"] for entry in json.loads(submission.manifest)["attestations"]}
    assert named == {kind: one.digest for kind, one in kept.items()}


def test_words_that_changed_meanwhile_are_refused_and_nothing_is_submitted(cast):
    pursuit = fill(started(cast), at=cast.at)
    shown = statements_for(owner_of(pursuit), at=cast.at, language="en").stated
    policy(pursuit, StatementWording.Policy.NOT_ALLOWED, at=cast.at + HOUR)

    with pytest.raises(StatementsChanged):
        send(pursuit, at=cast.at + HOUR, stated=shown)

    assert not Submission.objects.exists()
    now = statements_for(owner_of(pursuit), at=cast.at + HOUR, language="en").stated
    assert send(pursuit, at=cast.at + HOUR, stated=now).attempt == 1


def test_what_is_told_of_tools_is_frozen_and_named_in_the_manifest(cast):
    pursuit = fill(started(cast), at=cast.at)

    submission = send(pursuit, at=cast.at, disclosure=" A drawing program, for the cover.\r\n ")

    told = disclosure_of(submission)
    assert told.text == "A drawing program, for the cover."
    assert json.loads(submission.manifest)["generativeTools"] == {"policy": "disclosed", "disclosure": told.digest}
    assert disclosure_for_assessors(submission) is None


def test_assessors_see_it_only_where_the_policy_lets_them(cast):
    pursuit = fill(started(cast), at=cast.at)
    policy(pursuit, StatementWording.Policy.DISCLOSED, at=cast.at, shows=True)

    submission = send(pursuit, at=cast.at, disclosure="A drawing program.")
    policy(pursuit, StatementWording.Policy.DISCLOSED, at=cast.at + HOUR, shows=False)

    assert disclosure_for_assessors(submission).text == "A drawing program."


@pytest.mark.parametrize("holds", ["not_allowed", "free"])
def test_where_it_is_not_asked_for_nothing_is_kept_of_tools(cast, holds):
    pursuit = fill(started(cast), at=cast.at)
    policy(pursuit, StatementWording.Policy(holds), at=cast.at)

    submission = send(pursuit, at=cast.at, disclosure="A drawing program.")

    assert disclosure_of(submission) is None
    assert json.loads(submission.manifest)["generativeTools"] == {"policy": holds, "disclosure": None}


def test_too_much_about_tools_is_refused(cast):
    with pytest.raises(DisclosureTooLong):
        send(fill(started(cast), at=cast.at), at=cast.at, disclosure="x" * 4001)


def test_the_page_shows_the_new_words_unticked_and_keeps_what_was_typed(cast, client):
    client.force_login(cast.ada)
    pursuit = fill(started(cast), at=cast.at)
    with standing_at(cast.at):
        opened = client.get(f"/pursuits/{pursuit.pk}/submission/")
    policy(pursuit, StatementWording.Policy.DISCLOSED, at=cast.at + HOUR)
    sent = {
        "form_key": opened.context["form"].initial["form_key"],
        "stated": opened.context["review"].statements.stated,
        "attested": list(ATTESTATIONS),
        "disclosure": "A drawing program.",
    }

    with standing_at(cast.at + HOUR), translation.override("en"):
        answer = client.post(f"/pursuits/{pursuit.pk}/submission/", sent)
        page = answer.content.decode()
        sent["stated"] = answer.context["review"].statements.stated
        again = client.post(f"/pursuits/{pursuit.pk}/submission/", sent)

    assert answer.status_code == 422
    assert "The statements have changed" in page
    assert "About tools." in page
    assert "A drawing program." in page
    assert not any(f'value="{kind}" checked' in page for kind in ATTESTATIONS)
    assert again.status_code == 302
    assert Submission.objects.get().attestations.get(kind="ai_use").text == "About tools."
