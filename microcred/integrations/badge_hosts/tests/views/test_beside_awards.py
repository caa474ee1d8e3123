"""What was earned elsewhere stands beside awards: marked, with its issuer and its last check, never counted."""

import json

import pytest

from microcred.foundation.clock import now
from microcred.foundation.refusals import NotAllowed
from microcred.integrations.badge_hosts.models import ExternalCredential
from microcred.integrations.badge_hosts.operations import NotShownToBeYours, bring_in, show_on_transcript
from microcred.integrations.badge_hosts.tests.make import elsewhere
from microcred.recognition.models import Recognition


def brought(person, *, naming=None):
    return bring_in(actor=person, document=elsewhere(naming or person).encode(), at=now())


def page(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def external(client, person):
    client.force_login(person)
    return json.loads(client.get("/transcript/transcript.json").content)["external"]


def test_it_stands_under_ones_awards_marked_with_issuer_and_check(client, cast):
    held = brought(cast.ada)

    awards = page(client, cast.ada, "/awards/")

    for words in ("Earned elsewhere", held.name, held.issuer_name, "External", "last checked on", "No award yet"):
        assert words in awards, words


def test_nothing_of_it_is_handed_on_unless_the_person_says_so(client, cast):
    held = brought(cast.ada)
    assert held.name not in page(client, cast.ada, "/transcript/")
    assert external(client, cast.ada) == []

    client.post(f"/backpack/{held.pk}/transcript/", {"shown": "yes"})

    assert held.name in page(client, cast.ada, "/transcript/")
    (told,) = external(client, cast.ada)
    assert (told["external"], told["title"], told["issuer"]) == (True, held.name, held.issuer_name)
    assert told["issuer_id"] == held.issuer_id
    assert not Recognition.objects.exists(), "it counts for nothing"

    client.post(f"/backpack/{held.pk}/transcript/", {"shown": "no"})
    assert external(client, cast.ada) == []


def test_what_names_somebody_else_is_said_so_and_handed_on_to_nobody(client, cast):
    held = brought(cast.ada, naming=cast.gus)

    assert "Not shown to be yours" in page(client, cast.ada, "/awards/")
    with pytest.raises(NotShownToBeYours):
        show_on_transcript(actor=cast.ada, credential=held, shown=True)
    with pytest.raises(NotAllowed):
        show_on_transcript(actor=cast.gus, credential=held, shown=True)


@pytest.mark.parametrize(
    ("verdict", "stands"), [("valid in part", 1), ("revoked", 0), ("suspended", 0), ("expired", 0)]
)
def test_what_no_longer_checks_out_leaves_the_transcript_and_is_said_so_on_ones_own_page(client, cast, verdict, stands):
    held = show_on_transcript(actor=cast.ada, credential=brought(cast.ada), shown=True)
    ExternalCredential.objects.filter(pk=held.pk).update(verdict=verdict)

    assert len(external(client, cast.ada)) == stands
    assert held.name in page(client, cast.ada, "/awards/")


def test_nobody_else_sees_it(client, cast):
    held = show_on_transcript(actor=cast.ada, credential=brought(cast.ada), shown=True)

    for address in ("/awards/", "/transcript/"):
        assert held.name not in page(client, cast.gus, address)
    assert client.post(f"/backpack/{held.pk}/transcript/", {"shown": "no"}).status_code == 404
