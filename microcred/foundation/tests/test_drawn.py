"""Components that functions draw: what a page writes of them means what it means for every other component."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from microcred.foundation.drawn import text


def drawn(source: str, **context: object) -> str:
    return Template("{% load i18n %}" + source).render(Context(context))


def field(attributes: str, **context: object) -> str:
    return drawn(f"{{% cotton field {attributes} /%}}", **context)


@pytest.mark.parametrize("kind", ["text", "textarea"])
def test_what_people_wrote_stands_in_a_field_as_words(kind: str) -> None:
    html = field(f'label="{{{{ said }}}}" name="said" type="{kind}" value="{{{{ said }}}}"', said='<b>"A" & B</b>')
    assert html.count("&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt;") == 2
    assert "<b>" not in html


def test_a_text_that_begins_with_an_empty_line_keeps_it() -> None:
    assert ">\n\nTwo</textarea>" in field('label="Say" name="say" type="textarea" value="{{ said }}"', said="\nTwo")


def test_a_label_names_its_input_and_hint_and_error_describe_it() -> None:
    html = field('label="Hours" name="rows.0.hours" hint="Whole ones." error="This is none."')
    assert '<label class="field-label" for="rows.0.hours">Hours</label>' in html
    assert 'aria-describedby="rows.0.hours_hint rows.0.hours_error" aria-invalid="true"' in html
    assert 'id="rows.0.hours_hint"' in html
    assert 'id="rows.0.hours_error"' in html


def test_what_a_component_does_not_know_lands_on_its_main_element_in_order() -> None:
    html = field('label="Hours" name="hours" inputmode="numeric" min="1" required data-most="{{ most }}"', most=9)
    assert ' inputmode="numeric" min="1" required data-most="9">' in html


def test_a_variable_cannot_leave_the_attribute_that_it_is_put_in() -> None:
    html = drawn('{% cotton button :data-said="said" %}Go{% endcotton %}', said='"><script>')
    assert "<script>" not in html


def test_a_field_of_a_row_is_named_by_both() -> None:
    html = field('label="Hours" :at="row" name="hours" hint="Whole ones."', row="rows.0")
    assert 'for="rows.0.hours"' in html
    assert 'name="rows.0.hours"' in html
    assert 'id="rows.0.hours_hint"' in html


def test_an_input_of_ones_own_stands_in_place_of_the_usual_one() -> None:
    html = drawn('{% cotton field label="Language" name="language" %}<select id="language"></select>{% endcotton %}')
    assert '<select id="language"></select>' in html
    assert "<input" not in html


def test_a_variable_that_is_not_there_is_as_if_it_were_not_written() -> None:
    assert 'rows="5"' in field('label="Say" name="say" type="textarea" :rows="unknown"')
    assert 'value=""' in field('label="Say" name="say" :value="nothing"', nothing=None)


def test_words_are_kept_for_each_language_apart() -> None:
    said = Template("{% load i18n %}{% cotton choice name='x' label=\"{% translate 'None' %}\" /%}")
    with override("en"):
        first = said.render(Context())
    with override("es"):
        second = said.render(Context())
    with override("en"):
        again = said.render(Context())
    assert first == again
    assert first != second


def test_a_choice_is_drawn_for_each_option_and_those_chosen_are_ticked() -> None:
    options = (("a", "A"), ("b", "B & C"), ("c", "D"))
    several = drawn(
        '{% cotton choices name="row" :options="options" :chosen="chosen" /%}', options=options, chosen=["b"]
    )
    one = drawn('{% cotton choices name="row" type="radio" :options="options" chosen="ab" /%}', options=options)
    assert several.count('type="checkbox"') == 3
    assert 'value="b" checked' in several
    assert several.count(" checked") == 1
    assert "B &amp; C" in several
    assert " checked" not in one


def test_options_of_numbers_know_the_chosen_one() -> None:
    html = drawn('{% cotton options :options="options" :chosen="two" /%}', options=((1, "One"), (2, "Two")), two=2)
    assert html == '<option value="1">One</option><option value="2" selected>Two</option>'


@pytest.mark.parametrize(("value", "shown"), [("a & b", "a &amp; b"), (12, "12"), (None, "None"), (3.5, "3.5")])
def test_a_value_is_written_as_a_template_would_write_it(value: object, shown: str) -> None:
    assert text(value) == shown == drawn("{{ value }}", value=value)
