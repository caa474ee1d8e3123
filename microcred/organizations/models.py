from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.ids import uuid7
from microcred.foundation.models import Row

NO_ACCOUNT = "holder.invalid"
"""The domain, which never exists (RFC 2606), in the addresses of who is known by another's identifier alone."""


class People(BaseUserManager["Person"]):
    """Makes people. The verbs in `operations` use it; nothing else does."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person with a sign-in address."""
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A human being with an account: one record whatever the organizations, several e-mail addresses."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/New_York")
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(default=True)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_account(self) -> bool:
        """Whether they can sign in and be told something: not who is known by somebody else's identifier alone."""
        return not self.email.endswith(f"@{NO_ACCOUNT}")

    def get_full_name(self) -> str:
        """Return the name to greet by."""
        return self.name


class Role(models.TextChoices):
    """What a person may be in an organization. Code names and meanings are the glossary's."""

    EDUCATOR = "educator", _("Educator")
    PRE_CHECKER = "pre_checker", _("Pre-checker")
    ASSESSOR = "assessor", _("Assessor")
    LEAD_ASSESSOR = "lead_assessor", _("Lead assessor")
    AUTHOR = "author", _("Author")
    QA_REVIEWER = "qa_reviewer", _("QA reviewer")
    PROGRAM_MANAGER = "program_manager", _("Program manager")
    COACH = "coach", _("Coach")
    ORG_ADMIN = "org_admin", _("Organization administrator")
    RECOGNIZER = "recognizer", _("Renewal coordinator")
    LICENSURE_OFFICER = "licensure_officer", _("Licensure officer")
    PARTNERSHIP_ADMIN = "partnership_admin", _("Partnership administrator")
    RESEARCHER = "researcher", _("Researcher")


class Organization(Row):
    """A tenant: a node of the tree of partnerships, states, universities, districts, schools and associations."""

    class Kind(models.TextChoices):
        PARTNERSHIP = "partnership", _("Partnership")
        STATE = "state", _("State agency")
        UNIVERSITY = "university", _("University centre")
        DISTRICT = "district", _("District")
        SCHOOL = "school", _("School")
        ASSOCIATION = "association", _("Association")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    lineage = ArrayField(
        models.UUIDField(), help_text="identifiers from the root of the tree down to this organization, inclusive"
    )
    time_zone = models.CharField(max_length=60, default="America/New_York")
    demonstration = models.BooleanField(default=False, help_text="invented for the demo; marked where people see it")

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["lineage"], name="organization_lineage")]

    def __str__(self) -> str:
        return self.name


class Membership(Row):
    """One role of one person in one organization, for a half-open period."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organization", "role"],
                condition=Q(ends_at__isnull=True),
                name="one_open_membership_per_role",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="membership_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.organization_id}"

    def holds_at(self, at: datetime) -> bool:
        """Return whether the membership holds at a moment."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


class Invitation(Row):
    """An address asked to take a role in an organization. Only a digest of the link's token is kept."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=30, choices=Role.choices)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.role} · {self.organization_id}"


class Acceptance(Row):
    """That an invitation was taken up, by whom."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="acceptance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.invitation_id)
