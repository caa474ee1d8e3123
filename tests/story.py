"""One story with a thing of every kind in it, for tests that ask who may see what. Made once for a module."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from microcred.accounts.operations import ask_for_erasure, ask_for_export, offer_merge
from microcred.accounts.reactions import pack
from microcred.authoring.models import Retreat
from microcred.authoring.operations import (
    ask_for_packs,
    comment,
    invite_co_author,
    invite_to_retreat,
    open_quality_review,
    open_retreat,
    propose,
    put_on_agenda,
    start_draft,
    suggest,
)
from microcred.authoring.tests.passing import said
from microcred.billing.models import Line, Lock, Period, Rate, Unit
from microcred.calibration.operations import qualify
from microcred.catalog.archive import write_archive
from microcred.catalog.models import CatalogueUpload, License, Version
from microcred.catalog.operations import begin_pilot, grant_license, refer_to_external, upload_catalogue
from microcred.catalog.queries import archived_catalogue
from microcred.credentials.elsewhere import earned_elsewhere
from microcred.credentials.models import Award, Issuer
from microcred.credentials.operations import establish_issuer
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.frameworks.operations import try_import
from microcred.frameworks.tests.make import package
from microcred.integrations.badge_hosts.models import ExternalCredential
from microcred.integrations.badge_hosts.operations import put_in
from microcred.integrations.badge_hosts.tests.make import elsewhere, token
from microcred.integrations.oauth.models import Grant
from microcred.notices.models import Notice
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, invite, register
from microcred.portfolios.models import (
    Arrival,
    CoachRequest,
    Extension,
    Item,
    Pin,
    Submission,
    SubmittedItem,
    TimeRequest,
)
from microcred.portfolios.operations import extend, start
from microcred.quality.models import Edition
from microcred.recognition.models import (
    AcceptanceRequest,
    ActivityDocument,
    ActivityStatement,
    Agreement,
    ApprovalRequest,
    AuditItem,
    BatchFile,
    BatchLine,
    CompletionStatement,
    CreditSet,
    Delegation,
    EmploymentStatement,
    Entry,
    LicenceStatement,
    LookUp,
    Policy,
    PolicyDraft,
)
from microcred.recognition.operations import confirm
from microcred.recognition.operations.acceptance import ask_for_acceptance, declare_acceptance_terms
from microcred.recognition.operations.activities import Said as Did
from microcred.recognition.operations.activities import state_activity
from microcred.recognition.operations.activity_documents import attach_document
from microcred.recognition.operations.agreements import state_agreement
from microcred.recognition.operations.auditing import draw_audit
from microcred.recognition.operations.delegating import delegate
from microcred.recognition.operations.drafts import begin_draft
from microcred.recognition.operations.licensure import look_up
from microcred.recognition.operations.standing import state_completion, state_employment, state_licence
from microcred.recognition.queries.batches import key_of
from microcred.recognition.rules.reciprocity import Purpose
from microcred.rewards.models import LaneExport, Payout
from microcred.rewards.operations import (
    Said,
    Wanted,
    approve,
    export_lanes,
    lock_stipends,
    offer_stipend,
    set_budget,
    state_lanes,
)
from microcred.rewards.queries import reckoned_for
from microcred.rewards.rules import Basis, Effect, Measure, fiscal_year_of
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import claim
from microcred.site.demo import world as demo
from microcred.site.demo.approvals import SLUGS, ask, want_approval
from microcred.site.demo.cast import assemble
from microcred.site.demo.quality import adopt_working_standards
from microcred.site.demo.stories import STRENGTHS, TEAM, hand_in, marks, overall, read, take_part, told

WANTED_APPROVED = SLUGS[0]


@dataclass
class Story:
    """People by name, and one thing of each kind by what it is."""

    world: demo.World
    mirror: dict[str, Person]
    invitation_token: str = ""
    submission: Submission | None = None
    earned_submission: Submission | None = None
    queue_item: QueueItem | None = None
    open_work: Any = None
    draft: Any = None
    proposal: Any = None
    retreat: Any = None
    dry_run: Any = None
    review: Any = None
    merge_offer: Any = None
    export: Any = None

    def person(self, key: str) -> Person:
        """One of the cast, or of the mirror tenant (`other_<role>`)."""
        return self.mirror[key] if key in self.mirror else self.world.cast.people[key]

    @property
    def places(self) -> dict[str, Organization]:
        return dict(self.world.places)

    @property
    def version(self) -> Version:
        return self.world.versions["building-your-team"]

    @property
    def edition(self) -> Edition:
        return Edition.objects.get(framework__slug="microcred-working-standards")

    @property
    def piloted(self) -> Version:
        return self.world.versions["understanding-your-leadership-strengths"]

    @property
    def program(self):
        return self.world.program

    @property
    def issuer(self) -> Issuer:
        return Issuer.objects.get(slug="carolinacred")

    @property
    def pursuit(self):
        return self.submission.pursuit

    @property
    def requirement(self):
        return self.version.requirements.filter(kind="question").first()

    @property
    def artifact_requirement(self):
        return self.version.requirements.filter(kind="artifact").first()

    @property
    def criterion(self):
        return self.version.criteria.first()

    @property
    def item(self) -> Item:
        return Item.objects.filter(pursuit=self.pursuit).first()

    @property
    def pin(self) -> Pin:
        return Pin.objects.filter(item__pursuit=self.pursuit).first()

    @property
    def arrival(self) -> Arrival:
        """A file that is still being checked: it came with the work, and its examination never ended."""
        original = self.item.examined.arrival.original
        where = {"pursuit": self.pursuit, "requirement": self.item.requirement, "title": "film.mp4"}
        return Arrival.objects.get_or_create(**where, defaults={"original": original, "arrived_at": now()})[0]

    @property
    def coach_request(self) -> CoachRequest:
        """A request as it stands after three attempts, which would take a story of its own."""
        asked = {"pursuit": self.pursuit, "after_attempts": 3}
        return CoachRequest.objects.get_or_create(**asked, defaults={"asked_at": now()})[0]

    @property
    def time_request(self) -> TimeRequest:
        """Ada asks for more time in the pilot."""
        asked = {"pursuit": self.pursuit, "window": None}
        return TimeRequest.objects.get_or_create(**asked, defaults={"reason": "A flood.", "asked_at": now()})[0]

    @property
    def extension(self) -> Extension:
        """More time for Ada in the pilot's first window."""
        there = Extension.objects.filter(person=self.person("ada"), revocation__isnull=True).first()
        window = self.program.windows.first()
        return there or extend(
            actor=self.person("elena"),
            person=self.person("ada"),
            kind=Extension.Kind.EXTENSION,
            until=window.closes_at + timedelta(days=300),
            reason="Her school was closed.",
            window=window,
            at=now(),
        )

    @property
    def submitted_item(self) -> SubmittedItem:
        return SubmittedItem.objects.filter(submission=self.submission).first()

    @property
    def award(self) -> Award:
        return Award.objects.get(person=self.person("ada"))

    @property
    def entry(self) -> Entry:
        return Entry.objects.get(award=self.award)

    @property
    def policy(self) -> Policy:
        return self.world.policy

    @property
    def policy_draft(self) -> PolicyDraft:
        """What the officer is writing."""
        there = PolicyDraft.objects.first()
        femi, place = self.person("femi"), self.places["south-carolina"]
        return there or begin_draft(actor=femi, jurisdiction=place, of=self.policy, at=now())

    @property
    def agreement(self) -> Agreement:
        """That South Carolina accepts what North Carolina awards."""
        there = Agreement.objects.first()
        if there is not None:
            return there
        return state_agreement(
            actor=self.person("femi"),
            recognizer=self.places["south-carolina"],
            issuer=self.places["north-carolina"],
            purpose=Purpose.RENEWAL,
            source="A letter of both agencies.",
            starts_on=self.world.at.date(),
            at=now(),
        )

    @property
    def acceptance_request(self) -> AcceptanceRequest:
        """That Ada asked South Carolina to accept what she brought in from elsewhere."""
        there = AcceptanceRequest.objects.first()
        if there is not None:
            return there
        place, ada = self.places["south-carolina"], self.person("ada")
        declare_acceptance_terms(actor=self.person("femi"), recognizer=place, reviewers=2, months=36, at=now())
        return ask_for_acceptance(
            actor=ada,
            recognizer=place,
            purpose=Purpose.RENEWAL,
            what=earned_elsewhere(ada)[0],
            hours=Decimal(10),
            words="Its page shows the rubric.",
            at=now(),
        )

    @property
    def approval_request(self) -> ApprovalRequest:
        """That Ada asked Rock Hill before she begins something that the district wants approved."""
        there = ApprovalRequest.objects.first()
        if there is not None:
            return there
        demo._publish(self.world, demo.design_of(WANTED_APPROVED))
        versions = [self.world.versions[WANTED_APPROVED]]
        return ask(self.world, self.person("ada"), versions[0], want_approval(self.world, versions), "Goal 2.", day=55)

    @property
    def delegation(self) -> Delegation:
        """That Mateo rules in Omar's place for a week."""
        there = Delegation.objects.first()
        if there is not None:
            return there
        return delegate(
            actor=self.person("omar"),
            district=self.places["rock-hill"],
            delegate=self.person("mateo"),
            starts_at=now(),
            ends_at=now() + timedelta(days=7),
            at=now(),
        )

    @property
    def audit_item(self) -> AuditItem:
        """That Ada's entry was confirmed a week ago, and drawn for a second look."""
        there = AuditItem.objects.filter(ruling__isnull=False).first()
        if there is not None:
            return there
        omar, day = self.person("omar"), (now() - timedelta(days=7)).date()
        if not hasattr(Entry.objects.get(pk=self.entry.pk), "ruling"):
            confirm(actor=omar, entry=self.entry, at=now() - timedelta(days=7))
        sample = draw_audit(
            actor=omar,
            district=self.places["rock-hill"],
            first_day=day - timedelta(days=30),
            last_day=day + timedelta(days=2),
            percent=100,
            seed="4711",
            at=now(),
        )
        return AuditItem.objects.filter(sample=sample, ruling__isnull=False).earliest("place")

    @property
    def licence_statement(self) -> LicenceStatement:
        """What Ada states of her certificate, and nobody has confirmed yet."""
        there = LicenceStatement.objects.filter(licence__person=self.person("ada"), ruling__isnull=True).first()
        if there is not None:
            return there
        return state_licence(
            actor=self.person("ada"),
            person=self.person("ada"),
            jurisdiction=self.places["south-carolina"],
            kind="lifetime",
            issued_on=date(2020, 7, 1),
            at=now(),
        )

    @property
    def activity_statement(self) -> ActivityStatement:
        """What Ada states that she did beside awards, and nobody has ruled on yet."""
        there = ActivityStatement.objects.filter(
            activity__person=self.person("ada"), ruling__isnull=True, activity__ending__isnull=True
        )
        return there.first() or state_activity(
            actor=self.person("ada"),
            said=Did(
                kind="convening",
                title=f"Convening of {now():%H:%M:%S.%f}",
                provider="SCCTM",
                ended_on=(now() - timedelta(days=3)).date(),
                amount=Decimal("7.5"),
                unit="contact hours",
            ),
            at=now(),
        )

    @property
    def activity_document(self) -> ActivityDocument:
        """A paper of what Ada states that she did."""
        there = ActivityDocument.objects.filter(activity=self.activity_statement.activity, removal__isnull=True)
        words = b"Agenda of the convening."
        return there.first() or attach_document(
            actor=self.person("ada"),
            activity=self.activity_statement.activity,
            name="agenda.txt",
            chunks=[words],
            size=len(words),
            at=now(),
        )

    @property
    def employment_statement(self) -> EmploymentStatement:
        """For which district Ada says that she works."""
        there = EmploymentStatement.objects.filter(employment__person=self.person("ada")).first()
        if there is not None:
            return there
        return state_employment(
            actor=self.person("ada"),
            person=self.person("ada"),
            district=self.places["rock-hill"],
            first_day=date(2020, 8, 1),
            at=now(),
        )

    @property
    def completion_statement(self) -> CompletionStatement:
        """That Ada says that she completed a training that South Carolina's rules ask for."""
        there = CompletionStatement.objects.filter(completion__person=self.person("ada")).first()
        if there is not None:
            return there
        assert self.entry, "the rules are stated with it"
        return state_completion(
            actor=self.person("ada"),
            person=self.person("ada"),
            name="Jason Flatt training",
            completed_on=date(2024, 8, 1),
            at=now(),
        )

    @property
    def batch_file(self) -> BatchFile:
        """That the credit of Ada's cycle went to South Carolina's agency."""
        there = BatchFile.objects.first()
        if there is not None:
            return there
        south, cycle = self.places["south-carolina"], self.entry.cycle
        one = CreditSet.objects.create(
            cycle=cycle,
            jurisdiction=south,
            number=1,
            outcome="approved",
            amount=1,
            digest="0" * 64,
            decided_at=now(),
            decided_by=self.person("femi"),
        )
        file = BatchFile.objects.create(
            jurisdiction=south,
            layout="ceds-csv",
            layout_version=1,
            number=1,
            lines_count=1,
            amount=1,
            digest="0" * 64,
            made_on=now().date(),
            made_at=now(),
            made_by=self.person("femi"),
        )
        BatchLine.objects.create(file=file, set=one, place=1, key=key_of(one), kind="original", text="x")
        return file

    @property
    def look_up(self) -> LookUp:
        """That Femi looked for a number that nobody has."""
        there = LookUp.objects.first()
        return there or look_up(
            actor=self.person("femi"),
            jurisdiction=self.places["south-carolina"],
            number="1",
            basis="audit",
            words="Case 12",
            at=now(),
        )

    @property
    def catalogue_upload(self) -> CatalogueUpload:
        return CatalogueUpload.objects.get()

    @property
    def license(self) -> License:
        return License.objects.get()

    @property
    def notice(self) -> Notice:
        return Notice.objects.filter(person=self.person("ada")).first()

    @property
    def grant(self) -> Grant:
        return Grant.objects.get(person=self.person("ada"))

    @property
    def external_credential(self) -> ExternalCredential:
        return ExternalCredential.objects.get(person=self.person("ada"))

    @property
    def pay_line(self) -> Line:
        """What a locked period of Rock Hill's pays for Ben's reading."""
        there = Line.objects.select_related("period", "unit").first()
        if there is not None:
            return there
        omar, place, at, day = self.person("omar"), self.places["rock-hill"], now(), self.world.at.date()
        rate = Rate.objects.create(
            organization=place,
            kind="reading",
            amount=25,
            currency="USD",
            minutes=40,
            starts_on=day,
            stated_at=at,
            stated_by=omar,
        )
        period = Period.objects.create(
            organization=place, starts_on=day, ends_on=day + timedelta(days=42), opened_at=at, opened_by=omar
        )
        unit = Unit.objects.get(scoring__submission=self.earned_submission)
        line = Line.objects.create(period=period, unit=unit, rate=rate, amount=25, currency="USD", minutes=40)
        Lock.objects.create(period=period, locked_at=at, locked_by=omar, lines=1, reversals=0)
        return line

    @property
    def stipend(self) -> Payout:
        """What a locked period of Rock Hill's pays Ada for what she earned."""
        there = Payout.objects.select_related("entry").first()
        if there is not None:
            return there
        omar, place, at, award = self.person("omar"), self.places["rock-hill"], now(), self.award
        day = award.earned_at.date() - timedelta(days=2)
        offer = offer_stipend(
            actor=omar,
            organization=place,
            name="For each award",
            basis=Basis.AWARD,
            currency="USD",
            terms=Said(clause="Policy 4", starts_on=day, amount=Decimal(250)),
            at=at,
        )
        year = fiscal_year_of(award.earned_at, place.time_zone)
        set_budget(actor=omar, offer=offer, year=year, amount=Decimal(1000), at=at)
        [reckoned] = reckoned_for([offer], at=at)
        due = [Wanted(each.offer, each.person, each.key, each.amount) for each in reckoned.payable]
        approve(actor=omar, organization=place, wanted=due, at=at - timedelta(days=3))
        last_day = at.date() - timedelta(days=2)
        lock_stipends(actor=omar, organization=place, last_day=last_day, at=at)
        return Payout.objects.select_related("entry").get()

    @property
    def lane_export(self) -> LaneExport:
        """What Rock Hill exported of who reached a lane."""
        there = LaneExport.objects.first()
        if there is not None:
            return there
        omar, at = self.person("omar"), now()
        schedule = state_lanes(
            actor=omar,
            organization=self.places["rock-hill"],
            source="Agreement, article 12",
            measure=Measure.AWARDS,
            hours_per_credit=None,
            counts_from=(at - timedelta(days=100)).date(),
            effect=Effect.AT_ONCE,
            without_stipends=False,
            lanes={"First": Decimal(1)},
            at=at,
        )
        return export_lanes(actor=omar, schedule=schedule, at=at)

    @property
    def membership(self):
        return self.person("ada").memberships.get()


