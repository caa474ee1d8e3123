"""Who has seen whose work something is, and who has held it to judge or check it: nobody may be both."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models.pursuits import Pursuit
from microcred.portfolios.models.submissions import Submission


class Sight(Row):
    """That somebody who helps, decides or looks into something saw of a piece of work what may tell them whose it is.
    They judge nothing of that educator's."""

    class Way(models.TextChoices):
        COACHING = "coaching", _("as a coach")
        CASE = "case", _("looking into a case")
        RULING = "ruling", _("deciding an objection")
        TIME = "time", _("answering who asks for more time")
        APPEAL = "appeal", _("looking at the grounds of an appeal")

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="who saw it")
    way = models.CharField(max_length=10, choices=Way.choices)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pursuit", "person"], name="one_sight_of_a_work")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pursuit_id)


class Judge(Row):
    """That somebody held a submission to judge it, or to check it before. It stands on no page: it keeps from them
    whatever would tell them whose it is."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="who judges")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["submission", "person"], name="one_judge_row_each")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.submission_id)
