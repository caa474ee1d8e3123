"""JSON-LD to RDF for credentials, fast: what each term means in each context is worked out once and kept.

Processing contexts (JSON-LD 1.1 Processing Algorithms and API, section 4) is PyLD's. What it comes to for one term in
one context, with all scoped, protected and reverted contexts along the way, does not change, since contexts are pinned.
It is kept as a :class:`_Term`, and a document is then read in one pass (sections 5.1.2 and 7, deserialization to RDF).

Only the JSON-LD of credentials is read here, in safe mode. Everything else raises :class:`LeftToReference` and is for
:mod:`.reference`: what a signature would not cover, so that there is one place that says so in words; and the rare
parts of the language. Never is anything dropped.
"""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from microcred.openbadges.characters import refused_character
from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.iris import is_blank, is_iri, quoted
from microcred.openbadges.limits import LANGUAGE, MAX_DEPTH, MAX_MEMBERS
from microcred.openbadges.rdfc import Quad

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPE: Final = f"<{_RDF}type>"
_FIRST: Final = f"<{_RDF}first>"
_REST: Final = f"<{_RDF}rest>"
_NIL: Final = f"<{_RDF}nil>"

MAX_KEPT: Final = 500
"""Most contexts kept. Documents name types freely, so their combinations are without end."""

_MAX_TERMS: Final = 1_000
_MAX_KEY: Final = 500
"""Longest text in characters by which something is kept."""


class Rest(StrEnum):
    """Why a document is left to the reference implementation."""

    MEMBER = "a member the contexts do not define, or a keyword"
    CONTEXT = "a context that is not known, written inline, or not allowed where it stands"
    IDENTIFIER = "an identifier that is not a plain absolute IRI"
    TYPE = "a type that the contexts do not define"
    TEXT = "a character that is refused"
    VALUE = "a value that is neither text, number, boolean, list nor object"
    TERM = "a term of a rare kind"
    SHAPE = "a rare structure"
    SIZE = "a large document"


class LeftToReference(Exception):
    """The document is for :mod:`.reference`, which reads or refuses it."""

    def __init__(self, rest: Rest) -> None:
        super().__init__(rest.value)
        self.rest = rest


class _Context:
    """An active context, and what it makes of terms."""

    __slots__ = ("active", "ids", "local", "previous", "scoped", "terms", "typed", "types")

    def __init__(self, active: Any, previous: _Context | None) -> None:
        self.active = active
        self.previous = previous
        aliases = {term: mapping["@id"] for term, mapping in active["mappings"].items() if mapping}
        self.ids = tuple(term for term, meaning in aliases.items() if meaning == "@id")
        self.types = tuple(term for term, meaning in aliases.items() if meaning == "@type")
        self.terms: dict[str, _Term] = {}
        self.local: dict[tuple[str, ...], _Context] = {}
        self.scoped: dict[_Term, _Context] = {}
        self.typed: dict[tuple[str, ...], tuple[_Context, tuple[str, ...]]] = {}


class _Term:
    """What a member means: which property it is, and how its values are written."""

    __slots__ = (
        "context",
        "graph",
        "identifies",
        "listed",
        "literal",
        "number_type",
        "predicate",
        "scope",
        "vocabulary",
    )

    def __init__(self, context: _Context) -> None:
        self.predicate = ""
        """As N-Quads write it; empty for ``id``, ``type`` and ``@context``, which are no properties."""
        self.context = context
        """In which the values are read."""
        self.scope: Any = None
        """The context that the term brings along for objects."""
        self.literal = ""
        """What follows a text: the closing quote, and language or datatype. Empty when texts are rewritten."""
        self.number_type: str | None = None
        self.identifies = False
        """Whether a text is the identifier of something."""
        self.vocabulary: dict[str, str] | None = None
        """Where a text is a word of a vocabulary: those worked out already."""
        self.listed = False
        self.graph = False


