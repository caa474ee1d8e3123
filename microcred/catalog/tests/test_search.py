import random
from datetime import timedelta

import pytest
from django.db import connection, transaction

from microcred.catalog.facets import Facet
from microcred.catalog.models import Crosswalk, Entry, Retirement, Stack
from microcred.catalog.operations import draw_crosswalk, open_stack, place, projection, retire
from microcred.catalog.queries import Found, search, suggestions
from microcred.catalog.queries.search import UNDERSTOOD
from microcred.catalog.queries.shelf import _load, shelf
from microcred.catalog.tests import make, many

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def catalogue():
    """Six stacks of the demonstration filled, and the others empty."""
    make.standards()
    return make.catalogue()


def slugs(page):
    return [entry.slug for entry in page.entries]


def counts(page, facet):
    return {value.value: value.count for value in page.facets[facet]}


def test_without_words_everything_stands_in_the_order_of_titles(catalogue):
    page = search()
    assert page.total == len(catalogue)
    assert [entry.title for entry in page.entries] == sorted(entry.title for entry in page.entries)


def test_what_is_called_so_comes_before_what_only_says_so(catalogue):
    page = search("shared purpose")
    assert set(slugs(page)[:2]) == {"cultivating-a-shared-purpose", "ensuring-alignment-to-a-shared-purpose"}
    assert page.total > 2


def test_words_are_found_in_any_form_and_without_accents(catalogue):
    assert "managing-change" in slugs(search("manage changes"))
    assert "co-creating-learner-profiles" in slugs(search("prófiles leárner"))


def test_what_was_mistyped_is_found_and_the_page_says_how(catalogue):
    for typed, meant in (
        ("performence assesment", "performance assessment"),
        ("restoritive", "restorative"),
        ("chnage", "change"),
        ("colective leadershp", "collective leadership"),
    ):
        page = search(typed)
        assert (page.found, page.words) == (Found.MENDED, meant)
        assert slugs(page) == slugs(search(meant))


def test_words_that_no_entry_has_together_are_looked_for_one_by_one(catalogue):
    page = search("rubrics zebra")
    assert page.found == Found.SOME_WORDS
    assert "competency-based-rubric-design" in slugs(page)


def test_nothing_is_found_where_nothing_is(catalogue):
    page = search("xylophone")
    assert (page.total, page.entries) == (0, [])


def test_odd_words_find_little_and_break_nothing(catalogue):
    for words in ("\x00", "'", '"', "a & | ! <-> :*", "%s %(words)s", "-", "é" * 500, "<script>", "\n", "or or"):
        assert search(words).total <= len(catalogue)
        assert len(suggestions(words)) <= 8


def test_each_facets_counts_honour_the_others_but_not_itself(catalogue):
    chosen = {Facet.STACK: ["collective-leadership"], Facet.EVIDENCE: ["video"]}
    page = search(facets=chosen)
    stacks_alone = counts(search(facets={Facet.EVIDENCE: ["video"]}), Facet.STACK)
    assert counts(page, Facet.STACK) == stacks_alone
    assert counts(page, Facet.EVIDENCE) == counts(
        search(facets={Facet.STACK: ["collective-leadership"]}), Facet.EVIDENCE
    )
    assert page.total == counts(page, Facet.STACK)["collective-leadership"] == counts(page, Facet.EVIDENCE)["video"]
    assert sum(value.count for value in page.facets[Facet.HOURS]) == page.total


def test_two_values_of_one_facet_widen_it(catalogue):
    one = search(facets={Facet.STACK: ["restorative-practices"]})
    two = search(facets={Facet.STACK: ["restorative-practices", "personalized-learning"]})
    assert (one.total, two.total) == (1, 2)


def test_words_and_facets_narrow_together(catalogue):
    page = search("rubric", {Facet.STACK: ["basic-performance-assessment"]})
    assert 0 < page.total <= 3
    assert set(slugs(page)) <= set(slugs(search("rubric")))


def test_a_value_that_does_not_exist_finds_nothing_and_stays_to_be_taken_off(catalogue):
    page = search(facets={Facet.STACK: ["nowhere"]})
    assert page.total == 0
    assert [(value.value, value.count) for value in page.facets[Facet.STACK] if value.chosen] == [("nowhere", 0)]


