"""A clean copy is asked who can be recognized in it as first files are: before any assessor gets it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from microcred.foundation.clock import standing_at
from microcred.portfolios.models import CleanCopy, Consent, Item, Pause, Quarantine, SubmittedItem
from microcred.portfolios.operations import (
    NobodyAndSomebody,
    PeopleNotSaid,
    PermissionNeeded,
    PermissionOver,
    PermissionTooShort,
    put_in_clean_copy,
    quarantine_piece,
)
from microcred.portfolios.privacy.consents import Declared
from microcred.portfolios.queries import contents_of
from microcred.portfolios.tests import make
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.scoring.tests.make import published

CLEAN = make.picture(size=(50, 40))
FORM = "district_form"


@pytest.fixture
def quarantine(cast):
    """A picture in which somebody's name can be read was handed in, and is set aside."""
    rows, place = with_artifact(accepts=("document", "image"))
    pursuit = make.started(cast, published(cast, requirements=rows))
    asking = pursuit.version.requirements.order_by("position")[place]
    item = make.put(pursuit, "board.png", make.picture(), at=cast.at, requirement=asking)
    make.declared(item, "students", at=cast.at)
    submission = make.handed_in(make.fill(pursuit, at=cast.at), at=cast.at)
    piece = SubmittedItem.objects.get(submission=submission, item=item)
    return quarantine_piece(actor=cast.ben, piece=piece, reason=Quarantine.Reason.STUDENT_NAME, at=cast.at)


def replaced(cast, quarantine, declared=None, *, name="clean.png", content=CLEAN):
    return put_in_clean_copy(
        actor=cast.ada,
        quarantine=quarantine,
        name=name,
        chunks=[content],
        size=len(content),
        declared=declared,
        at=cast.at + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("declared", "refusal"),
    [
        (None, PeopleNotSaid),
        (Declared([]), PeopleNotSaid),
        (Declared(["nobody", "students"], FORM), NobodyAndSomebody),
        (Declared(["students"]), PermissionNeeded),
        (Declared(["students"], FORM, date(2020, 1, 1)), PermissionOver),
        (Declared(["students"], FORM, "tomorrow"), PermissionTooShort),
    ],
    ids=["not asked", "nothing said", "nobody and somebody", "no permission", "over", "too short"],
)
def test_what_would_keep_a_picture_from_being_submitted_keeps_it_from_taking_the_place(
    cast, quarantine, declared, refusal
):
    if declared is not None and declared.expires_on == "tomorrow":
        declared = Declared(declared.people, declared.permission, cast.at.date() + timedelta(days=1))
    before = Item.objects.count()

    with pytest.raises(refusal):
        replaced(cast, quarantine, declared)

    assert Item.objects.count() == before
    assert not CleanCopy.objects.exists()
    assert not hasattr(Pause.objects.get(), "resumption")
    assert any(piece.is_set_aside for one in contents_of(quarantine.submission).by_requirement for piece in one.items)


def test_what_is_declared_is_kept_with_the_copy_alone(cast, quarantine):
    copy = replaced(cast, quarantine, Declared(["background"], FORM, date(2030, 1, 1)))

    said = Consent.objects.get(item=copy.item)
    assert (said.people, said.permission, said.expires_on) == (["background"], "not_needed", None)
    assert (said.version, said.declared_by) == (1, cast.ada)
    assert Consent.objects.get(item=quarantine.piece.item).people == ["students"]
    assert "background" not in repr(contents_of(quarantine.submission))


def test_a_document_needs_no_declaration_and_gets_none(cast, quarantine):
    copy = replaced(cast, quarantine, Declared(["students"], FORM), name="board.pdf", content=make.pdf(2))

    assert copy.item.kind == "document"
    assert not Consent.objects.filter(item=copy.item).exists()


def test_the_page_asks_with_the_file_and_says_at_the_field_what_is_missing(cast, quarantine):
    ada = Client()
    ada.force_login(cast.ada)
    page, post = reverse("quarantine", args=[quarantine.pk]), reverse("clean_copy", args=[quarantine.pk])

    def sent(**said):
        return ada.post(post, {"file": SimpleUploadedFile("clean.png", CLEAN, "image/png"), **said})

    with standing_at(cast.at + timedelta(hours=1)):
        assert 'name="people"' in ada.get(page).content.decode()
        silent = sent()
        assert silent.status_code == 422
        assert 'id="people_error"' in silent.content.decode()
        unpermitted = sent(people=["students"], permission="not_needed")
        assert unpermitted.status_code == 422
        assert 'id="permission_error"' in unpermitted.content.decode()
        assert 'value="students" checked' in unpermitted.content.decode()
        assert sent(people=["nobody"], permission="not_needed").status_code == 302
    assert Consent.objects.get(item=CleanCopy.objects.get().item).people == ["nobody"]


def test_where_only_documents_are_taken_nobody_is_asked(cast):
    submission = make.handed_in(make.started(cast), at=cast.at)
    piece = SubmittedItem.objects.filter(submission=submission).first()
    aside = quarantine_piece(actor=cast.ben, piece=piece, reason=Quarantine.Reason.OTHER, at=cast.at)
    ada = Client()
    ada.force_login(cast.ada)

    with standing_at(cast.at):
        page = ada.get(reverse("quarantine", args=[aside.pk])).content.decode()
    assert 'name="file"' in page
    assert 'name="people"' not in page
