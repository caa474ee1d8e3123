"""The general path: JSON-LD expansion and RDFC-1.0 by PyLD, in safe mode. Complete, and slow.

PyLD's defaults drop what they do not understand. A term no context defines, a relative identifier, a null: each would
vanish from the signed bytes while staying in the document a person reads. Here each is an error that names the term.
"""

from __future__ import annotations

import math
import threading
from typing import Any, Final
from weakref import WeakKeyDictionary

from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver
from pyld.resolved_context import ResolvedContext

from microcred.openbadges.characters import refused_character
from microcred.openbadges.contexts import Contexts
from microcred.openbadges.documents import JsonObject
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.iris import is_blank, is_iri
from microcred.openbadges.limits import LANGUAGE, MAX_DEPTH, MAX_MEMBERS
from microcred.openbadges.rdfc import MAX_PERMUTATIONS

_VALUE_KEYWORDS: Final = frozenset({"@value", "@language", "@direction"})


def reference_form(document: JsonObject, contexts: Contexts) -> str:
    """The canonical N-Quads of a JSON-LD document. See :func:`.canonical.canonicalize`.

    Raises:
        DocumentRefused: for anything that would not reach the canonical form, and for too much work.
    """
    _check_source(document, contexts)
    processor = _SafeProcessor()
    try:
        dataset = processor.to_rdf(document, _options(_resolver(contexts)))
        quads = _BoundedCanonicalizer().main(dataset, {"format": "application/n-quads"})
    except DocumentRefused:
        raise
    except RecursionError as error:
        raise DocumentRefused("the document nests too deeply") from error
    except jsonld.JsonLdError as error:
        raise DocumentRefused(f"the document is not valid JSON-LD: {_innermost(error)}") from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        # PyLD assumes well-formed input in places and falls over with bare errors
        raise DocumentRefused("the document is not valid JSON-LD") from error
    return str(quads)


class Processor:
    """PyLD's reading of contexts, step by step. Not safe to share between threads.

    Args:
        contexts: all that may be named.
    """

    def __init__(self, contexts: Contexts) -> None:
        self._processor = _SafeProcessor()
        self._options = {**_options(_Resolver(contexts)), "isFrame": False}

    def initial(self) -> Any:
        """The active context before any other."""
        return self._processor._get_initial_context(self._options)

    def context(self, active: Any, local: Any, *, override_protected: bool = False, propagate: bool = True) -> Any:
        """The active context after ``local`` (JSON-LD 1.1 API section 4.1.2).

        Raises:
            DocumentRefused: when it may not be applied here.
        """
        try:
            return self._processor._process_context(
                active, local, self._options, override_protected=override_protected, propagate=propagate
            )
        except jsonld.JsonLdError as error:
            raise DocumentRefused(f"the document is not valid JSON-LD: {_innermost(error)}") from error

    def iri(self, active: Any, text: str) -> str | None:
        """What a member's name, a type or a word of a vocabulary stands for (section 5.2.2)."""
        found: str | None = self._processor._expand_iri(active, text, vocab=True)
        return found

    def value(self, active: Any, key: str, name: str) -> Any:
        """What the definition of the term ``key`` says under ``name``."""
        return self._processor.get_context_value(active, key, name)

    def number(self, value: float, datatype: str | None) -> tuple[str, str]:
        """The lexical form and datatype of a number (section 8.2.2)."""
        typed = {"@value": value} if datatype is None else {"@value": value, "@type": datatype}
        written = self._processor._object_to_rdf(typed, None, [], self._options)
        return written["value"], written["datatype"]


def _options(resolver: ContextResolver) -> dict[str, Any]:
    return {
        "base": None,
        "documentLoader": _refuse_to_load,
        "contextResolver": resolver,
        "processingMode": "json-ld-1.1",
        # the form both JavaScript stacks write; PyLD alone would leave the direction of text unsigned
        "rdfDirection": "i18n-datatype",
    }


