"""A second or third reader gets, to the byte, what they would get if nobody had read before them.

What is read afresh after an appeal has identifiers of its own; `test_appeal_blindness` compares it with new work.
"""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation import outbox
from microcred.foundation.clock import standing_at
from microcred.portfolios.models import SubmittedItem
from microcred.scoring.models import Mark, QueueItem, Scoring
from microcred.scoring.operations import claim, let_go, note, recuse, score
from microcred.scoring.tests import make

pytestmark = pytest.mark.slow

MINUTE = timedelta(minutes=1)
CANARIES = ("canaryfinch", "canaryserin", "canarysiskin", "canarylinnet")
"""In the first reader's comments, their word about the whole, why somebody stepped back, another's word."""

JSON, HTMX = {"Accept": "application/json"}, {"HX-Request": "true"}


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    make.qualified(cast, cast.lena)
    return make.in_pilot(cast, make.published(cast))


@pytest.fixture
def item(cast, version):
    make.waiting(cast.gus, version, at=cast.at + MINUTE)
    return make.waiting(cast.ada, version, at=cast.at)


def criteria_of(item):
    return list(Criterion.objects.filter(version=item.version).order_by("position"))


def nobody_read(cast, item):
    """The control: Lena is the first."""


def ben_read(cast, item):
    """Lena is the second: Ben found the first criterion short, and said why in words that can be found again."""
    held = claim(actor=cast.ben, item=item, at=cast.at)
    make.mark_all(held, cast.ben, at=cast.at, short=(criteria_of(item)[0],))
    for criterion in criteria_of(item):
        note(actor=cast.ben, item=held, claim_number=1, criterion=criterion, comment=CANARIES[0], at=cast.at)
    score(actor=cast.ben, item=held, claim_number=1, feedback=CANARIES[1], at=cast.at)


def two_read_and_differ(cast, item):
    """Lena is the third: Ben and Lea saw it differently, and Ole stepped back."""
    ben_read(cast, item)
    make.read(item, make.assessor(cast, "Lea"), at=cast.at, word=CANARIES[3])
    ole = make.assessor(cast, "Ole")
    held = claim(actor=ole, item=item, at=cast.at)
    recuse(actor=ole, item=held, claim_number=1, reason=CANARIES[2], at=cast.at)


def somebody_gave_it_back(cast, item):
    """Nobody read it, but Ben had it, noted things, and gave it back."""
    held = claim(actor=cast.ben, item=item, at=cast.at)
    note(actor=cast.ben, item=held, claim_number=1, criterion=None, comment=CANARIES[3], at=cast.at)
    let_go(actor=cast.ben, item=held, claim_number=1, at=cast.at)


def everything_lena_gets(client, item):
    """Ask for every address of scoring, and for those around it, as Lena reads; yield whole answers."""
    criterion, other = criteria_of(item)[:2]
    pages = [reverse("home"), reverse("queue"), reverse("inbox"), *pages_of(item.version)]
    mark, whole = reverse("mark", args=[item.pk, criterion.pk]), reverse("word", args=[item.pk])
    typed = {"claim_number": 1, "revision": 0, "level": criterion.levels.first().pk, "text": "Say who was there."}
    yield from map(client.get, pages)
    yield client.get(reverse("workbench", args=[item.pk]))
    yield client.post(reverse("claim"))
    yield from map(client.get, pages)
    yield client.get(reverse("workbench", args=[item.pk]))
    yield client.post(mark, typed, headers=JSON)
    yield client.post(mark, typed | {"revision": 7, "text": "Another."}, headers=JSON)
    yield client.post(mark, {"claim_number": 1, "level": criterion.levels.last().pk}, headers=HTMX)
    yield client.post(mark, typed | {"claim_number": 9}, headers=JSON)
    yield client.post(mark, typed | {"claim_number": 9}, headers=HTMX)
    yield client.post(mark, typed | {"claim_number": 2})
    yield client.post(whole, {"claim_number": 1, "revision": 0, "text": "Solid."}, headers=JSON)
    yield client.get(reverse("preview", args=[item.pk]))
    yield client.get(reverse("scoring", args=[item.pk]))
    yield client.post(reverse("scoring", args=[item.pk]), {"claim_number": 1})
    yield client.post(reverse("lease", args=[item.pk]), {"claim_number": 1}, follow=True)
    for piece in SubmittedItem.objects.filter(submission=item.submission):
        yield client.get(reverse("evidence", args=[item.pk, piece.pk]))
        yield client.get(reverse("evidence", args=[item.pk, piece.pk]), headers={"Range": "bytes=0-9"})
    yield client.post(reverse("claim_end", args=[item.pk]), {"claim_number": 1}, follow=True)
    yield client.get(reverse("workbench", args=[item.pk]))
    yield client.post(reverse("claim"), {"item": item.pk}, follow=True)
    make.mark_all(QueueItem.objects.get(pk=item.pk), lena(client), at=item.entered_at, short=(other,))
    yield client.get(reverse("workbench", args=[item.pk]))
    yield client.get(reverse("scoring", args=[item.pk]))


