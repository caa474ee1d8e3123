"""A draft of Cora's, and the people who judge it: told by operations, for the tests of quality reviews."""

from dataclasses import dataclass
from datetime import timedelta

from microcred.authoring.judging import Verdict
from microcred.authoring.models import Draft, QualityReview
from microcred.authoring.operations import Noted, file_review, note_answers, open_quality_review, start_draft
from microcred.authoring.queries import asked_of_design
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.tests import make
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register
from microcred.quality.models import Edition
from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.tests.make import framework

AT = make.AT
MET, NOT_MET, NOT_APPLICABLE = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE


@dataclass
class Table:
    """Pia looks after quality at the university, Dev and Quinn review for an association elsewhere."""

    edition: Edition
    draft: Draft
    pia: Person
    dev: Person
    quinn: Person
    mira: Organization

    @property
    def components(self):
        return {asked.code: asked.id for asked in asked_of_design(self.edition)}

    def open(self, **changes) -> QualityReview:
        values = {
            "actor": self.pia,
            "draft": self.draft,
            "reviewers": [self.dev, self.quinn],
            "due_at": AT + timedelta(days=10),
            "at": AT,
        }
        return open_quality_review(**values | changes)

    def note(self, review, who, answers, *, at=AT):
        """Note verdicts by code; a verdict may come with a note, and is not met for want of one."""
        noted = [
            Noted(self.components[code], *(said if isinstance(said, tuple) else (said, "Because." * (said is NOT_MET))))
            for code, said in answers.items()
        ]
        return note_answers(actor=who, review=review, answers=noted, at=at)

    def file(self, review, who, *, at=AT, **answers):
        """Note all components as met but those said otherwise, and file."""
        self.note(review, who, dict.fromkeys(self.components, MET) | answers, at=at)
        return file_review(actor=who, review=review, at=at)


def person(name: str, role: Role, organization: Organization) -> Person:
    made = register(actor=None, name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.org")
    appoint(actor=None, person=made, organization=organization, role=role, at=AT)
    return made


def table() -> Table:
    university = make.university()
    no_gates(university)  # that a gate waits for the review is told where gates are
    mira = found(actor=None, slug="mira", name="Mira", kind=Organization.Kind.ASSOCIATION, at=AT)
    edition = publish_edition(actor=None, owner=university, document=framework(), at=AT)
    adopt_edition(actor=None, organization=university, edition=edition, at=AT)
    return Table(
        edition=edition,
        draft=start_draft(actor=make.cora(), owner=university, design=make.plain_design(), at=AT),
        pia=person("Pia Sandoval", Role.PARTNERSHIP_ADMIN, university),
        dev=person("Dev Raghunathan", Role.QA_REVIEWER, mira),
        quinn=person("Quinn Abernathy", Role.QA_REVIEWER, mira),
        mira=mira,
    )
