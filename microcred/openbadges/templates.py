"""Issuing many credentials of one achievement: compiled once, then near the speed of the signature itself.

    template = Template.compile(
        document,                       # unsigned, whole and valid, as it would be for one learner
        slots={"id": "/id", "earned": ["/validFrom", "/awardedDate"], "learner": "/credentialSubject/id"},
        key=key,
        verification_method=method,
    )
    raw = template.issue({"id": …, "earned": …, "learner": …}, created=moment)
    raws = template.issue_all(({"id": …, "earned": …, "learner": …} for learner in learners), created=moment)

``raw`` is what ``to_bytes(proofs.sign(document of the learner, key, …))`` gives, to the byte. A slot is a text of the
document that differs from learner to learner, named by a JSON pointer (RFC 6901); what is not text, which members there
are and how long lists are belong to the template: compile one for each such shape.

Whatever the compiled form does not cover (two equal identifiers, two results that are alike, an identifier that is not
a plain absolute IRI, …) is signed, or refused, by the general path. :attr:`Template.counts` says how often and why.

A template signs: it does not :func:`.lint.lint`. Lint the document that it is compiled from, and what goes into the
slots as it enters. Templates may be shared between threads.
"""

from __future__ import annotations

import copy
import hashlib
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from operator import itemgetter
from typing import Any, Final

import orjson

from microcred.openbadges import multibase, proofs
from microcred.openbadges.canonical import canonicalize
from microcred.openbadges.contexts import Contexts, pinned
from microcred.openbadges.documents import JsonObject, parse, to_bytes
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys import Signer
from microcred.openbadges.programs import NotCovered, Program, Reason, schemes_are_free
from microcred.openbadges.quad_lines import CannotCompile, sentinels
from microcred.openbadges.times import written

_EXAMPLE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_AT_ONCE: Final = 64
"""Credentials whose texts are checked together: enough for the processor to stay with one kind of work for a while."""

_Place = tuple[str | int, ...]


class SlotMisplaced(OpenBadgesError):
    """A slot names no text of the document, or a context."""


@dataclass(frozen=True)
class Counts:
    """How many credentials were issued, and how.

    Args:
        compiled: by the compiled form.
        general: by the general path, by reason.
    """

    compiled: int
    general: Mapping[Reason, int] = field(default_factory=dict)


