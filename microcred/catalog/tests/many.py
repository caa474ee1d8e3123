"""A catalogue of any size, for tests and benchmarks of lists and of search. Rows by COPY, entries by the projection."""

import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db import connection

from microcred.catalog.models import Crosswalk, Stack
from microcred.catalog.operations import draw_crosswalk, open_stack
from microcred.catalog.operations.projection import write_entries
from microcred.catalog.tests import make
from microcred.foundation.ids import uuid7
from microcred.frameworks.models import Standard
from microcred.frameworks.operations import adopt

WORDS = 40_000
STACKS = 30
STANDARDS = 24
ROLES = [
    "teacher",
    "school leader",
    "instructional coach",
    "student services",
    "counselor",
    "librarian",
    "paraeducator",
]
KINDS = ["document", "image", "audio", "video", "link"]
BATCH = 2_000


def vocabulary(seed: int = 1) -> list[str]:
    """Words, commonest first: those of the demonstration's designs, then invented ones that can be pronounced."""
    counts: dict[str, int] = {}
    for file in make.demo_files():
        for word in re.findall(r"[a-z]{3,}", file.read_text().lower()):
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: (-counts[word], word))
    dice = random.Random(seed)
    seen = set(words)
    while len(words) < WORDS:
        word = "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(dice.randint(2, 5)))
        if word not in seen:
            seen.add(word)
            words.append(word)
    return words


def fill(count: int, *, seed: int = 1, progress: Callable[[int], None] = lambda _done: None) -> list[str]:
    """Publish `count` invented micro-credentials and return the vocabulary, commonest word first.

    Words are drawn by Zipf's law; a title has 3 to 7, the texts together 60 to 180. Same seed, same catalogue.
    """
    dice = random.Random(seed)
    words = vocabulary()
    weights = [0.0]
    for rank in range(1, len(words) + 1):
        weights.append(weights[-1] + 1 / rank)
    weights = weights[1:]
    drawn = iter(lambda: dice.choices(words, cum_weights=weights, k=10_000), None)
    stream = (word for block in drawn for word in block)
    owner, author = make.university(), make.cora()
    stacks = _stacks(owner)
    standards = _standards()
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        _batch(
            start, size, stream=stream, dice=dice, owner=owner.pk, author=author.pk, stacks=stacks, standards=standards
        )
        progress(start + size)
    return words


def _stacks(owner: object) -> list[Stack]:
    if Stack.objects.exists():
        return list(Stack.objects.all())
    stacks = [
        open_stack(actor=None, owner=owner, slug=f"stack-{n}", name=f"Stack {n}", description="", position=n)
        for n in range(STACKS)
    ]
    if not Crosswalk.objects.exists():
        draw_crosswalk(
            actor=None, owner=owner, slug="across", name="Across", description="", stacks=stacks[:: STACKS // 4]
        )
    return stacks


def _standards() -> list[Standard]:
    if not Standard.objects.exists():
        items = [(f"S{number}", f"Standard {number}", "") for number in range(STANDARDS)]
        adopt(actor=None, slug="invented", name="Invented Standards", publisher="Nobody", standards=items)
    return list(Standard.objects.all())


def _batch(
    start: int,
    size: int,
    *,
    stream: Iterator[str],
    dice: random.Random,
    owner: UUID,
    author: UUID,
    stacks: list[Stack],
    standards: list[Standard],
) -> None:
    things, versions, places, alignments = [], [], [], []
    for number in range(start, start + size):
        thing, version, moment = uuid7(), uuid7(), make.AT + timedelta(minutes=number)
        title = " ".join(islice(stream, dice.randint(3, 7))).capitalize()
        hours = dice.randint(4, 45)
        competency, method = (" ".join(islice(stream, dice.randint(10, 30))) for _ in range(2))
        language = "es" if dice.random() < 0.1 else "en"
        written = {
            "name": title,
            "audience": dice.sample(ROLES, dice.randint(1, 3)),
            "tags": list(islice(stream, 3)),
            "rationale": " ".join(islice(stream, dice.randint(40, 120))),
            "requirements": [{"accepts": dice.sample(KINDS, dice.randint(1, 3))}],
            "demonstration": True,
        }
        things.append((thing, moment, f"invented-{number}", owner, True))
        texts = (title, competency, method, hours, language, json.dumps(written))
        versions.append((version, moment, thing, 1, *texts, "0" * 64, "0" * 64, moment, author))
        places.append((uuid7(), moment, dice.choice(stacks).pk, thing, number % 1_000))
        alignments += [(uuid7(), moment, version, item.pk) for item in dice.sample(standards, 2)]
    _copy("catalog_microcredential (id, created_at, slug, owner_id, demonstration)", things)
    _copy(
        "catalog_version (id, created_at, micro_credential_id, number, title, competency, key_method, hours, language,"
        " design, digest, rubric_digest, published_at, published_by_id)",
        versions,
    )
    _copy("catalog_stackplace (id, created_at, stack_id, micro_credential_id, position)", places)
    _copy("catalog_alignment (id, created_at, version_id, standard_id)", alignments)
    write_entries([row[0] for row in things])


def _copy(table: str, rows: list[tuple]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
