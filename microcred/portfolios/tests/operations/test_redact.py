"""What is covered is in nothing that assessors can fetch; what is not used changes nothing; what is deleted is back."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from microcred.catalog.tests.make import plain_design
from microcred.foundation import jobs, storage
from microcred.foundation.clock import standing_at
from microcred.foundation.ids import uuid7
from microcred.foundation.inspection.apart import InspectionDown
from microcred.foundation.models import StoredFile
from microcred.foundation.refusals import NotAllowed
from microcred.foundation.tests.inspection.files import office
from microcred.foundation.tests.inspection.recordings import COLOURS, TONES, colour_at, film, loudness_at, spoken
from microcred.portfolios.access import own_original
from microcred.portfolios.covering import Region, Sound, Stretch
from microcred.portfolios.models import (
    Consent,
    Item,
    PieceLanguage,
    Pin,
    Redaction,
    RedactionOutcome,
    RedactionUse,
    Removal,
)
from microcred.portfolios.operations import (
    BeingJudged,
    MarkNotThere,
    NoCopyMade,
    NothingMarked,
    NotRedactable,
    PlaceNotThere,
    RedactionNotReady,
    RedactionOver,
    TooManyMarks,
    TranscriptStillWhole,
    carry_out,
    extents,
    pin,
    put_in_link,
    redact,
    say_language,
    submit,
    take_out,
    transcribe,
    undo_redaction,
    use_redaction,
)
from microcred.portfolios.places import Place
from microcred.portfolios.queries import forms_of, redactions_in, workspace_of
from microcred.portfolios.tests.make import EVERYTHING, asked, declared, fill, handed_in, pdf, picture, put, started
from microcred.programs.tests.make import version

CANARY = (250, 10, 200)
CORNER = Region(50, 50, 50, 50)
SECOND = Stretch(1, 2, picture=True, sound=Sound.MUTE)
ALL_KINDS = ["image", "video", "audio", "document", "link"]


def photo() -> bytes:
    shown = Image.new("RGB", (128, 128), (120, 120, 120))
    ImageDraw.Draw(shown).rectangle((70, 70, 120, 120), CANARY)
    target = BytesIO()
    shown.save(target, "PNG")
    return target.getvalue()


def has_canary(content: bytes) -> bool:
    shown = Image.open(BytesIO(content)).convert("RGB")
    return any(red - green > 60 and blue - green > 60 for red, green, blue in shown.get_flattened_data())


def read(file: StoredFile) -> bytes:
    with storage.open_file(file) as source:
        return source.read()


@pytest.fixture
def mine(cast):
    """Ada's work, whose artifact takes everything."""
    rows = [row.model_dump() for row in plain_design().requirements]
    place = next(number for number, row in enumerate(rows) if row["kind"] == "artifact")
    rows[place] |= {"accepts": ALL_KINDS}
    return started(cast, version(cast, requirements=rows))


@pytest.fixture
def item(cast, mine):
    return put(mine, "class.png", photo(), at=cast.at)


def asks(cast, item, *marks, **more) -> Redaction:
    facts = {"actor": cast.ada, "item": item, "marks": marks or [CORNER], "at": cast.at} | more
    made = redact(**facts)
    return Redaction.objects.get(pk=made.pk)


def used(cast, redaction) -> Item:
    return use_redaction(actor=cast.ada, redaction=redaction, at=cast.at)


def in_the_work(pursuit) -> list:
    return [item.pk for work in workspace_of(pursuit).work for item in work.items]


def test_a_copy_takes_the_place_of_the_file_and_the_original_stays_sealed(cast, mine, item):
    redaction = asks(cast, item)
    assert in_the_work(mine) == [item.pk], "nothing changes before the copy is used"
    assert has_canary(read(item.file))

    copy = used(cast, redaction)

    assert used(cast, Redaction.objects.get(pk=redaction.pk)) == copy, "used twice is used once"
    assert in_the_work(mine) == [copy.pk]
    assert copy.title == item.title
    assert not has_canary(read(copy.file))
    assert read(own_original(cast.ada, copy.pk)) == photo()
    assert own_original(cast.ada, copy.pk).media_type == "application/octet-stream"