def tell() -> Story:
    """Ada has earned one micro-credential and has submitted another, which Ben has claimed."""
    at = now() - timedelta(days=60)
    world = demo.World(at=at, cast=assemble(at=at))
    mirror = {}
    for role in Role:
        person = register(actor=None, name=f"Mirror {role.label}", email=f"other-{role}@example.org")
        appoint(actor=None, person=person, organization=world.places["blue-ridge"], role=role, at=at)
        mirror[f"other_{role}"] = person
    everything = register(actor=None, name="Mirror of all roles", email="other-all@example.org")
    for role in Role:
        appoint(actor=None, person=everything, organization=world.places["blue-ridge"], role=role, at=at)
    mirror["other_all"] = everything
    story = Story(world, mirror)
    demo._adopt_standards(world)
    demo._open_stacks(world)
    for slug in ("building-your-team", "understanding-your-leadership-strengths"):
        demo._publish(world, demo.design_of(slug))
    demo._draw_crosswalks(world)
    adopt_working_standards(world)
    establish_issuer(
        actor=None,
        organization=world.places["carolinacred"],
        slug="carolinacred",
        name="CarolinaCrED",
        url="",
        email="",
        at=at,
    )
    world.program = demo._open_pilot(world)
    qualify(
        actor=world.cast.lena,
        assessor=world.cast.ben,
        stack=world.stacks["collective-leadership"],
        basis="The calibration set of the stack.",
        at=at,
        expires_at=at + timedelta(days=365),
    )
    demo._state_rules(world)
    ada = world.cast.ada
    take_part(world, ada, at=at + timedelta(days=20))
    strengths = world.versions["understanding-your-leadership-strengths"]
    story.earned_submission = hand_in(world, ada, strengths, told(STRENGTHS), at=at + timedelta(days=35))
    read(world, story.earned_submission, marks(STRENGTHS), feedback=overall(STRENGTHS), at=at + timedelta(days=40))
    story.submission = hand_in(world, ada, story.version, told(TEAM), at=at + timedelta(days=45))
    story.queue_item = claim(actor=world.cast.ben, item=QueueItem.objects.get(submission=story.submission), at=now())
    story.merge_offer = offer_merge(actor=ada, email=world.cast.gus.email, at=now())
    story.export = ask_for_export(actor=ada, at=now())
    pack(str(story.export.pk))
    ask_for_erasure(actor=world.cast.gus, shows_name=True, at=now())
    demo._publish(world, demo.design_of("managing-change"))
    story.open_work = start(actor=ada, version=world.versions["managing-change"], at=at + timedelta(days=46))
    story.draft = start_draft(actor=world.cast.cora, owner=world.places["carolinacred"], at=at)
    invite_co_author(actor=world.cast.cora, draft=story.draft, email=world.cast.ben.email, at=at)
    comment(actor=world.cast.cora, draft=story.draft, path="competency", text="Which one?", at=at)
    suggest(actor=world.cast.cora, draft=story.draft, path="name", text="Listening", at=at)
    rock_hill = world.places["rock-hill"]
    empty = write_archive(archived_catalogue(rock_hill))
    upload_catalogue(actor=world.cast.omar, owner=rock_hill, content=empty, at=now())
    grant_license(
        actor=world.cast.omar,
        owner=rock_hill,
        licensee=world.places["blue-ridge"],
        opens_at=now(),
        closes_at=None,
        at=now(),
    )
    story.proposal = propose(
        actor=world.cast.cora, owner=world.places["carolinacred"], said=said(), draft=story.draft, at=at
    ).proposal
    story.retreat = _retreat(world)
    begin_pilot(actor=world.cast.cora, version=story.piloted, size=10, at=at)
    story.dry_run = try_import(
        actor=world.cast.cora,
        keeper=world.places["carolinacred"],
        package=package(),
        source="topics.json",
        digest="0" * 64,
        at=now(),
    )
    story.review = open_quality_review(
        actor=world.cast.pia,
        draft=story.draft,
        reviewers=[world.cast.dev, world.cast.quinn],
        due_at=at + timedelta(days=80),
        at=at,
    )
    refer_to_external(
        actor=world.cast.pia,
        organization=world.places["south-carolina"],
        title="Checks for Understanding",
        issuer_name="An issuer elsewhere",
        url="https://example.org/checks",
        at=at,
    )
    _invitation, story.invitation_token = invite(
        actor=world.cast.omar,
        organization=world.places["rock-hill"],
        email="gus@example.org",
        role=Role.EDUCATOR,
        at=now(),
    )
    outbox.deliver_all()
    token(ada)
    put_in(actor=ada, text=elsewhere(ada), is_token=False, received_from="backpack.example", at=now())
    return story


def _retreat(world: demo.World) -> Retreat:
    """A retreat of Cora's with one thing on its agenda, to which Ben was asked."""
    cora, day = world.cast.cora, now().date()
    retreat = open_retreat(
        actor=cora,
        owner=world.places["carolinacred"],
        name="Retreat",
        starts_on=day,
        ends_on=day,
        place="Online",
        at=now(),
    )
    invite_to_retreat(actor=cora, retreat=retreat, person=world.cast.ben, at=now())
    shown = world.versions["building-your-team"].micro_credential
    put_on_agenda(actor=cora, retreat=retreat, micro_credentials=[shown], at=now())
    ask_for_packs(actor=cora, retreat=retreat, at=now())
    return retreat
