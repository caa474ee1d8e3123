from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Repeat

from microcred.catalog.models.versions import MicroCredential, Version


class Entry(models.Model):
    """What the public search reads: one row for each micro-credential on offer, made anew at each publication.

    A projection, so its rows change. `headline` ranks, and is small enough to be read for many hits; `keys` holds the
    values of every facet. The words by which it is found stand on a card of their own.
    """

    micro_credential = models.OneToOneField(
        MicroCredential, primary_key=True, on_delete=models.CASCADE, related_name="entry"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    key_method = models.TextField()
    hours = models.PositiveSmallIntegerField()
    evidence = ArrayField(models.CharField(max_length=20), default=list, help_text="kinds of evidence asked for")
    stacks = ArrayField(models.CharField(max_length=120), default=list, help_text="slugs")
    keys = ArrayField(models.TextField(), default=list, help_text="facet:value")
    folded_title = models.CharField(max_length=220, help_text="lower case, without accents")
    headline = SearchVectorField(help_text="title and tags (A), key method and stacks (B), competency (C)")
    published_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["title", "slug"], name="entry_order")]

    def __str__(self) -> str:
        return self.title


class IndexCard(models.Model):
    """The words of one entry: `search` finds by every word of the design, `named` by what it is called.

    A common word is on 40,000 cards, and the index leads to the row of each, which says whether it may be seen. So
    rows are kept narrow, sixty to a page: both vectors lie beside the table and are read for phrases only. PostgreSQL
    moves values out of a row only when the row would be longer than 2 kB (its manual, “TOAST”), which those of short
    designs are not; `ballast` makes every row so, and is itself compressed to some 40 bytes.
    """

    number = models.AutoField(primary_key=True, help_text="of the entry: shorter than its identifier")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="card")
    search = SearchVectorField(help_text="the headline and everything else (D)")
    named = SearchVectorField(help_text="title and tags")
    ballast = models.TextField(db_default=Repeat(Value(" "), 2_048))

    class Meta:
        # What is published waits in a list until it is put in its place in the index; each search reads that list.
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="card_search", gin_pending_list_limit=256),
            GinIndex(fields=["named"], name="card_named", gin_pending_list_limit=256),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Word(models.Model):
    """A word that stands in some entry, folded: what a mistyped word is mended to."""

    word = models.CharField(max_length=60, primary_key=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_trigrams")]

    def __str__(self) -> str:
        return self.word


class Edition(models.Model):
    """One row, whose mark is another after each change of the entries: by it a server knows that its copy is old.

    The mark is random and not a number, so that a change that was rolled back never lends its mark to the next. What
    changed last is remembered, so that a server need not read everything anew: `changed[n]` names a micro-credential
    whose entry changed when the mark stopped being `befores[n]`.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.UUIDField()
    befores = ArrayField(models.UUIDField(), default=list)
    changed = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_edition")]

    def __str__(self) -> str:
        return str(self.mark)