def _check_source(document: JsonObject, known: Contexts) -> None:
    """Refuse what is visible before expansion. Iterative: the depth is what is being limited."""
    pending: list[tuple[Any, str, int]] = [(document, "", 0)]
    members = 0
    while pending:
        value, path, depth = pending.pop()
        members += 1
        if members > MAX_MEMBERS:
            raise DocumentRefused(f"the document has more than {MAX_MEMBERS} members")
        if depth > MAX_DEPTH:
            raise DocumentRefused("the document nests too deeply")
        if value is None:
            raise DocumentRefused(f"{path} is null: leave out what is not known")
        if isinstance(value, str):
            _check_text(value, path)
        elif isinstance(value, bool | int):
            continue
        elif isinstance(value, float):
            if not math.isfinite(value):
                raise DocumentRefused(f"{path} is not a finite number")
        elif isinstance(value, list):
            pending.extend((item, f"{path}[{position}]", depth + 1) for position, item in enumerate(value))
        elif isinstance(value, dict):
            _check_keywords(value, path, known)
            for name, item in value.items():
                _check_text(name, f"the name of a member of {path or 'the document'}")
                if name != "@context":
                    pending.append((item, f"{path}.{name}" if path else name, depth + 1))
        else:
            raise DocumentRefused(f"{path} has a type JSON does not have")


def _check_text(text: object, path: str) -> None:
    if not isinstance(text, str):
        raise DocumentRefused(f"{path} is not text")
    refused = refused_character(text)
    if refused:
        raise DocumentRefused(f"{path} holds the character {refused}, which verifiers do not read alike")


def _check_keywords(value: JsonObject, path: str, known: Contexts) -> None:
    where = path or "the document"
    if "@context" in value:
        context = value["@context"]
        for url in context if isinstance(context, list) else [context]:
            if not isinstance(url, str):
                raise DocumentRefused(f"the @context of {where} is written inline; only published contexts are read")
            if url not in known:
                raise DocumentRefused(f"the context {url!r} is not one this library knows")
    elif not path:
        raise DocumentRefused("the document has no @context")
    for name in value:
        if name.startswith("@") and name != "@context" and name not in _VALUE_KEYWORDS:
            raise DocumentRefused(f"{where} uses the keyword {name}, which has no place in a credential")
    if ("@language" in value or "@direction" in value) and "@value" not in value:
        raise DocumentRefused(f"{where} has a language and no text")


class _SafeProcessor(jsonld.JsonLdProcessor):  # type: ignore[misc]
    """PyLD's processor that refuses where PyLD would drop."""

    def __init__(self) -> None:
        super().__init__(on_property_dropped=_refuse_dropped)

    def expand(self, input_: Any, options: Any) -> Any:
        expanded = super().expand(input_, options)
        if not expanded:
            raise DocumentRefused("the document says nothing that its contexts define")
        _check_expanded(expanded)
        return expanded


def _refuse_dropped(term: str | None) -> None:
    if term is None:
        raise DocumentRefused("a member has no meaning in the contexts of the document")
    raise DocumentRefused(f"the term {term!r} is not defined by the contexts of the document")


def _check_expanded(expanded: Any) -> None:
    """Refuse identifiers, types and properties that PyLD would leave out of the quads without a word."""
    pending: list[Any] = [expanded]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, dict):
            if "@value" in value:
                _check_literal(value)
                continue
            for name, item in value.items():
                if name == "@id":
                    if not (isinstance(item, str) and (is_iri(item) or is_blank(item))):
                        raise DocumentRefused(f"the identifier {item!r} is not an absolute IRI")
                elif name == "@type":
                    for type_ in item:
                        if not (isinstance(type_, str) and is_iri(type_)):
                            raise DocumentRefused(f"the type {type_!r} is not defined by the contexts of the document")
                elif name == "@index":
                    raise DocumentRefused("an index carries data that a signature would not cover")
                else:
                    if not name.startswith("@") and not is_iri(name):
                        raise DocumentRefused(f"the property {name!r} is not an absolute IRI")
                    pending.append(item)