class Expander:
    """Reads documents in the contexts of one set. Safe to share between threads."""

    def __init__(self, contexts: Contexts) -> None:
        # PyLD brings an HTTP client along: processes that read no document start without both.
        from microcred.openbadges.reference import Processor

        self._contexts = contexts
        self._processor = Processor(contexts)
        self._lock = threading.RLock()
        self._prefixes = contexts.terms()
        self._short_identifier = lru_cache(maxsize=4_096)(self._identifier)
        self._forget()

    def quads(self, document: JsonObject) -> list[Quad]:
        """The quads of a document, possibly some twice. Blank nodes are named ``_:0`` and so on.

        Raises:
            LeftToReference: when the document is not for this path.
        """
        return _Reading(self).document(document)

    def _forget(self) -> None:
        self._kept = 0
        self._by_identity: dict[int, _Context] = {}
        self.root = self._wrapped(self._processor.initial())

    def _keep(self) -> None:
        self._kept += 1
        if self._kept > MAX_KEPT:
            # whoever reads a document now goes on with the contexts it holds
            self._forget()

    def _wrapped(self, active: Any) -> _Context:
        held = self._by_identity.get(id(active))
        if held is None:
            previous = active.get("previousContext")
            held = _Context(active, None if previous is None else self._wrapped(previous))
            self._by_identity[id(active)] = held
        return held

    def _applied(self, active: Any, local: Any, **how: bool) -> Any:
        """The active context after ``local``."""
        try:
            return self._processor.context(active, local, **how)
        except DocumentRefused as error:
            raise LeftToReference(Rest.CONTEXT) from error

    def local(self, context: _Context, value: Any) -> _Context:
        """``context`` with an ``@context`` of the document."""
        urls = tuple(value) if isinstance(value, list) else (value,)
        if not urls or not all(isinstance(url, str) and url in self._contexts for url in urls):
            raise LeftToReference(Rest.CONTEXT)
        found = context.local.get(urls)
        if found is None:
            with self._lock:
                found = self._wrapped(self._applied(context.active, list(urls)))
                if len(urls) <= 16:
                    context.local[urls] = found
                    self._keep()
        return found

    def scoped(self, context: _Context, term: _Term) -> _Context:
        """``context`` with the context that ``term`` brings along."""
        found = context.scoped.get(term)
        if found is None:
            with self._lock:
                found = self._wrapped(self._applied(context.active, term.scope, override_protected=True))
                context.scoped[term] = found
                self._keep()
        return found

    def typed(self, context: _Context, names: tuple[str, ...]) -> tuple[_Context, tuple[str, ...]]:
        """``context`` with the contexts that types bring along, and the types as N-Quads write them."""
        found = context.typed.get(names)
        if found is None:
            with self._lock:
                active = context.active
                for name in sorted(names):
                    scope = self._processor.value(context.active, name, "@context")
                    if scope is not None and scope is not False:
                        active = self._applied(active, scope, propagate=False)
                expanded = tuple(self._processor.iri(context.active, name) for name in names)
                if not all(isinstance(iri, str) and is_iri(iri) and not refused_character(iri) for iri in expanded):
                    raise LeftToReference(Rest.TYPE)
                found = self._wrapped(active), tuple(f"<{iri}>" for iri in expanded)
                if sum(map(len, names)) <= _MAX_KEY:
                    context.typed[names] = found
                    self._keep()
        return found

    def term(self, context: _Context, key: str) -> _Term:
        """What ``key`` means in ``context``, worked out."""
        if key.startswith("@") and key != "@context":
            raise LeftToReference(Rest.MEMBER)
        with self._lock:
            term = self._term(context, key)
            if len(context.terms) < _MAX_TERMS and len(key) <= _MAX_KEY:
                context.terms[key] = term
        return term

    def _term(self, context: _Context, key: str) -> _Term:
        term = _Term(context)
        processor, active = self._processor, context.active
        meaning = "@context" if key == "@context" else processor.iri(active, key)
        if meaning in ("@context", "@id", "@type"):
            return term
        if not isinstance(meaning, str) or not is_iri(meaning) or refused_character(meaning):
            raise LeftToReference(Rest.MEMBER)
        scope = processor.value(active, key, "@context")
        if scope is not None:
            term.context = self._wrapped(self._applied(active, scope, override_protected=True))
            self._keep()
        inner = term.context.active
        term.scope = processor.value(inner, key, "@context")
        containers = _set(processor.value(active, key, "@container"))
        coerced = processor.value(inner, key, "@type")
        usual = (
            containers <= {"@set", "@list", "@graph"}
            and not {"@list", "@graph"} <= containers
            and containers == _set(processor.value(inner, key, "@container"))
            and processor.iri(inner, key) == meaning
            and not any((each["mappings"].get(key) or {}).get("reverse") for each in (active, inner))
            and "@json" not in (coerced, processor.value(active, key, "@type"))
            and coerced != "@none"
        )
        if not usual:
            raise LeftToReference(Rest.TERM)
        term.listed, term.graph = "@list" in containers, "@graph" in containers
        term.identifies, term.vocabulary = coerced == "@id", {} if coerced == "@vocab" else None
        datatype = None if coerced in ("@id", "@vocab") else coerced
        if datatype is not None and not is_iri(datatype):
            raise LeftToReference(Rest.TERM)
        term.number_type = datatype
        if datatype is None:
            language, direction = (processor.value(inner, key, name) for name in ("@language", "@direction"))
            term.literal = _after_text(language, direction)
        else:
            # a text is not written as it stands when it is to be a double
            term.literal = "" if datatype == f"{_XSD}double" else _after_typed(datatype)
        term.predicate = f"<{meaning}>"
        return term

    def identifier(self, text: str) -> str:
        """An absolute IRI as N-Quads write it."""
        return self._short_identifier(text) if len(text) <= _MAX_KEY else self._identifier(text)

    def _identifier(self, text: str) -> str:
        prefix, _, rest = text.partition(":")
        if not is_iri(text) or (prefix in self._prefixes and not rest.startswith("//")) or refused_character(text):
            raise LeftToReference(Rest.IDENTIFIER)
        return f"<{text}>"

    def named(self, term: _Term, known: dict[str, str], text: str) -> str:
        """A value that a context has a name for (``@type: @vocab``), as N-Quads write it."""
        found = known.get(text)
        if found is None:
            meaning = self._processor.iri(term.context.active, text)
            if not isinstance(meaning, str) or not is_iri(meaning) or refused_character(meaning):
                raise LeftToReference(Rest.IDENTIFIER)
            found = f"<{meaning}>"
            if len(known) < 64 and len(text) <= _MAX_KEY:
                known[text] = found
        return found

    def number(self, term: _Term, value: float) -> str:
        """A number or boolean as N-Quads write it."""
        if isinstance(value, bool):
            return f'"{"true" if value else "false"}"^^<{term.number_type or f"{_XSD}boolean"}>'
        if not math.isfinite(value):
            raise LeftToReference(Rest.VALUE)
        text, datatype = self._processor.number(value, term.number_type)
        return f'"{text}{_after_typed(datatype)}'


