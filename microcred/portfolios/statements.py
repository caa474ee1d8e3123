"""What educators attest at submission, in the platform's words where no organization has its own.

The words are kept in both languages here and not in the catalogue of translations: they are attested to, so they change
by a new edition and never by a better translation.
"""

from collections.abc import Sequence
from enum import StrEnum

from microcred.portfolios.rules import digest_of


class AiPolicy(StrEnum):
    """Whether tools that write or draw by themselves may have been used, and whether that is to be told."""

    NOT_ALLOWED = "not_allowed"
    DISCLOSED = "disclosed"
    FREE = "free"


LANGUAGES = ("en", "es")
"""In which every statement is worded."""

LONGEST_STATEMENT = 2000
"""characters"""

LONGEST_DISCLOSURE = 4000
"""characters"""

PLATFORM_EDITION = "platform 1"
"""Grows when a word below changes."""

PLATFORM_POLICY = AiPolicy.DISCLOSED

AI_USE: dict[AiPolicy, dict[str, str]] = {
    AiPolicy.NOT_ALLOWED: {
        "en": "I wrote and made everything that I hand in without tools that generate text, images, sound or video.",
        "es": ("Escribí e hice todo lo que entrego sin herramientas que generan texto, imágenes, sonido o video."),
    },
    AiPolicy.DISCLOSED: {
        "en": (
            "Where I used tools that generate text, images, sound or video, I say below which and for what. I checked "
            "what they gave me, and the work and the reflection on it are mine. If I say nothing, I used none."
        ),
        "es": (
            "Donde usé herramientas que generan texto, imágenes, sonido o video, digo abajo cuáles y para qué. Revisé "
            "lo que me dieron, y el trabajo y la reflexión sobre él son míos. Si no digo nada, no usé ninguna."
        ),
    },
    AiPolicy.FREE: {
        "en": (
            "I answer for everything that I hand in, also where I used tools that generate text, images, sound or "
            "video."
        ),
        "es": (
            "Respondo por todo lo que entrego, también donde usé herramientas que generan texto, imágenes, sonido o "
            "video."
        ),
    },
}

PLATFORM_WORDS: dict[str, dict[str, str]] = {
    "own_work": {
        "en": ("This is my own work. Where others contributed, I say who did what, by role, and I name my sources."),
        "es": (
            "Este es mi propio trabajo. Donde otras personas contribuyeron, digo quién hizo qué, según su función, y "
            "nombro mis fuentes."
        ),
    },
    "ai_use": AI_USE[PLATFORM_POLICY],
    "student_privacy": {
        "en": (
            "I removed the names, faces and voices of students and everything else by which a student could be "
            "recognized, or I hold the written permission that my district's rules ask for."
        ),
        "es": (
            "Quité los nombres, los rostros y las voces de estudiantes y todo lo demás por lo que se podría reconocer "
            "a un estudiante, o tengo el permiso escrito que exigen las normas de mi distrito."
        ),
    },
    "conduct": {
        "en": (
            "What I show happened as I show it, with students or colleagues I really work with. I understand that "
            "what is not true can cost me the micro-credential, also later."
        ),
        "es": (
            "Lo que muestro ocurrió como lo muestro, con estudiantes o colegas con quienes de verdad trabajo. "
            "Entiendo que lo que no es verdad puede costarme la microcredencial, también más tarde."
        ),
    },
}


def language_of(code: str) -> str:
    """The language in which statements are shown to who reads pages in this one."""
    short = code.partition("-")[0]
    return short if short in LANGUAGES else LANGUAGES[0]


def fingerprint(digests: Sequence[str]) -> str:
    """One digest of several statements in their order, by which a form knows whether the words are still the same."""
    return digest_of("\n".join(digests))


def is_platform_s(kind: str, language: str, text: str) -> bool:
    """Whether a text is one of the platform's own wordings of a statement.

    Args:
        language: `english` or `spanish`.
    """
    code = {"english": "en", "spanish": "es"}[language]
    wordings = AI_USE.values() if kind == "ai_use" else [PLATFORM_WORDS[kind]]
    return any(text == wording[code] for wording in wordings)
