import re

from django.urls import reverse

from microcred.catalog.operations import publish_decision_rule
from microcred.foundation.clock import standing_at
from microcred.portfolios.operations import (
    comment_as_peer,
    invite_peer,
    join_as_peer,
    rename,
    save_answer,
    score_oneself,
)
from microcred.portfolios.tests.make import asked, fill, handed_in, pdf, put, started


def reading(cast, pursuit, who=None):
    who = who or cast.gus
    invitation = invite_peer(actor=cast.ada, pursuit=pursuit, email=who.email, at=cast.at)
    join_as_peer(actor=who, invitation=invitation, at=cast.at)
    return invitation


def test_ada_asks_gus_who_reads_comments_and_she_is_done_with_it(client, cast):
    pursuit = fill(started(cast), at=cast.at)
    client.force_login(cast.ada)
    client.post(reverse("peers", args=[pursuit.pk]), {"email": cast.gus.email})
    assert cast.gus.email in client.get(reverse("peers", args=[pursuit.pk])).content.decode()

    client.force_login(cast.gus)
    page = client.get(reverse("peer_readings")).content.decode()
    assert cast.ada.name in page
    invitation = pursuit.peer_invitations.get()
    client.post(reverse("peer_joining", args=[invitation.pk]))
    page = client.get(reverse("peer_reading", args=[invitation.pk])).content.decode()
    assert "What I did for number 1." in page
    assert "data-autosave" not in page
    question = asked(pursuit)
    client.post(
        reverse("peer_comments", args=[invitation.pk]), {"requirement": question.pk, "text": "Who was <there>?"}
    )

    client.force_login(cast.ada)
    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert "Who was &lt;there&gt;?" in page
    assert "1 comment of a peer" in page
    comment = invitation.peer.comments.get()
    answer = client.post(reverse("peer_resolution", args=[comment.pk]))
    assert answer["Location"].endswith("#requirement-1")
    assert "Who was &lt;there&gt;?" not in client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()


def test_whoever_scores_is_refused_at_the_field(client, cast):
    pursuit = started(cast)
    client.force_login(cast.ada)

    answer = client.post(reverse("peers", args=[pursuit.pk]), {"email": cast.ben.email})

    assert answer.status_code == 422
    assert "may come to judge such work" in answer.content.decode()


def test_a_peer_gets_the_files_while_they_read_and_not_a_moment_longer(client, cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    invitation = reading(cast, pursuit)
    address = reverse("peer_item", args=[invitation.pk, item.pk])
    client.force_login(cast.gus)
    assert client.get(address).status_code == 200
    rename(actor=cast.ada, item=item, title="without-a-name.pdf", at=cast.at)
    assert "without-a-name.pdf" in client.get(address)["Content-Disposition"], "a name was taken out of the title"
    assert client.get(reverse("item", args=[item.pk])).status_code == 404
    assert client.get(reverse("pursuit", args=[pursuit.pk])).status_code == 404

    handed_in(pursuit, at=cast.at)

    assert client.get(address).status_code == 404
    assert client.get(reverse("peer_reading", args=[invitation.pk])).status_code == 404
    assert "closed: handed in" in client.get(reverse("peer_readings")).content.decode()


def test_an_empty_comment_comes_back_open_with_its_reason(client, cast):
    pursuit = started(cast)
    invitation = reading(cast, pursuit)
    client.force_login(cast.gus)

    answer = client.post(
        reverse("peer_comments", args=[invitation.pk]), {"requirement": asked(pursuit).pk, "text": "  "}
    )

    assert answer.status_code == 422
    assert "Write something first" in answer.content.decode()


def test_one_page_costs_the_same_however_much_was_said(client, cast, django_assert_max_num_queries):
    pursuit = started(cast)
    invitation = reading(cast, pursuit)
    client.force_login(cast.ada)
    pages = [reverse("pursuit", args=[pursuit.pk]), reverse("peers", args=[pursuit.pk])]
    for page in pages:
        client.get(page)
    costs = []
    for page in pages:
        with django_assert_max_num_queries(40) as cost:
            client.get(page)
        costs.append(len(cost))
    for number in range(12):
        comment_as_peer(
            actor=cast.gus, invitation=invitation, about=asked(pursuit), text=f"Number {number}", at=cast.at
        )
    for page, cost in zip(pages, costs, strict=True):
        with django_assert_max_num_queries(cost):
            client.get(page)


def workspace_says(client, pursuit):
    """How far one’s own view is, wherever the workspace leads to it: beside the work, at each criterion, by it all."""
    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    said = re.findall(rf'href="{reverse("self_scores", args=[pursuit.pk])}">(.*?)</a>', page, re.DOTALL)
    assert len(said) > 2
    return {re.search(r"not begun|\d of \d criteria, [\w ,]+", one)[0] for one in said}


def test_own_view_is_noted_shown_and_erased(client, cast):
    pursuit = started(cast)
    client.force_login(cast.ada)
    address = reverse("self_scores", args=[pursuit.pk])
    criterion = pursuit.version.criteria.first()
    level = criterion.levels.first()
    assert workspace_says(client, pursuit) == {"not begun"}
    with standing_at(cast.at):
        client.post(address, {f"level-{criterion.pk}": level.pk})
    page = client.get(address).content.decode()
    assert f'value="{level.pk}" checked' in page
    assert workspace_says(client, pursuit) == {"1 of 6 criteria, September 1, 2026"}

    client.post(address, {"erase": "1"})
    assert f'value="{level.pk}" checked' not in client.get(address).content.decode()


def test_a_level_of_another_rubric_is_refused_by_the_form(client, cast):
    pursuit = started(cast)
    client.force_login(cast.ada)
    criterion = pursuit.version.criteria.first()
    other = pursuit.version.criteria.last().levels.first()

    answer = client.post(reverse("self_scores", args=[pursuit.pk]), {f"level-{criterion.pk}": other.pk})

    assert answer.status_code == 422


def test_nothing_private_enters_the_manifest(cast):
    pursuit = started(cast)
    invitation = reading(cast, pursuit)
    comment_as_peer(actor=cast.gus, invitation=invitation, about=asked(pursuit), text="CANARY", at=cast.at)
    score_oneself(actor=cast.ada, pursuit=pursuit, levels=[pursuit.version.criteria.first().levels.first()], at=cast.at)
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text="My words.", revision=0, at=cast.at)

    submission = handed_in(pursuit, at=cast.at)

    for told in ("CANARY", str(cast.gus.pk), "peer", "self"):
        assert told not in submission.manifest


def test_who_looks_before_an_assessor_reads_the_rules_that_the_assessor_reads(client, cast):
    pursuit = started(cast)
    invitation = reading(cast, pursuit)
    rule = "One note suffices where it says what was decided."
    criterion = pursuit.version.criteria.first()
    publish_decision_rule(actor=cast.lena, criterion=criterion, words={"en": rule}, at=cast.at)

    for who, page in (
        (cast.ada, reverse("self_scores", args=[pursuit.pk])),
        (cast.gus, reverse("peer_reading", args=[invitation.pk])),
    ):
        client.force_login(who)
        said = client.get(page).content.decode()
        assert said.count(rule) == 1, page
        assert "How this has been read" in said