class Template:
    """One achievement's credential with slots, and the key that signs it. Made by :meth:`compile`."""

    def __init__(
        self,
        document: JsonObject,
        places: Mapping[str, Sequence[_Place]],
        key: Signer,
        verification_method: str,
        contexts: Contexts,
    ) -> None:
        self._document = document
        self._places = places
        self._names = tuple(places)
        self._key = key
        self._method = verification_method
        self._contexts = contexts
        self._lock = threading.Lock()
        self._compiled_count = 0
        self._general: Counter[Reason] = Counter()
        self._texts_of = _picker(self._names)
        self._options: tuple[datetime, bytes, bytes] | None = None
        self.obstacle: str | None = None
        """Why every credential takes the general path, in words; ``None`` when the template is compiled."""

    @classmethod
    def compile(
        cls,
        document: JsonObject,
        *,
        slots: Mapping[str, str | Sequence[str]],
        key: Signer,
        verification_method: str,
        contexts: Contexts | None = None,
    ) -> Template:
        """A template out of one learner's credential.

        Args:
            document: unsigned, complete, valid. It is copied; what stands in the slots only serves as an example.
            slots: for each name one JSON pointer to a text, or several when the same text stands in several places.
            verification_method: the identifier of the key in the issuer's document.
            contexts: by default the pinned ones.

        Raises:
            SlotMisplaced: when a pointer leads to no text, or two lead to the same.
            DocumentRefused: when the document could not be signed at all.
        """
        known = pinned() if contexts is None else contexts
        own: JsonObject = copy.deepcopy(document)
        places = _places(own, slots)
        template = cls(own, places, key, verification_method, known)
        sample = {name: str(_at(own, where[0])) for name, where in places.items()}
        template._general_path(sample, _EXAMPLE)
        try:
            template._compile()
        except CannotCompile as error:
            template.obstacle = str(error)
        return template

    def issue(self, values: Mapping[str, str], *, created: datetime) -> bytes:
        """One signed credential, as the bytes to store and serve.

        Args:
            values: a text for each slot.
            created: when the proof is made, with a zone.

        Raises:
            KeyError: when a slot has no value.
            DocumentRefused: when the credential with these values says something that a signature would not cover.
        """
        reason = Reason.NOT_COMPILED
        if self.obstacle is None:
            try:
                raw = self._issue(values, created)
            except NotCovered as refusal:
                reason = refusal.reason
            else:
                with self._lock:
                    self._compiled_count += 1
                return raw
        raw = self._general_path(values, created)
        with self._lock:
            self._general[reason] += 1
        return raw

    def issue_all(self, learners: Iterable[Mapping[str, str]], *, created: datetime) -> list[bytes]:
        """What :meth:`issue` gives for each, in a shorter time: texts are checked together, signatures made in a row.

        Args:
            learners: a text for each slot, learner by learner.
            created: when the proofs are made, with a zone.

        Raises:
            KeyError, DocumentRefused: see :meth:`issue`.
        """
        line = iter(learners)
        issued: list[bytes] = []
        while some := list(islice(line, _AT_ONCE)):
            issued += self._issue_some(some, created)
        return issued

    def _issue_some(self, learners: Sequence[Mapping[str, str]], created: datetime) -> list[bytes]:
        if self.obstacle is not None:
            return [self.issue(values, created=created) for values in learners]
        try:
            every = self._program.checked_together([self._texts_of(values) for values in learners])
            digests = [self._program.digest(checked) for checked in every]
        except NotCovered:
            # one of them is for the general path: find it
            return [self.issue(values, created=created) for values in learners]
        moment, options = self._moment(created)
        signatures = [self._key.sign(options + digest) for digest in digests]
        written_ones = [
            self._text % self._pick([*checked, moment, multibase.encode(signature).encode()])
            for checked, signature in zip(every, signatures, strict=True)
        ]
        with self._lock:
            self._compiled_count += len(written_ones)
        return written_ones

    @property
    def counts(self) -> Counts:
        """What this template has issued so far."""
        with self._lock:
            return Counts(self._compiled_count, dict(self._general))

    def document(self, values: Mapping[str, str]) -> JsonObject:
        """The unsigned credential with these values, for those who want to look at it or lint it."""
        filled: JsonObject = copy.deepcopy(self._document)
        for name in self._names:
            for place in self._places[name]:
                _at(filled, place[:-1])[place[-1]] = values[name]
        return filled

    def _general_path(self, values: Mapping[str, str], created: datetime) -> bytes:
        signed = proofs.sign(
            self.document(values),
            self._key,
            created=created,
            verification_method=self._method,
            contexts=self._contexts,
        )
        return to_bytes(signed)

    def _issue(self, values: Mapping[str, str], created: datetime) -> bytes:
        texts = self._texts_of(values)
        checked, as_they_stand = self._program.checked(texts, issuing=True)
        digest = self._program.digest(checked)
        moment, options = self._moment(created)
        signature = multibase.encode(self._key.sign(options + digest)).encode()
        if not as_they_stand:
            checked = [orjson.dumps(text)[1:-1] for text in texts]
        raw: bytes = self._text % self._pick([*checked, moment, signature])
        return raw

    def _moment(self, created: datetime) -> tuple[bytes, bytes]:
        """``created`` as it is written, and the digest of the proof's options; many proofs are made at one moment."""
        held = self._options
        if held is None or held[0] is not created:
            moment = written(created)
            quads = self._options_quads.replace(self._created, f'"{moment}"')
            held = self._options = (created, moment.encode(), hashlib.sha256(quads.encode()).digest())
        return held[1:]

    def _compile(self) -> None:
        """Make the program and the text around the values; then see that both give what the general path gives."""
        if not schemes_are_free(self._contexts):
            raise CannotCompile("a context gives a meaning of its own to a scheme of identifiers")
        *marks, created, value = sentinels(len(self._names) + 2, absent_from=str(self._document) + self._method)
        marked = dict(zip(self._names, marks, strict=True))
        try:
            quads = canonicalize(self.document(marked), contexts=self._contexts)
        except OpenBadgesError as error:
            raise CannotCompile(f"a text of its own in each slot is refused: {error}") from error
        self._program = Program(quads, marks)
        signed = parse(self._general_path(marked, _EXAMPLE))
        proof = signed["proof"]
        options = {name: text for name, text in proof.items() if name != "proofValue"}
        self._created = f'"{proof["created"]}"'
        self._options_quads = canonicalize({"@context": signed["@context"], **options}, contexts=self._contexts)
        signed["proof"] = {**proof, "created": created, "proofValue": value}
        self._text, self._pick = _json_text(signed, [*marks, created, value])
        for turned in (marked, dict(zip(self._names, reversed(marks), strict=True))):
            try:
                compiled = self._issue(turned, _EXAMPLE)
            except NotCovered as error:
                raise CannotCompile(f"texts of their own in the slots are not covered: {error}") from error
            if compiled != self._general_path(turned, _EXAMPLE):
                raise CannotCompile("the compiled form differs from the general path")


