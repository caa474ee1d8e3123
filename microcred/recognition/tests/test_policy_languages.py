"""A policy's names, units and clauses in the reader's language, as far as its office gives them."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from pydantic import BaseModel

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.notices.models import Notice
from microcred.organizations.operations import choose_language
from microcred.recognition.layouts import NAMES, layouts
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.policies import published
from microcred.recognition.rules.engine import evaluate
from microcred.recognition.rules.engine.check import problems
from microcred.recognition.rules.engine.prepared import prepare
from microcred.recognition.rules.engine.reading import read_policy, written
from microcred.recognition.rules.languages import NOT_READ, WORDED, said, spoken, words_in
from microcred.recognition.rules.statements import as_text
from microcred.recognition.tests import make
from microcred.recognition.tests.engine import make as engine
from tests.cast import Cast

OPTION = {"id": "reading", "name": "Reading", "clause": "option", "takes": {"kinds": ["micro-credential"]}}
AT = date(2024, 6, 1)
SPANISH = {"Renewal": "Renovación", "Reading": "Lectura", "points of ours": "puntos nuestros"}


def told(**fields):
    return engine.policy(unit="points of ours", units=["points of ours"], options=[OPTION], **fields)


def test_every_word_that_people_read_is_there_in_their_language_and_the_rest_as_it_stands():
    policy = told(translations={"es": SPANISH, "es-mx": {"Reading": "Leer"}})
    assert problems(policy, [policy]) == []
    heard = spoken(policy, "es")
    assert (heard.name, heard.unit, heard.units, heard.options[0].name) == (
        "Renovación",
        "puntos nuestros",
        ("puntos nuestros",),
        "Lectura",
    )
    assert heard.clauses == policy.clauses
    assert spoken(policy, "es-mx").options[0].name == "Leer"
    assert spoken(policy, "es-mx").name == "Renovación"
    assert spoken(policy, "fr") is policy


def test_the_platform_says_what_the_office_does_not():
    with translation.override("es"):
        assert said("contact hours", words_in({})) == "horas de contacto"
        assert said("contact hours", words_in({"es": {"contact hours": "horas presenciales"}})) == "horas presenciales"
        assert said("", words_in({})) == ""


def test_words_change_no_rule():
    plain, translated = told(), told(translations={"es": SPANISH})
    record = engine.record(engine.hours(3))
    assert prepare([plain]).digest == prepare([translated]).digest
    assert evaluate(record, [plain], AT).as_json() == evaluate(record, [translated], AT).as_json()


def test_the_old_words_of_a_clause_that_was_written_anew_are_not_read_any_more():
    policy = told(translations={"es": {"Reading": "Lectura", "What it said last year": "Lo que decía"}})
    assert problems(policy, [policy]) == []
    assert "Lo que decía" not in str(spoken(policy, "es").model_copy(update={"translations": {}}))


def test_a_tag_that_is_no_language_is_said():
    text = as_text(told()) + "translations:\n  español: {Reading: Lectura}\n"
    (problem,) = read_policy(written(text.encode()))[1]
    assert problem.code == "no_language"
    assert problem.words == "“español” is no language; write it as es or pt-br."


def test_pages_and_transcript_speak_the_readers_language(client: Client, cast: Cast):
    clauses = make.document().clauses
    spanish = {
        "Renewal of the professional certificate": "Renovación a prueba",
        "renewal credits": "créditos a prueba",
        clauses[0].words: "Cinco años, en español.",
        next(one.words for one in clauses if one.id == "attested-hours"): "El empleador lo atestigua.",
    }
    policy = make.policy(cast, make.document(translations={"es": spanish}))
    make.cycle(cast, policy)
    make.hours(cast)
    make.entry(cast)
    choose_language(actor=cast.ada, language="es")
    client.force_login(cast.ada)
    listed, page, transcript = (
        client.get(path).content.decode() for path in ("/policies/", f"/policies/{policy.pk}/", "/transcript/")
    )
    for html in (listed, page, transcript):
        assert "Renovación a prueba" in html
    assert "Cinco años, en español." in listed
    assert "Cinco años, en español." in page
    assert "Usted lee una traducción" in page
    assert "créditos a prueba" in transcript
    assert "El empleador lo atestigua." in transcript
    assert "The employer attests" not in transcript

    choose_language(actor=cast.ada, language="en")
    told_in_english = client.get(f"/policies/{policy.pk}/").content.decode()
    assert clauses[0].words in told_in_english
    assert "translation" not in told_in_english


def test_a_coordinator_reads_the_states_clause_where_the_districts_rules_stand_on_it(client: Client, cast: Cast):
    make.wants_approval(cast)
    statement = make.activity(cast)
    confirm_activities(actor=cast.omar, statements=[statement], at=cast.at)
    outbox.deliver_all()
    choose_language(actor=cast.omar, language="es")
    client.force_login(cast.omar)
    html = client.get("/recognitions/activities/?state=confirmed").content.decode()
    assert "Crédito de renovación en Rock Hill Schools" in html
    assert "El empleador da fe de las horas" in html
    assert "The employer attests" not in html


def test_the_layouts_of_files_have_spanish_names(client: Client, cast: Cast):
    choose_language(actor=cast.femi, language="es")
    client.force_login(cast.femi)
    html = client.get("/licensure/files/").content.decode()
    assert "Renewal credit" not in html
    assert "Crédito de renovación, ancho fijo" in html
    assert {one.name for one in layouts().values()} == set(NAMES)


def test_a_signed_in_program_reads_the_transcript_with_the_unit_as_the_policy_writes_it(client: Client, cast: Cast):
    make.entry(cast)
    choose_language(actor=cast.ada, language="es")
    client.force_login(cast.ada)
    (cycle,) = client.get("/transcript/transcript.json").json()["cycles"]
    assert (cycle["policy"], cycle["unit"]) == ("Renewal of the professional certificate", "renewal credits")


def test_worth_elsewhere_speaks_the_readers_language_and_marks_what_does_not(client: Client, cast: Cast):
    make.entry(cast)
    choose_language(actor=cast.ada, language="es")
    client.force_login(cast.ada)
    html = client.get("/transcript/elsewhere/").content.decode()
    assert "El empleador da fe de las horas" in html
    assert "The employer attests the hours of what falls" not in html
    assert 'lang="en">' in html  # of a place that gives no Spanish words

    choose_language(actor=cast.ada, language="en")
    html = client.get("/transcript/elsewhere/").content.decode()
    assert "The employer attests the hours of what falls" in html
    assert 'measure" lang=' not in html


def test_a_notice_of_credit_speaks_each_of_its_readers_languages(cast: Cast):
    spanish = {"Renewal of the professional certificate": "Renovación a prueba", "renewal credits": "créditos a prueba"}
    make.cycle(cast, make.policy(cast, make.document(translations={"es": spanish})))
    make.hours(cast)
    credentials.intent(cast)
    outbox.deliver_all()
    notice = Notice.objects.get(person=cast.ada, kind="credit_entered")
    subject, body = notice.words("es")
    assert "20 créditos a prueba" in subject
    assert "“Renovación a prueba”" in body
    assert "“Renewal of the professional certificate”" in notice.words("en")[1]


def worded(value) -> set[tuple[str, str]]:
    """The fields of a document that people read, with what stands in them."""
    if isinstance(value, tuple):
        return set().union(*map(worded, value))
    if not isinstance(value, BaseModel):
        return set()
    found: set[tuple[str, str]] = set()
    for name in type(value).model_fields.keys() - NOT_READ:
        stands = getattr(value, name)
        texts = (stands,) if isinstance(stands, str) else stands or ()
        found |= {(name, text) for text in texts} if name in WORDED else worded(stands)
    return found


@pytest.mark.parametrize("example", published(), ids=lambda policy: f"{policy.id}-{policy.version}")
def test_every_example_is_read_in_spanish(example):
    spanish = words_in(example.translations, "es")
    with translation.override("es"):
        missing = {text for name, text in worded(example) if text not in spanish and said(text, {}) == text}
    published = {clause.source for clause in example.clauses if clause.standing == "published"}
    assert missing - published - {"", "CEU"} == set()
    assert set(spanish) <= {text for _name, text in worded(example)}, "it translates what does not stand there"