def _check_literal(value: JsonObject) -> None:
    language = value.get("@language")
    if language is not None and not LANGUAGE.fullmatch(language):
        raise DocumentRefused(f"{language!r} is not a language tag")
    datatype = value.get("@type")
    if datatype not in (None, "@json") and not is_iri(str(datatype)):
        raise DocumentRefused(f"the datatype {datatype!r} is not an absolute IRI")


class _BoundedCanonicalizer(URDNA2015):  # type: ignore[misc]
    """PyLD's canonicaliser with a bound on its work, and without a deep copy in its innermost loop."""

    def __init__(self) -> None:
        super().__init__()
        self._permutations = 0

    def create_hash_to_related(self, id_: str, issuer: Any) -> dict[str, list[str]]:
        related: dict[str, list[str]] = super().create_hash_to_related(id_, issuer)
        for nodes in related.values():
            # the caller tries every ordering of each group, and descends from each of them
            self._permutations += math.factorial(min(len(nodes), 12))
        self._permutations += 1
        if self._permutations > MAX_PERMUTATIONS:
            raise DocumentRefused("too many parts of the document are alike and linked: give them identifiers")
        return related

    def modify_first_degree_component(self, id_: str, component: dict[str, str], key: str) -> dict[str, str]:
        if component["type"] != "blank node":
            return component
        return {"type": "blank node", "value": "_:a" if component["value"] == id_ else "_:z"}


class _Resolver(ContextResolver):  # type: ignore[misc]
    """PyLD's context resolver over a fixed set of contexts.

    PyLD serialises each scoped context to look it up again. The contexts here never change, so the object's identity is
    key enough; the entry keeps the object alive, and thereby its identity.
    """

    def __init__(self, contexts: Contexts) -> None:
        super().__init__({}, _loader(contexts))
        self._by_identity: dict[int, tuple[Any, list[ResolvedContext]]] = {}
        self._by_urls: dict[tuple[str, ...], list[ResolvedContext]] = {}

    def resolve(self, active_ctx: Any, context: Any, base: Any, cycles: Any = None) -> list[ResolvedContext]:
        if cycles is not None:
            return _roomy(super().resolve(active_ctx, context, base, cycles))
        if isinstance(context, list) and all(isinstance(item, str) for item in context):
            urls = tuple(context)
            if urls not in self._by_urls:
                if len(self._by_urls) > 256:
                    self._by_urls.clear()
                self._by_urls[urls] = _roomy(super().resolve(active_ctx, context, base))
            return self._by_urls[urls]
        if isinstance(context, str):
            return _roomy(super().resolve(active_ctx, context, base))
        held = self._by_identity.get(id(context))
        if held is None:
            if len(self._by_identity) > 4096:
                self._by_identity.clear()
            held = (context, _roomy(super().resolve(active_ctx, context, base)))
            self._by_identity[id(context)] = held
        return held[1]


def _roomy(resolved: list[ResolvedContext]) -> list[ResolvedContext]:
    """PyLD keeps ten processed forms of a context; Open Badges has more type scopes than that."""
    for each in resolved:
        if each.cache.maxsize < 256:
            each.cache = type(each.cache)(maxsize=256)
    return resolved


def _loader(contexts: Contexts) -> Any:
    def load(url: str, options: Any) -> dict[str, Any]:
        if url not in contexts:
            raise DocumentRefused(f"the context {url!r} is not one this library knows")
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": contexts[url],
            "tag": "static",
        }

    return load


def _refuse_to_load(url: str, options: Any) -> dict[str, Any]:
    raise DocumentRefused(f"the library does not load {url!r} from the network")


_local = threading.local()


def _resolver(contexts: Contexts) -> _Resolver:
    """This thread's resolver for a set of contexts: PyLD's caches are not safe to share between threads."""
    resolvers: WeakKeyDictionary[Contexts, _Resolver] | None = getattr(_local, "resolvers", None)
    if resolvers is None:
        resolvers = _local.resolvers = WeakKeyDictionary()
    if contexts not in resolvers:
        resolvers[contexts] = _Resolver(contexts)
    return resolvers[contexts]


def _innermost(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error).split("\n")[0].split(" Type:")[0][:300]
