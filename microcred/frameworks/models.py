from typing import ClassVar

from django.db import models

from microcred.foundation.models import Row


class Framework(Row):
    """A published set of professional standards (CASE: CFDocument)."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    edition = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=200)
    url = models.URLField(blank=True, help_text="the publisher's own page, where one was confirmed")

    def __str__(self) -> str:
        return self.name


class Standard(Row):
    """One item of a framework (CASE: CFItem)."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="standards")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["framework", "code"], name="one_standard_per_code")]
        ordering: ClassVar = ["framework", "position"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