class Form:
    """The text of a document with slots: what ``to_bytes`` gives for each learner, without signing anything.

    Args:
        document: one learner's, whole and valid. It is copied.
        slots: as for :meth:`Template.compile`.

    Raises:
        SlotMisplaced: see :meth:`Template.compile`.
    """

    def __init__(self, document: JsonObject, slots: Mapping[str, str | Sequence[str]]) -> None:
        own = copy.deepcopy(document)
        self._places = _places(own, slots)
        marks = sentinels(len(self._places), absent_from=str(own))
        for where, mark in zip(self._places.values(), marks, strict=True):
            for place in where:
                _at(own, place[:-1])[place[-1]] = mark
        self._text, self._pick = _json_text(own, marks)

    def text(self, values: Mapping[str, str]) -> bytes:
        """The document with these values.

        Raises:
            KeyError: when a slot has no value.
        """
        try:
            written_values = [orjson.dumps(values[name])[1:-1] for name in self._places]
        except orjson.JSONEncodeError as error:
            raise OpenBadgesError("a value is not text that JSON can write") from error
        text: bytes = self._text % self._pick(written_values)
        return text

    def values_in(self, document: JsonObject) -> dict[str, str]:
        """The values with which the form gives ``document``, if it does."""
        return {name: str(_at(document, where[0])) for name, where in self._places.items()}


def _places(document: JsonObject, slots: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[_Place, ...]]:
    """Where each slot stands, its pointers read and followed."""
    places = {
        name: tuple(_followed(document, pointer) for pointer in ([pointers] if isinstance(pointers, str) else pointers))
        for name, pointers in slots.items()
    }
    every = [place for where in places.values() for place in where]
    if len(set(every)) != len(every) or not all(places.values()):
        raise SlotMisplaced("each slot needs a place, and each place belongs to one slot")
    return places


def _followed(document: JsonObject, pointer: str) -> _Place:
    """The steps of a JSON pointer (RFC 6901) that leads to a text."""
    place: list[str | int] = []
    value: Any = document
    try:
        for step in pointer.split("/")[1:]:
            key = int(step) if isinstance(value, list) else step.replace("~1", "/").replace("~0", "~")
            value = value[key]
            place.append(key)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise SlotMisplaced(f"{pointer!r} leads nowhere in the document") from error
    if not isinstance(value, str) or not place or "@context" in place:
        raise SlotMisplaced(f"{pointer!r} does not lead to a text")
    return tuple(place)


def _at(document: Any, place: Sequence[str | int]) -> Any:
    for step in place:
        document = document[step]
    return document


def _json_text(document: JsonObject, marks: Sequence[str]) -> tuple[bytes, Callable[[Sequence[bytes]], Any]]:
    """The written document as a format, and which of the texts for ``marks`` belong in it."""
    numbers = {mark: number for number, mark in enumerate(marks)}
    either = "|".join(re.escape(mark) for mark in marks)
    constants_and_marks = re.split(f'(?<=")({either})(?=")', to_bytes(document).decode())
    indexes = [numbers[mark] for mark in constants_and_marks[1::2]]
    return "%b".join(text.replace("%", "%%") for text in constants_and_marks[::2]).encode(), itemgetter(*indexes)


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, str]], Sequence[str]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]
