"""Build, sign, verify and bake Open Badges 3.0 credentials (W3C Verifiable Credentials 2.0).

A library that would stand alone: no Django, nothing of the rest of Microcred, no network of its own accord. The README
beside this file is the map. What is meant to be called lies in the modules that are named here, which come when they
are first asked for; every other module serves these and may change at any time.
"""

from importlib import import_module
from types import ModuleType

__all__ = [
    "baking",
    "canonical",
    "clr",
    "contexts",
    "dids",
    "documents",
    "errors",
    "fetch",
    "jcs",
    "jwt",
    "keys",
    "lint",
    "models",
    "ob2",
    "proofs",
    "source",
    "status",
    "templates",
    "vc_api",
    "verify",
]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
