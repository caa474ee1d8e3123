"""The services of a conformance server as one function from request to answer; :mod:`.server` puts HTTP around it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from microcred.openbadges import dids, jwt
from microcred.openbadges.contexts import Contexts, WithInline, pinned
from microcred.openbadges.documents import JsonObject, parse, to_bytes
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.keys import KeyKind
from microcred.openbadges.vc_api.issuers import DEFAULT, Issuer, make_issuers
from microcred.openbadges.vc_api.issuing import derive, issue
from microcred.openbadges.vc_api.lists import Lists
from microcred.openbadges.vc_api.problems import MALFORMED, PARSING, Problem, problem_of
from microcred.openbadges.vc_api.verifying import Verifier, body_member

EXAMPLES: Final = "https://www.w3.org/ns/credentials/examples/v2"
"""The context of the W3C's examples: it defines every word, so only conformance suites are read with it."""

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"

_logger = logging.getLogger(__name__)
_ROUTE: Final = re.compile(
    r"(?:/(?P<name>[a-z0-9-]+))?/(?P<place>credentials|presentations)/(?P<what>issue|verify|status|derive)"
)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    code: int
    body: bytes = b""
    media: str = JSON


@dataclass
class Service:
    """A conformance server without its server.

    Args:
        origin: where it is reached, without a slash at the end.
        clock: what time it is, with a zone.
    """

    origin: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    issuers: dict[str, Issuer] = field(default_factory=make_issuers)
    lists: Lists = field(init=False)
    contexts: Contexts = field(init=False)

    def __post_init__(self) -> None:
        self.lists = Lists(self.origin)
        examples = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
        self.contexts = WithInline(pinned().including({EXAMPLES: examples}))

    def introduction(self) -> JsonObject:
        """What a conformance suite must be told: identifiers, addresses and tags, as the W3C suites are configured."""

        def endpoint(name: str, what: str) -> str:
            return f"{self.origin}{'' if name == DEFAULT else '/' + name}/{what}"

        issuers = [
            {
                "name": issuer.name,
                "id": issuer.did,
                "endpoint": endpoint(issuer.name, "credentials/issue"),
                "tags": list(issuer.way.tags),
                **_supports([issuer.way.kind]),
            }
            for issuer in self.issuers.values()
        ]
        tags = sorted({tag for issuer in self.issuers.values() for tag in issuer.way.tags})
        did = self.issuers[DEFAULT].did
        verifier = {"id": did, "tags": tags, **_supports(KeyKind)}
        return {
            "did": did,
            "endpoint": self.origin,
            "issuers": issuers,
            "verifiers": [{**verifier, "endpoint": f"{self.origin}/credentials/verify"}],
            "vpVerifiers": [{**verifier, "endpoint": f"{self.origin}/presentations/verify"}],
            "vcHolders": [{"id": did, "endpoint": f"{self.origin}/credentials/derive", "tags": ["vcHolder"]}],
        }

    def get(self, path: str, accept: str) -> Answer:
        """What is published: status lists, the JWK set, and this introduction."""
        hosted = self.lists[f"{self.origin}{path}"]
        if hosted is not None:
            if "application/vc+jwt" in accept:
                token = jwt.sign(
                    hosted.unsigned(self.clock()),
                    hosted.issuer.key,
                    verification_method=dids.jwt_method(hosted.issuer.did, hosted.issuer.key.public),
                    profile=jwt.Profile.JOSE_COSE,
                )
                return Answer(200, token.encode(), "application/vc+jwt")
            # some clients read only what calls itself JSON
            media = "application/vc" if "application/vc" in accept and "json" not in accept else "application/ld+json"
            return Answer(200, to_bytes(hosted.signed(self.clock())), media)
        if path == "/.well-known/jwks.json":
            keys = {issuer.did: issuer.key.public for issuer in self.issuers.values()}
            every = [key for did, public in keys.items() for key in dids.jwk_set(did, [public])["keys"]]
            return Answer(200, to_bytes({"keys": every}))
        if path == "/":
            return Answer(200, to_bytes(self.introduction()))
        route = _ROUTE.fullmatch(path)
        if route is not None and (not route["name"] or route["name"] in self.issuers):
            return _refused(Problem(MALFORMED, "the services at this address are asked by POST", code=405))
        return _refused(Problem(MALFORMED, "there is nothing at this address", code=404))

    def post(self, path: str, body: bytes) -> Answer:
        """A request to one of the services. Whatever is sent, the answer is one of theirs."""
        if self.lists[f"{self.origin}{path.removesuffix('/publish')}"] is not None and path.endswith("/publish"):
            return Answer(204)  # what is served is always what holds
        route = _ROUTE.fullmatch(path)
        name = route["name"] or "" if route else ""
        if route is None or (name and name not in self.issuers):
            return _refused(Problem(MALFORMED, "there is no service at this address", code=404))
        try:
            code, answer = self._serve(f"{route['place']}/{route['what']}", name, parse(body))
            return Answer(code, to_bytes(answer))
        except OpenBadgesError as error:
            return _refused(problem_of(error))
        except RecursionError:
            return _refused(Problem(PARSING, "the document nests too deeply"))
        except (TypeError, ValueError, KeyError, AttributeError):
            # a shape that nothing above foresaw is the sender's mistake, and worth knowing of
            _logger.exception("a request to %s was not foreseen", path)
            return _refused(Problem(PARSING, "the document is not built as any data model says"))

    def _serve(self, service: str, name: str, request: JsonObject) -> tuple[int, JsonObject]:
        now = self.clock()
        if service == "credentials/issue":
            return 201, issue(request, self.issuers, name, self.lists, now=now, contexts=self.contexts)
        if service == "credentials/derive":
            return 201, derive(request, contexts=self.contexts)
        if service == "credentials/status":
            self.lists.change(request)
            return 200, {}
        if service == "credentials/verify":
            document, options = body_member(request, "verifiableCredential")
            verifier = Verifier(options, self.lists, now, self.contexts)
            return verifier.answer(verifier.credential, document)
        if service == "presentations/verify":
            document, options = body_member(request, "verifiablePresentation")
            verifier = Verifier(options, self.lists, now, self.contexts)
            return verifier.answer(verifier.presentation, document)
        raise Problem(MALFORMED, "there is no service at this address", code=404)


def _supports(kinds: Iterable[KeyKind]) -> JsonObject:
    """What the suites ask before they choose an endpoint: data models, and curves under two names."""
    curves = [kind.value for kind in kinds if kind in (KeyKind.P256, KeyKind.P384)]
    return {"supports": {"vc": ["1.1", "2.0"], "keyTypes": curves}, "supportedEcdsaKeyTypes": curves}


def refusal(detail: str, *, code: int) -> Answer:
    """An answer to a request that could not even be read."""
    return _refused(Problem(PARSING, detail, code=code))


def _refused(problem: Problem) -> Answer:
    details: dict[str, Any] = problem.as_json()
    return Answer(
        problem.code, to_bytes({**details, "status": problem.code, "verified": False, "errors": [details]}), PROBLEM
    )