class _Reading:
    """One document being read."""

    def __init__(self, expander: Expander) -> None:
        self._expander = expander
        self._out: list[Quad] = []
        self._fresh = itertools.count()
        self._labels: dict[str, str] = {}
        self._members = 1

    def document(self, document: JsonObject) -> list[Quad]:
        if "@context" not in document:
            raise LeftToReference(Rest.CONTEXT)
        self._node(document, self._expander.root, None, "", 0)
        if not self._out:
            raise LeftToReference(Rest.SHAPE)
        return self._out

    def _blank(self) -> str:
        return f"_:{next(self._fresh)}"

    def _identified(self, text: str) -> str:
        if text.startswith("_:"):
            if not is_blank(text):
                raise LeftToReference(Rest.IDENTIFIER)
            if text not in self._labels:
                self._labels[text] = self._blank()
            return self._labels[text]
        return self._expander.identifier(text)

    def _node(self, element: JsonObject, context: _Context, term: _Term | None, graph: str, depth: int) -> str:
        """Write what an object says; return what it is called."""
        expander = self._expander
        self._members += len(element)
        if not element or depth + 2 > MAX_DEPTH or self._members > MAX_MEMBERS:
            raise LeftToReference(Rest.SHAPE if not element else Rest.SIZE)
        if context.previous is not None and not (len(element) == 1 and next(iter(element)) in context.ids):
            context = context.previous
        if term is not None and term.scope is not None:
            context = expander.scoped(context, term)
        if "@context" in element:
            context = expander.local(context, element["@context"])
        types: tuple[str, ...] = ()
        keys = [alias for alias in context.types if alias in element]
        if keys:
            names = element[keys[0]]
            names = tuple(names) if type(names) is list else (names,)
            if len(keys) > 1 or not names or not all(type(name) is str for name in names):
                raise LeftToReference(Rest.TYPE)
            context, types = expander.typed(context, names)
            if [alias for alias in context.types if alias in element] != keys:
                raise LeftToReference(Rest.TERM)
        keys = [alias for alias in context.ids if alias in element]
        if keys:
            identifier = element[keys[0]]
            if len(keys) > 1 or type(identifier) is not str:
                raise LeftToReference(Rest.IDENTIFIER)
            subject = self._identified(identifier)
        else:
            subject = self._blank()
        out = self._out
        for type_ in types:
            out.append((subject, _TYPE, type_, graph))
        terms = context.terms
        for key, value in element.items():
            member = terms.get(key) or expander.term(context, key)
            if not member.predicate:
                continue
            if type(value) is list:
                self._members += len(value)
                if member.listed:
                    out.append((subject, member.predicate, self._list(value, member, graph, depth + 2), graph))
                else:
                    for item in value:
                        out.append((subject, member.predicate, self._object(item, member, graph, depth + 2), graph))
            elif member.listed:
                out.append((subject, member.predicate, self._list([value], member, graph, depth + 1), graph))
            else:
                out.append((subject, member.predicate, self._object(value, member, graph, depth + 1), graph))
        return subject

    def _list(self, items: Iterable[Any], term: _Term, graph: str, depth: int) -> str:
        head = _NIL
        for item in reversed(list(items)):
            cell = self._blank()
            self._out.append((cell, _FIRST, self._object(item, term, graph, depth), graph))
            self._out.append((cell, _REST, head, graph))
            head = cell
        return head

    def _object(self, value: Any, term: _Term, graph: str, depth: int) -> str:
        """A value as N-Quads write it; what an object says is written along the way."""
        if term.graph:
            return self._graph(value, term, depth)
        kind = type(value)
        if kind is str:
            if term.identifies:
                return self._identified(value)
            if term.vocabulary is not None:
                if value.startswith("_:"):
                    return self._identified(value)
                return self._expander.named(term, term.vocabulary, value)
            return _text(value, term.literal)
        if kind is dict:
            if "@value" in value:
                return self._value_object(value)
            return self._node(value, term.context, term, graph, depth)
        if kind in (int, float, bool):
            return self._expander.number(term, value)
        raise LeftToReference(Rest.VALUE)

    def _graph(self, value: Any, term: _Term, depth: int) -> str:
        """A graph of its own, without a name, that holds what ``value`` says."""
        graph = self._blank()
        if type(value) is dict and "@value" not in value:
            self._node(value, term.context, term, graph, depth)
        elif type(value) is str and term.identifies:
            self._identified(value)
        else:
            raise LeftToReference(Rest.SHAPE)
        return graph

    def _value_object(self, value: JsonObject) -> str:
        text, language, direction = value["@value"], value.get("@language"), value.get("@direction")
        self._members += len(value)
        if not value.keys() <= {"@value", "@language", "@direction"} or type(text) is not str:
            raise LeftToReference(Rest.SHAPE)
        if "@language" in value and not (type(language) is str and LANGUAGE.fullmatch(language)):
            raise LeftToReference(Rest.SHAPE)
        if "@direction" in value and direction not in ("ltr", "rtl"):
            raise LeftToReference(Rest.SHAPE)
        return _text(text, _after_text(language and language.lower(), direction))


def _text(text: str, after: str) -> str:
    if not after:
        raise LeftToReference(Rest.VALUE)
    if not text.isprintable() and refused_character(text):
        raise LeftToReference(Rest.TEXT)
    return f'"{quoted(text)}{after}'


def _after_text(language: str | None, direction: str | None) -> str:
    if direction is not None:
        # the form both JavaScript stacks write
        return f'"^^<https://www.w3.org/ns/i18n#{language or ""}_{direction}>'
    return f'"@{language}' if language is not None else '"'


def _after_typed(datatype: str) -> str:
    return '"' if datatype == f"{_XSD}string" else f'"^^<{datatype}>'


def _set(value: Any) -> set[Any]:
    return set() if value is None else set(value) if isinstance(value, list | tuple) else {value}


_making = threading.Lock()


def expander_of(contexts: Contexts) -> Expander:
    """The expander of a set of contexts; each set has one."""
    found = contexts.derived.get(Expander)
    if found is None:
        with _making:
            found = contexts.derived.setdefault(Expander, Expander(contexts))
    expander: Expander = found
    return expander
