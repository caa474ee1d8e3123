"""What is read out of evidence to find it again: the words of answers and documents, the signs of pictures."""

from typing import IO

from django.db.models import QuerySet
from PIL import Image, UnidentifiedImageError

from microcred.catalog.models import Requirement, Version
from microcred.catalog.queries import requirements_of, rubric_of
from microcred.foundation import storage
from microcred.foundation.inspection.words import words_of
from microcred.foundation.models import StoredFile
from microcred.integrity.rules import says_something, shingles, text_digest, words_in
from microcred.portfolios.rules import EXTENSIONS


def words_of_file(file: StoredFile) -> list[str]:
    """The words of a document as they are compared; none of what holds no words."""
    extension = EXTENSIONS.get(file.media_type, "")
    with storage.open_file(file) as source:
        read = words_of(source, f"file.{extension}")
    return words_in(read.text) if read else []


def signs_of_file(file: StoredFile) -> int | None:
    """The difference hash of a picture, as a signed number of 64 bits; None where there is too little in it."""
    with storage.open_file(file) as source:
        return signs_of(source)


def signs_of(source: IO[bytes]) -> int | None:
    """The same of an open file."""
    try:
        with Image.open(source) as picture:
            picture.draft("L", (72, 64))
            small = picture.convert("L").resize((9, 8), Image.Resampling.BOX)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
    light = small.tobytes()
    signs = 0
    for row in range(8):
        for column in range(8):
            signs = signs << 1 | (light[row * 9 + column] < light[row * 9 + column + 1])
    return (signs - (1 << 64) if signs >> 63 else signs) if says_something(signs) else None


class Given:
    """What everybody who pursues a version is given: its own words, and its templates. None of it is a match."""

    def __init__(self, version: Version) -> None:
        templates = filter(None, (one.template_file for one in _with_templates(version)))
        read = {template.sha256: words_of_file(template) for template in templates}
        self.files = frozenset(read)
        self.texts = frozenset(filter(None, map(text_digest, read.values())))
        said = [f"{one.prompt}\n{one.guidance}" for one in requirements_of(version)]
        said += [f"{one.name}\n{one.description}" for one in rubric_of(version).criteria]
        said += [level.descriptor for one in rubric_of(version).criteria for level in one.levels]
        self.marks = frozenset(mark for words in (*map(words_in, said), *read.values()) for mark in shingles(words))


def _with_templates(version: Version) -> QuerySet[Requirement]:
    return version.requirements.filter(template_file__isnull=False).select_related("template_file")