def test_pages_together_hold_everything_once():
    many.fill(60)
    pages = [search(page=number) for number in (1, 2, 3, 4)]
    assert [len(page.entries) for page in pages] == [24, 24, 12, 0]
    assert len({entry.slug for page in pages for entry in page.entries}) == 60
    assert pages[0].pages == 3


def test_counts_are_those_that_counting_one_by_one_gives():
    words = many.fill(300)
    for query in ("", words[0], f"{words[3]} {words[8]}"):
        page = search(query)
        for values in page.facets.values():
            for value in values:
                assert value.count == search(query, {value.facet: [value.value]}).total


def test_a_new_place_and_a_new_version_are_found_at_once(catalogue):
    stack = Stack.objects.get(slug="literacy")
    change = catalogue["managing-change"].micro_credential
    assert "literacy" not in counts(search(), Facet.STACK)
    place(actor=None, stack=stack, micro_credential=change, position=1)
    assert counts(search(), Facet.STACK)["literacy"] == 1
    make.version(make.plain_design(name="Zebra Crossings"), micro_credential=change)
    assert slugs(search("zebra")) == ["managing-change"]


def test_a_crosswalk_is_a_facet_of_what_stands_in_its_stacks(catalogue):
    assert counts(search(), Facet.CROSSWALK) == {"whole-child-education-crosswalk": 1}
    assert Crosswalk.objects.get().stacks.count() == 4


def test_what_is_retired_is_not_offered(catalogue):
    thing = catalogue["managing-change"].micro_credential
    retire(actor=make.cora(), micro_credential=thing, reason="Replaced.", at=make.AT)
    assert "managing-change" not in slugs(search())
    place(actor=None, stack=Stack.objects.get(slug="literacy"), micro_credential=thing, position=1)
    assert "managing-change" not in slugs(search())


@pytest.fixture
def loads(monkeypatch):
    """Whether the whole catalogue was read, time by time."""
    marks = []
    monkeypatch.setattr("microcred.catalog.queries.shelf._load", lambda mark: (marks.append(mark), _load(mark))[1])
    return marks