def test_what_is_submitted_and_hashed_is_the_copy_alone(cast, mine, item):
    declared(item, at=cast.at)
    copy = used(cast, asks(cast, item))
    fill(mine, at=cast.at)

    submission = submit(actor=cast.ada, pursuit=mine, attested=EVERYTHING, form_key=uuid7(), at=cast.at)

    assert copy.file.sha256 in submission.manifest
    assert item.file.sha256 not in submission.manifest
    assert hashlib.sha256(photo()).hexdigest() not in submission.manifest
    assert str(item.pk) not in submission.manifest


def test_deleting_it_brings_the_file_back_with_all_that_was_said_of_it(cast, mine, item):
    declared(item, "students", at=cast.at)
    criterion = item.requirement.criteria.first()
    pin(actor=cast.ada, item=item, words="The board.", criteria=[criterion], place=Place(), at=cast.at)
    redaction = asks(cast, item)
    copy = used(cast, redaction)
    assert Pin.objects.get(item=copy).words == "The board."
    assert Consent.objects.get(item=copy).people == ["students"]

    back = undo_redaction(actor=cast.ada, redaction=redaction, at=cast.at)

    assert undo_redaction(actor=cast.ada, redaction=redaction, at=cast.at) == back
    assert in_the_work(mine) == [back.pk]
    assert back.file == item.file
    assert Pin.objects.get(item=back).words == "The board."
    assert read(own_original(cast.ada, back.pk)) == photo()
    with pytest.raises(RedactionOver):
        used(cast, Redaction.objects.get(pk=asks_again(cast, redaction)))


def test_its_language_and_what_it_translates_go_along_there_and_back(cast, mine, item):
    other = put(mine, "acta.pdf", pdf(2), at=cast.at)
    by = {"actor": cast.ada, "pursuit": mine, "requirement": item.requirement, "at": cast.at}
    say_language(**by, item=item, language="es", translated_by="", beside=None)
    say_language(**by, item=other, language="vi", translated_by=PieceLanguage.By.SELF, beside=item)
    redaction = asks(cast, item)

    copy = used(cast, redaction)

    assert PieceLanguage.objects.get(item=copy).language == "es", "or it would pass for English"
    assert PieceLanguage.objects.get(item=other).beside == copy
    back = undo_redaction(actor=cast.ada, redaction=redaction, at=cast.at)
    assert PieceLanguage.objects.get(item=back).language == "es"
    assert PieceLanguage.objects.get(item=other).beside == back


def asks_again(cast, redaction):
    """One that was deleted before it was used."""
    copy = undo_redaction(actor=cast.ada, redaction=redaction, at=cast.at)
    other = asks(cast, copy)
    undo_redaction(actor=cast.ada, redaction=other, at=cast.at)
    return other.pk


def test_a_second_one_of_the_same_file_takes_the_place_of_the_first(cast, mine, item):
    first, second = asks(cast, item), asks(cast, item, Region(0, 0, 10, 10))
    with pytest.raises(RedactionOver):
        used(cast, Redaction.objects.get(pk=first.pk))
    used(cast, second)
    assert redactions_in(mine).keys() == {second.use.item_id if hasattr(second, "use") else in_the_work(mine)[0]}


def test_a_copy_can_be_redacted_once_more_and_leads_back_to_the_upload(cast, mine, item):
    once = used(cast, asks(cast, item))
    twice = used(cast, asks(cast, once, Region(0, 0, 20, 20)))
    assert in_the_work(mine) == [twice.pk]
    assert read(own_original(cast.ada, twice.pk)) == photo()


