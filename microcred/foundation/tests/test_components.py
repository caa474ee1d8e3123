"""What the layout promises: labels tied to inputs, no inline style or script, names that exist."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from microcred.foundation.drawn import DRAWN, TONES
from microcred.foundation.form_rendering import FieldRenderer

CHECKOUT = Path(__file__).resolve().parents[3]
COMPONENTS = CHECKOUT / "microcred" / "foundation" / "templates" / "cotton"
OUR_TEMPLATES = sorted((CHECKOUT / "microcred").glob("*/templates/**/*.html"))
# Parts of the base layout; pages do not write them.
OF_THE_LAYOUT = {"app_strings", "language", "skip_link", "toasts"}


class Joining(forms.Form):
    default_renderer = FieldRenderer
    school = forms.CharField(help_text="As your district writes it.")
    grade = forms.ChoiceField(choices=[("k", "K"), ("1", "1")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)


def test_a_refused_field_names_its_hint_and_its_error() -> None:
    html = Joining({})["school"].as_field_group()
    assert 'for="id_school"' in html
    assert 'aria-describedby="id_school_helptext id_school_error"' in html
    assert 'id="id_school_helptext"' in html
    assert 'id="id_school_error"' in html


def test_a_group_of_choices_is_a_fieldset_with_its_question_as_legend() -> None:
    html = Joining()["grade"].as_field_group()
    assert re.search(r"<fieldset[^>]*>\s*<legend>Grade", html)


def test_only_what_may_be_left_out_says_so() -> None:
    form = Joining()
    assert "optional" in form["note"].as_field_group()
    assert "optional" not in form["school"].as_field_group()


def test_a_refused_form_begins_with_links_to_what_is_wrong() -> None:
    html = Joining({}).render()
    assert html.index('href="#id_school"') < html.index('id="id_school"')
    assert "error-summary" not in Joining().render()


def criterion(**more: object) -> SimpleNamespace:
    levels = [
        SimpleNamespace(id=f"l{position}", position=position, name=name, descriptor=f"does {name}")
        for position, name in enumerate(["Beginning", "Developing", "Proficient"])
    ]
    return SimpleNamespace(
        id="c1", name="Purpose", description="One purpose.", required_position=2, levels=levels, **more
    )


def rubric_grid(attributes: str, *criteria: SimpleNamespace) -> str:
    template = Template(f'{{% cotton rubric-grid :criteria="criteria" {attributes} /%}}')
    return template.render(Context({"criteria": criteria}))


def test_a_rubric_to_read_says_which_level_is_needed_and_has_nothing_to_fill_in() -> None:
    html = rubric_grid('mode="read"', criterion())
    assert html.count("data-needed") == 1
    assert html.index("Developing") < html.index("data-needed") < html.index("Proficient")
    assert "<input" not in html


def test_a_rubric_to_choose_from_sends_one_level_and_one_comment_per_criterion() -> None:
    html = rubric_grid('mode="choose" comments="true"', criterion(chosen_level_id="l1", comment="Say <who>."))
    assert html.count('name="level-c1"') == 3
    assert re.findall(r'value="(\w+)" checked', html) == ["l1"]
    assert 'name="comment-c1"' in html
    assert "Say &lt;who&gt;." in html


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 500])
def test_error_pages_need_neither_request_nor_database(code: int) -> None:
    html = render_to_string(f"{code}.html", {"error_id": "7f3a"})
    assert "<h1" in html
    assert ("7f3a" in html) == (code == 500)


def test_every_component_is_described_and_every_described_one_exists() -> None:
    described = set(re.findall(r"`c-([a-z-]+)`", (CHECKOUT / "docs" / "components.md").read_text()))
    built = {path.stem for path in COMPONENTS.glob("*.html")} - OF_THE_LAYOUT | set(DRAWN)
    assert {name.replace("-", "_") for name in described} == built


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    source = (CHECKOUT / "frontend" / "icons.mjs").read_text()
    drawn = set(re.findall(r"^  (\w+): \"", source, re.MULTILINE))
    for template in OUR_TEMPLATES:
        named = set(re.findall(r'(?:<c-icon name|\sicon|icon_after)="([a-z]+)"', template.read_text()))
        assert named <= drawn, f"{template}: {named - drawn}"
    assert {"clock", *TONES.values()} <= drawn


def test_templates_carry_no_inline_style_and_no_inline_script() -> None:
    for template in OUR_TEMPLATES:
        if "mail" in template.stem.split("_") or template.stem == "archive":
            continue  # mail programs know no style sheets, and an archive is read where there is no server
        html = template.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", html), template
        assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)", html), template


def test_no_template_carries_the_marks_of_two_edits_that_met() -> None:
    for template in OUR_TEMPLATES:
        assert not re.search(r"^(<{7}|={7}|>{7})", template.read_text(), re.MULTILINE), template