def as_postgresql_finds(words):
    """The slugs that have the words, by PostgreSQL alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT slug FROM catalog_entry JOIN catalog_indexcard ON entry_id = micro_credential_id"
            f" WHERE search @@ ({UNDERSTOOD})::tsquery",
            {"words": words},
        )
        return {slug for (slug,) in cursor.fetchall()}


def everything_for(words):
    """The slugs on all pages."""
    return {entry.slug for number in range(1, search(words).pages + 1) for entry in search(words, page=number).entries}


@pytest.mark.parametrize(
    "words",
    [
        "rubric",
        "shared purpose",
        '"shared purpose"',
        '"purpose shared"',
        "purpose -shared",
        'change -"managing change"',
        "-rubric",
        "restorative or literacy",
        'well-being or "self-directed learning" -rubric',
        "o'clock's change",
    ],
)
def test_a_query_put_together_of_its_terms_finds_what_postgresql_finds(catalogue, words):
    found = as_postgresql_finds(words)
    if found:
        assert everything_for(words) == found
    else:
        assert search(words).found is not Found.ALL_WORDS or search(words).total == 0


def test_what_changed_is_followed_entry_by_entry_and_gives_what_reading_anew_gives(loads):
    words = many.fill(40)
    asked = [words[2], words[9], f"{words[1]} {words[6]}", f'"{words[0]} {words[3]}"']
    shelf()
    loads.clear()
    dice = random.Random(5)
    cora, at = make.cora(), make.AT
    for step in range(25):
        for query in asked:
            search(query)
        entries = list(Entry.objects.order_by("?"))
        thing = entries[0].micro_credential
        name = f"{dice.choice(['A', 'É', 'm', 'Zz', '~'])} {dice.choice(words[:9])} {step}"
        if step % 4 == 0:
            make.version(make.plain_design(name=name))
        elif step % 4 == 1:
            make.version(make.plain_design(name=name), micro_credential=thing, at=at + timedelta(days=step))
        elif step % 4 == 2:
            retire(actor=cora, micro_credential=thing, reason="Replaced.", at=at)
        else:
            place(actor=None, stack=Stack.objects.order_by("?")[0], micro_credential=thing, position=step)
        followed, anew = shelf(), _load(shelf().mark)
        assert followed == anew
        assert followed.terms
        assert anew.found(followed.terms) == followed.terms
    assert not loads
    assert Retirement.objects.exists()


def test_many_changes_at_once_and_changes_long_ago_are_read_anew(loads):
    many.fill(30)
    shelf()
    loads.clear()
    things = list(Entry.objects.values_list("pk", flat=True))
    projection.write_entries(things[:25])
    shelf()
    assert len(loads) == 1
    for _change in range(30):
        projection.write_entries(things[:1])
    shelf()
    assert len(loads) == 1, "one entry changed often is still one"
    for _change in range(projection.MOST_REMEMBERED + 1):
        projection.write_entries(things[:1])
    shelf()
    assert len(loads) == 2
    projection.write_entries(things * 5)
    shelf()
    assert len(loads) == 3


def test_a_change_that_was_rolled_back_is_forgotten(catalogue):
    before = shelf()
    with transaction.atomic():
        make.version(make.plain_design(name="Zebra Crossings"))
        assert search("zebra").total == 1
        transaction.set_rollback(True)
    assert search("zebra").total == 0
    assert shelf() == before


def test_suggestions_begin_with_what_is_typed(catalogue):
    assert [suggestion.title for suggestion in suggestions("perf")][:3] == [
        "Performance Assessment Design",
        "Performance Assessment Reliability",
        "Performance Assessment Validation",
    ]
    assert [suggestion.slug for suggestion in suggestions("des rub")] == ["competency-based-rubric-design"]
    assert suggestions("p") == suggestions(" ") == []


@pytest.mark.parametrize("count", [1, 3, 1_000])
def test_a_search_costs_the_same_queries_at_any_size(count, django_assert_max_num_queries):
    many.fill(count)
    title_word = max(search().entries[0].title.split(), key=len)
    with django_assert_max_num_queries(2):
        search()
    with django_assert_max_num_queries(5):
        search(title_word)


def test_stacks_are_opened_and_crosswalks_drawn_by_those_who_may(catalogue):
    from microcred.foundation.refusals import NotAllowed

    where = {"owner": make.university(), "slug": "mine", "name": "Mine", "description": ""}
    with pytest.raises(NotAllowed):
        open_stack(actor=make.gus(), position=9, **where)
    with pytest.raises(NotAllowed):
        draw_crosswalk(actor=make.gus(), stacks=[], **where)
    assert open_stack(actor=make.cora(), position=9, **where).name == "Mine"


def test_a_translation_is_a_value_of_the_facet_counted_like_any_other(catalogue):
    everything = counts(search(), Facet.LANGUAGE)
    assert everything == {"en": len(catalogue)}
    translated = catalogue["managing-change"]
    make.in_spanish(translated)
    assert counts(search(), Facet.LANGUAGE) == {"en": len(catalogue), "es": 1}
    found = search("", {Facet.LANGUAGE: ["es"]})
    assert slugs(found) == ["managing-change"]
    assert found.entries[0].languages == ["es"]
    make.reworded(translated)
    assert counts(search(), Facet.LANGUAGE) == everything, "the revision is not translated yet"


def test_words_of_a_published_translation_are_found_in_its_own_forms(catalogue):
    assert not search("acompañamiento").total
    make.in_spanish(
        catalogue["managing-change"], name="Acompañar los cambios", competency="Quien enseña acompaña decisiones."
    )
    for words in ("acompañar cambios", "acompañando", "decision", "acompanar -inventado"):
        found = search(words)
        assert "managing-change" in slugs(found), words
        assert found.found is Found.ALL_WORDS
    assert slugs(search("acompañarr"))[:1] == ["managing-change"], "mended"
    assert slugs(search("managing change"))[:1] == ["managing-change"]
    make.in_spanish(catalogue["managing-change"], name="Guiar los cambios")
    assert "managing-change" in slugs(search("guiando"))
    assert "managing-change" not in slugs(search("acompañar"))