def test_a_film_is_done_by_the_worker_with_its_still_its_captions_and_what_is_heard(cast, mine):
    item = put(mine, "lesson.mp4", film(), at=cast.at)
    said = (
        "WEBVTT\n\n00:00:00.000 --> 00:00:00.800\nGood morning.\n\n00:00:01.000 --> 00:00:01.900\nWell done, Jayden.\n"
    )
    transcribe(actor=cast.ada, item=item, text=said, at=cast.at)

    redaction = asks(cast, item, SECOND)
    with pytest.raises(RedactionNotReady):
        used(cast, redaction)
    assert jobs.waits("portfolios.redact", queue="files", redaction_id=str(redaction.pk))
    carry_out(redaction, at=cast.at)
    carry_out(Redaction.objects.get(pk=redaction.pk), at=cast.at)
    copy = used(cast, Redaction.objects.get(pk=redaction.pk))

    assert RedactionOutcome.objects.count() == 1
    content = read(copy.file)
    assert max(colour_at(content, 1.5)) < 20
    assert colour_at(content, 0.5) == pytest.approx(COLOURS[0], abs=40)
    assert loudness_at(content, 1.0, 2.0, TONES[1]) < 0.002
    forms = forms_of([copy.pk])[copy.pk]
    assert "Jayden" not in forms.captions
    assert "Good morning." in forms.captions
    assert forms.poster


def test_a_transcript_without_times_is_gone_through_by_its_educator(cast, mine):
    item = put(mine, "talk.wav", spoken(), at=cast.at)
    transcribe(actor=cast.ada, item=item, text="Good morning. Well done, Jayden.", at=cast.at)
    quiet = Stretch(1, 2, picture=False, sound=Sound.BEEP)
    for unread in ("Good morning.   Well done,\nJayden.",):
        with pytest.raises(TranscriptStillWhole):
            asks(cast, item, quiet, transcript=unread)

    redaction = asks(cast, item, quiet, transcript="Good morning. Well done, [student].")
    carry_out(redaction, at=cast.at)
    copy = used(cast, Redaction.objects.get(pk=redaction.pk))

    assert forms_of([copy.pk])[copy.pk].transcript == "Good morning. Well done, [student]."


