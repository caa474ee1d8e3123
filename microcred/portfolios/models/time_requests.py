"""Asking for more time: an educator asks, who runs the program grants it or says why not, or none is needed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models.extensions import Extension
from microcred.portfolios.models.pursuits import Pursuit
from microcred.programs.models import Window


class TimeRequest(Row):
    """That an educator asks for more time, from one piece of work. Of a window it is asked for all that it takes of
    theirs. Why is read by who decides, and by nobody else."""

    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="time_requests")
    window = models.ForeignKey(
        Window, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: the version was overtaken"
    )
    wished_on = models.DateField(null=True, help_text="the last day that would do, on the program’s calendar")
    reason = models.TextField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pursuit", "asked_at"], name="time_requests_of_pursuit")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class TimeAnswer(Row):
    """What came of it: an extension, or a reason why there is none."""

    request = models.OneToOneField(TimeRequest, on_delete=models.PROTECT, related_name="answer")
    extension = models.OneToOneField(Extension, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True, help_text="to the educator, where there is none")
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(extension__isnull=False) | Q(words__gt=""), name="no_time_has_a_reason")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.request_id)


class TimeWithdrawal(Row):
    """That the educator needs it no longer."""

    request = models.OneToOneField(TimeRequest, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.request_id)


class TimeClosing(Row):
    """That a request needs no answer any more, and why; nobody decided."""

    class Why(models.TextChoices):
        HANDED_IN = "handed_in", _("Handed in meanwhile")
        MOVED_OVER = "moved_over", _("Went over to another version meanwhile")
        SET_ASIDE = "set_aside", _("Set aside when two accounts became one")
        EXTENDED = "extended", _("More time was granted without it")
        OVER = "over", _("The deadline passed over two weeks ago")

    request = models.OneToOneField(TimeRequest, on_delete=models.PROTECT, related_name="closing")
    why = models.CharField(max_length=20, choices=Why.choices)
    closed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.request_id)