def pages_of(version):
    thing = version.micro_credential.slug
    yield reverse("pilot", args=[thing, version.label])
    yield reverse("micro_credential", args=[thing])
    yield reverse("version", args=[thing, version.label])


def lena(client):
    from microcred.organizations.models import Person

    return Person.objects.get(pk=client.session["_auth_user_id"])


ONCE = re.compile(r'(csrfmiddlewaretoken"? value="|X-CSRFToken": "|nonce-|nonce="|sessionid=|csrf=|expires=)[^"\';]+')
"""What is another with every answer, whatever it is about; the number of the request apart."""


def as_bytes(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    whole = f"{answer.status_code} {answer.headers} {answer.cookies}\n" + body.decode("latin-1")
    request = next((value for name, value in answer.headers.items() if "request" in name.lower()), "none")
    return ONCE.sub(r"\1", whole.replace(request, "the request"))


def scene(client, cast, item, before) -> list[str]:
    """What Lena gets when this happened before; then it did not happen."""
    with transaction.atomic(), standing_at(cast.at + 2 * MINUTE):
        before(cast, item)
        outbox.deliver_all()
        client.logout()
        client.force_login(cast.lena)
        answers = [(answer.request["PATH_INFO"], as_bytes(answer)) for answer in everything_lena_gets(client, item)]
        transaction.set_rollback(True)
    return answers


def test_every_answer_is_the_same_whoever_read_before(client, cast, item):
    alone = scene(client, cast, item, nobody_read)
    assert len(alone) >= 30
    assert sum(body.startswith("200") for _path, body in alone) >= 20, "it is the work that is looked at"
    for before in (ben_read, two_read_and_differ, somebody_gave_it_back):
        for (path, one), (_same, other) in zip(alone, scene(client, cast, item, before), strict=True):
            assert one == other, f"{path} differs when {before.__doc__}"
            assert not any(canary in other.lower() for canary in CANARIES), path


def test_the_scanner_would_see_it(client, cast, item):
    """The control: what Ben wrote is there to be found, by himself in his own notes, and in the decision."""
    two_read_and_differ(cast, item)
    assert Scoring.objects.filter(feedback=CANARIES[1]).exists()
    assert Mark.objects.filter(comment=CANARIES[0]).exists()
    make.read(item, cast.lena, at=cast.at, short=(criteria_of(item)[0],))
    client.force_login(cast.ada)
    page = client.get(reverse("feedback", args=[item.submission_id])).content.decode()
    assert CANARIES[0] in page
    assert CANARIES[1] in page, "Ben came to the outcome that was decided"
    assert CANARIES[3] not in page, "Lea did not"


def test_after_saving_one_sees_ones_own_reading_and_nothing_of_another(client, cast, item):
    ben_read(cast, item)
    make.read(item, make.assessor(cast, "Leocadia"), at=cast.at)
    for reader in (cast.ben, cast.lena):
        client.force_login(reader)
        for address in (reverse("queue"), reverse("home"), reverse("workbench", args=[item.pk])):
            page = client.get(address).content.decode()
            assert not any(canary in page for canary in CANARIES)
            assert "Leocadia" not in page


def test_who_waits_sees_no_difference_between_one_reading_and_two(client, cast, item):
    """Ada's pages while it is being read: by its only reader, by the second, and between two of them."""

    def pages():
        client.force_login(cast.ada)
        addresses = [reverse("feedback", args=[item.submission_id]), reverse("home"), reverse("inbox")]
        addresses.append(reverse("pursuit", args=[item.submission.pursuit_id]))
        with standing_at(cast.at + 3 * MINUTE):
            return [as_bytes(client.get(address)) for address in addresses]

    claim(actor=cast.ben, item=item, at=cast.at)
    while_ben_reads = pages()
    make.mark_all(QueueItem.objects.get(pk=item.pk), cast.ben, at=cast.at, short=(criteria_of(item)[0],))
    score(actor=cast.ben, item=item, claim_number=1, at=cast.at)
    outbox.deliver_all()
    between = pages()
    make.read(item, cast.lena, at=cast.at)
    outbox.deliver_all()
    before_the_third = pages()

    assert "An assessor is reading your work" in while_ben_reads[0]
    assert while_ben_reads == between == before_the_third
