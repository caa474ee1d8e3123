"""Questions to a lead: one was answered and became a rule for everybody, one waits for Lena."""

from collections.abc import Iterator
from datetime import timedelta

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.operations import start, submit
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import answer_question, ask_lead, claim, open_question, publish_rule
from microcred.site.demo.readings import READERS
from microcred.site.demo.stories import ATTESTED, TEAM, deliver_at, put_in, read_all_but_the_last, told
from microcred.site.demo.world import World

WHO = "Marisol Adeyemi-Thornton"
"""An invented person of the invented school."""

HOUR = timedelta(hours=1)
FIRST = (
    "The plan names five people for the team and says of four why they were asked. Is the level about every single "
    "one, or about how the team was put together?"
)
ANSWER = (
    "About how it was put together: the reasons have to show that perspectives were sought which the team would "
    "otherwise lack. One person without a reason of their own does not decide it."
)
RULE = {
    "en": "What counts is how the team was put together: the reasons show which perspectives were sought. A single "
    "person without a reason of their own does not decide the level.",
    "es": "Cuenta cómo se formó el equipo: las razones muestran qué perspectivas se buscaron. Que falte la razón de "
    "una sola persona no decide el nivel.",
}
SECOND = (
    "The agreements say how the team decides, and nothing of what happens when somebody does not keep to them. Does "
    "the level ask for that?"
)


def tell_of_questions(world: World) -> Iterator[str]:
    """Let an assessor ask Lena twice about what she reads. Yield what is being told."""
    yield f"An assessor asks about the work of {WHO}"
    person = register(actor=None, name=WHO, email="marisol@example.org")
    appoint(actor=None, person=person, organization=world.places["cedar-creek"], role=Role.EDUCATOR, at=world.at)
    version, began = world.versions["building-your-team"], now() - 30 * HOUR
    pursuit = start(actor=person, version=version, at=began - 3 * HOUR)
    put_in(person, pursuit, told(TEAM), at=began - 2 * HOUR)
    submission = submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=began)
    deliver_at(began)
    lena, reader = world.cast.lena, Person.objects.get(name=READERS[0])
    item = claim(actor=reader, item=QueueItem.objects.get(submission=submission), at=began + HOUR)
    about = {version.design["rubric"][one.position]["id"]: one for one in Criterion.objects.filter(version=version)}
    number = item.claim_number
    step = ask_lead(
        actor=reader,
        item=item,
        claim_number=number,
        criterion=about["membership"],
        words=FIRST,
        words_stand=True,
        at=began + HOUR,
    )
    at = began + 3 * HOUR
    open_question(actor=lena, question=step.question, at=at)
    answer_question(actor=lena, question=step.question, words=ANSWER, words_stand=True, at=at)
    publish_rule(
        actor=lena, criterion=about["membership"], words=RULE, question=step.question, words_stand=True, at=at + HOUR
    )
    deliver_at(at)
    item.refresh_from_db()
    ask_lead(
        actor=reader,
        item=item,
        claim_number=number,
        criterion=about["working-agreements"],
        words=SECOND,
        words_stand=True,
        # Soon enough that the work is still theirs, whatever hour it is now.
        at=at + 2 * HOUR,
    )
    for each in (person, reader):
        read_all_but_the_last(each)