@pytest.mark.parametrize(
    ("name", "content", "marks", "refusal"),
    [
        ("plan.docx", office(), [CORNER], NotRedactable),
        ("photo.png", picture(), [], NothingMarked),
        ("photo.png", picture(), [CORNER] * 41, TooManyMarks),
        ("photo.png", picture(), [Region(60, 0, 50, 10)], MarkNotThere),
        ("photo.png", picture(), [Region(0, 0, 0, 10)], MarkNotThere),
        ("photo.png", picture(), [SECOND], MarkNotThere),
        ("photo.png", picture(), [Region(0, 0, 5, 5, page=1)], MarkNotThere),
        ("plan.pdf", pdf(2), [CORNER], MarkNotThere),
        ("plan.pdf", pdf(2), [Region(0, 0, 5, 5, page=3)], MarkNotThere),
        ("talk.wav", spoken(), [CORNER], MarkNotThere),
        ("talk.wav", spoken(), [Stretch(2, 1, picture=False, sound=Sound.MUTE)], MarkNotThere),
        ("talk.wav", spoken(), [Stretch(1, 2, picture=True, sound=Sound.KEEP)], MarkNotThere),
        ("talk.wav", spoken(), [Stretch(30, 40, picture=False, sound=Sound.MUTE)], MarkNotThere),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else value if isinstance(value, str) else "",
)
def test_what_cannot_be_covered_is_refused(cast, mine, name, content, marks, refusal):
    item = put(mine, name, content, at=cast.at)
    with pytest.raises(refusal):
        redact(actor=cast.ada, item=item, marks=marks, at=cast.at)
    assert not Redaction.objects.exists()


def test_a_link_has_nothing_to_be_covered(cast, mine):
    link = put_in_link(
        actor=cast.ada,
        pursuit=mine,
        requirement=asked(mine, "artifact"),
        title="",
        url="https://a.example.org/",
        at=cast.at,
    )
    with pytest.raises(NotRedactable):
        asks(cast, link)


def test_it_is_its_educators_alone(cast, item):
    with pytest.raises(NotAllowed):
        asks(cast, item, actor=cast.ben)
    redaction = asks(cast, item)
    with pytest.raises(NotAllowed):
        use_redaction(actor=cast.ben, redaction=redaction, at=cast.at)
    with pytest.raises(NotAllowed):
        undo_redaction(actor=cast.ben, redaction=redaction, at=cast.at)


def test_what_was_submitted_or_taken_out_is_not_redacted(cast, mine, item):
    declared(item, at=cast.at)
    before = asks(cast, item)
    handed_in(mine, at=cast.at)
    with pytest.raises(BeingJudged):
        asks(cast, item)
    with pytest.raises(BeingJudged):
        used(cast, before)


def test_a_file_that_was_taken_out_meanwhile_is_not_brought_back(cast, mine, item):
    redaction = asks(cast, item)
    take_out(actor=cast.ada, item=item, at=cast.at)
    with pytest.raises(RedactionOver):
        used(cast, redaction)
    other = put(mine, "other.png", photo(), at=cast.at)
    again = asks(cast, other)
    take_out(actor=cast.ada, item=used(cast, again), at=cast.at)
    with pytest.raises(RedactionOver):
        undo_redaction(actor=cast.ada, redaction=again, at=cast.at)


def test_a_copy_that_could_not_be_made_is_not_used(cast, mine):
    item = put(mine, "talk.wav", spoken(), at=cast.at)
    redaction = asks(cast, item, Stretch(1, 2, picture=False, sound=Sound.MUTE))
    RedactionOutcome.objects.create(redaction=redaction, fact="not_made", done_at=cast.at)
    with pytest.raises(NoCopyMade):
        used(cast, Redaction.objects.get(pk=redaction.pk))
    assert not RedactionUse.objects.exists()
    assert not Removal.objects.exists()


def test_nobody_but_its_owner_fetches_it(cast, item):
    redaction = asks(cast, item)
    addresses = [reverse("redaction", args=[redaction.pk]), reverse("redaction_file", args=[redaction.pk, "copy"])]
    with standing_at(cast.at + timedelta(minutes=1)):
        for person, status in ((cast.ada, 200), (cast.ben, 404)):
            client = Client()
            client.force_login(person)
            assert [client.get(address).status_code for address in addresses] == [status, status]


def opened_here(*_args, **_more):
    raise AssertionError("a stranger's document was opened in the process that answers people")


def test_a_document_is_opened_behind_walls_alone_to_count_its_pages(cast, mine, monkeypatch):
    plan = put(mine, "plan.pdf", pdf(2), at=cast.at)
    monkeypatch.setattr(pikepdf, "open", opened_here)
    monkeypatch.setattr(pikepdf.Pdf, "open", opened_here)

    with pytest.raises(MarkNotThere, match="It has 2"):
        asks(cast, plan, Region(0, 0, 5, 5, page=3))
    with pytest.raises(PlaceNotThere):
        pin(
            actor=cast.ada,
            item=plan,
            words="Here",
            criteria=list(plan.requirement.criteria.all()),
            place=Place(page=3),
            at=cast.at,
        )
    asks(cast, plan, Region(0, 0, 5, 5, page=2))


def test_where_nothing_can_be_counted_a_page_is_taken_at_its_word(cast, mine, monkeypatch):
    def ended(_clean):
        raise InspectionDown

    plan = put(mine, "plan.pdf", pdf(2), at=cast.at)
    monkeypatch.setattr(extents, "pages_apart", ended)

    assert extents.extent_of(plan.file, plan.kind) == (None, None)
