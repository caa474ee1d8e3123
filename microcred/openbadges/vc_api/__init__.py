"""A VC-API issuer and verifier (W3C CCG VC API 0.7; VCALM 1.0) of throw-away issuers, for conformance suites.

Everything it signs, verifies and publishes goes through the functions that sign and verify awards: :mod:`.proofs`,
:mod:`.jwt`, :mod:`.dids`, :mod:`.status`. What is its own:

- :mod:`.rules`: what the data models demand of any credential and presentation (awards are held to the stricter
  :mod:`.lint`),
- :mod:`.issuing` and :mod:`.verifying`: the two services as functions from JSON to JSON,
- :mod:`.lists`: their status lists, in memory,
- :mod:`.server`: HTTP over TLS on the loopback address.

Its keys are made at start and forgotten at the end, its endpoints ask nobody who they are, and it reads contexts that
documents bring along. None of that is reachable from a server that holds awards.
"""
