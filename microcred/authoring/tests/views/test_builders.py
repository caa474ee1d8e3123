"""The builders of requirements and rubric in the draft's form, without a script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from microcred.authoring.operations import publish, start_draft
from microcred.authoring.tests.passing import no_gates
from microcred.authoring.tests.views.test_draft import address, opened
from microcred.catalog.design import Design
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=make.AT)


@pytest.fixture
def author(client):
    client.force_login(make.cora())
    return client


def saved(author, draft, **sent):
    """What the draft says after the form was sent with changes."""
    response = author.post(address(draft), {**opened(author, draft), **sent})
    assert response.status_code == 302, response.content.decode()[:2000]
    draft.refresh_from_db()
    return Design.model_validate(draft.design)


def artifact(draft):
    design = Design.model_validate(draft.design)
    return next(place for place, row in enumerate(design.requirements) if row.kind == "artifact")


def test_all_that_a_requirement_says_of_its_evidence_is_kept_and_comes_back(author, draft):
    at = f"requirements.{artifact(draft)}"
    sent = {
        f"{at}.size_limit": "20",
        f"{at}.page_limit": "4",
        f"{at}.template.title": "Plan",
        f"{at}.template.url": "https://example.org/plan",
        f"{at}.shareable": "on",
        f"{at}.annotated": "on",
        f"{at}.transcribed": "on",
        f"{at}.shows": "students",
        f"{at}.consents": ["family", "adult"],
        f"{at}.language": "any",
        f"{at}.one_of": "lesson",
        f"{at}.why_instead": "Where filming is not permitted.",
    }
    asked = saved(author, draft, **sent).requirements[artifact(draft)]

    assert (asked.size_limit, asked.page_limit, asked.minute_limit) == (20, 4, None)
    assert (asked.template.title, asked.shareable, asked.shows) == ("Plan", True, "students")
    assert asked.annotated
    assert asked.transcribed
    assert asked.why_instead == "Where filming is not permitted."
    assert (asked.consents, asked.language, asked.one_of) == (("family", "adult"), "any", "lesson")
    again = saved(author, draft)
    assert again.requirements[artifact(draft)] == asked


def test_a_requirement_that_becomes_a_question_asks_nothing_of_files(author, draft):
    at = f"requirements.{artifact(draft)}"
    saved(author, draft, **{f"{at}.size_limit": "20", f"{at}.shareable": "on"})
    asked = saved(author, draft, **{f"{at}.part": "1", f"{at}.word_limit": "100"}).requirements[int(at[-1])]

    assert (asked.kind, asked.size_limit, asked.shareable) == ("question", None, False)


@pytest.mark.parametrize(
    ("field", "words"), [("size_limit", "cannot be a limit of requirement"), ("count", "the rule")]
)
def test_a_number_that_is_none_stays_where_it_was_typed(author, draft, field, words):
    name = "part_rules.2.count" if field == "count" else f"requirements.{artifact(draft)}.{field}"
    sent = {**opened(author, draft), "part_rules.2.kind": "at_least", name: "many"}
    response = author.post(address(draft), sent)

    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert 'value="many"' in page


def test_the_rule_of_a_part_is_chosen_and_left_again(author, draft):
    ruled = saved(author, draft, **{"part_rules.2.kind": "at_least", "part_rules.2.count": "3"})
    assert [(rule.part, rule.kind, rule.count) for rule in ruled.part_rules] == [(2, "at_least", 3)]
    assert "at least 3 of its 4 criteria" in author.get(address(draft)).content.decode()

    assert saved(author, draft, **{"part_rules.2.kind": "each"}).part_rules == ()


def test_levels_are_copied_as_levels_of_their_own(author, draft):
    design = saved(author, draft, **{"rubric.2.copy_from": "0", "do": "copy:rubric.2"})
    copied, mine = design.rubric[0], design.rubric[2]

    assert [level.name for level in mine.levels] == [level.name for level in copied.levels]
    assert mine.required == copied.required
    assert not {level.uuid for level in mine.levels} & {level.uuid for level in copied.levels}


def test_rows_move_down_and_up(author, draft):
    before = [criterion.id for criterion in Design.model_validate(draft.design).rubric]
    moved = saved(author, draft, do="down:rubric.0")
    assert [criterion.id for criterion in moved.rubric] == [before[1], before[0], *before[2:]]
    back = saved(author, draft, do="up:rubric.1")
    assert [criterion.id for criterion in back.rubric] == before


def test_a_level_that_moves_stays_the_one_that_is_needed(author, draft):
    needed = Design.model_validate(draft.design).rubric[1].required
    assert saved(author, draft, do="down:rubric.1.levels.0").rubric[1].required == needed


def test_the_matrix_names_gaps_and_a_press_ends_on_the_row(author, draft):
    at = f"requirements.{artifact(draft)}"
    sent = {**opened(author, draft), "do": f"down:{at}"}
    del sent[f"{at}.feeds"]
    response = author.post(address(draft), sent)

    assert response.url.endswith(f"#requirements.{artifact(draft) + 1}")
    page = author.get(address(draft)).content.decode()
    assert "no judge" in page


def test_what_cannot_be_earned_first_is_said_beside_it(author, draft):
    saved(author, draft, **{"prerequisites.add": "nonsense-here"})
    page = author.get(address(draft)).content.decode()
    assert "There is no micro-credential at this address." in page


def test_prerequisites_are_added_by_name_or_address_and_taken_out(author, draft):
    make.version(name="Leading Change")
    added = saved(author, draft, **{"prerequisites.add": "https://example.org/catalogue/leading-change/"})
    assert added.prerequisites == ("leading-change",)
    assert "Leading Change" in author.get(address(draft)).content.decode()

    assert saved(author, draft, prerequisites=[]).prerequisites == ()


def test_what_would_be_decided_is_shown_with_its_reasons(author, draft):
    page = reverse("decision_preview", args=[draft.pk])
    shown = author.get(page)
    examples = shown.context["examples"]
    assert "have no level yet" in shown.content.decode()

    earned, one_short = (author.get(f"{page}?{query}").content.decode() for _example, query in examples[:2])
    assert "Would be: earned" in earned
    assert "Part 2 passes: 4 of 4" in earned
    assert "Would be: not yet" in one_short
    assert "Would reopen:" in one_short


def test_a_level_that_is_none_of_the_criterion_is_no_choice(author, draft):
    page = reverse("decision_preview", args=[draft.pk])
    first = Design.model_validate(draft.design).rubric[0]
    shown = author.get(page, {f"level-{first.uuid}": str(first.uuid)})

    assert shown.context["verdict"].unjudged[0] == first.uuid


def test_a_file_is_attached_downloaded_renamed_and_taken_out(author, draft):
    place = artifact(draft)
    at = f"requirements.{place}"
    asked = Design.model_validate(draft.design).requirements[place]
    page = reverse("requirement_template", args=[draft.pk, asked.uuid])
    assert page in author.get(address(draft)).content.decode()
    assert author.post(page).status_code == 422
    assert author.post(page, {"file": SimpleUploadedFile("talk.mp3", b"ID3")}).status_code == 422
    answer = author.post(page, {"file": SimpleUploadedFile("plan.txt", b"What will you try?"), "title": "Sheet"})
    assert answer["Location"].endswith(f"#{at}.template")
    draft.refresh_from_db()
    file = draft.design["requirements"][place]["template"]["file"]

    own = reverse("draft_template", args=[draft.pk, file])
    sent = author.get(own)
    assert b"".join(sent.streaming_content) == b"What will you try?"
    assert sent["Content-Disposition"].startswith("attachment")
    assert own in author.get(reverse("educator_preview", args=[draft.pk])).content.decode()
    assert Client().get(reverse("template_file", args=[file])).status_code == 404, "nobody published it"

    renamed = saved(author, draft, **{f"{at}.template.title": "Planning sheet"}).requirements[place].template
    assert (renamed.title, str(renamed.file)) == ("Planning sheet", file)
    nameless = saved(author, draft, **{f"{at}.template.title": ""}).requirements[place].template
    assert str(nameless.file) == file, "the file outlives its name"
    assert saved(author, draft, **{f"{at}.template.drop": "on"}).requirements[place].template is None
    assert author.get(own).status_code == 404


def test_once_published_everybody_downloads_it(author, draft):
    no_gates()
    asked = Design.model_validate(draft.design).requirements[artifact(draft)]
    page = reverse("requirement_template", args=[draft.pk, asked.uuid])
    author.post(page, {"file": SimpleUploadedFile("plan.txt", b"What will you try?"), "title": "Sheet"})
    draft.refresh_from_db()
    version = publish(actor=make.cora(), draft=draft, at=make.AT)
    file = version.requirements.exclude(template_file=None).get().template_file_id
    public = reverse("template_file", args=[file])
    shown = Client().get(reverse("micro_credential", args=[version.micro_credential.slug])).content.decode()
    assert public in shown
    sent = Client().get(public)
    assert b"".join(sent.streaming_content) == b"What will you try?"
    assert sent["Content-Disposition"].startswith("attachment")
