"""The messages of the product and their Spanish: gathered from code and templates, and merged.

`./dev messages` runs this file to bring the catalogue up to date; `tests/house/test_translations.py` asks the same
functions whether it is. Babel and Django's own reading of templates do the work, so that nobody needs GNU gettext.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parents[1]
PRODUCT = CHECKOUT / "microcred"
CATALOGUE = PRODUCT / "locale" / "es" / "LC_MESSAGES" / "django.po"

HEADER = """\
# Spanish of Microcred: Latin American, for educators in the United States.
# How to translate stands in CONTRIBUTING.md, the words to use in docs/glossary.md.
msgid ""
msgstr ""
"Language: es\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""Without dates and names, which would change with every run; the history says when and who."""

SHAPES = {
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
"""Django's functions that mark a string, and what their first arguments are."""

IN_TEMPLATE = re.compile(r"\b(gettext|ngettext|pgettext|npgettext|_)\(")
LITERAL = re.compile(r"\s*u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?", re.DOTALL)

Message = tuple[str | None, str, str | None]
"""Context, singular and plural, as written in the code."""


class NotLiteral(Exception):
    """A string is marked that only a running program knows, so that no catalogue can hold it."""


def gathered() -> dict[Message, list[str]]:
    """Every marked message of the product, with the files that say it."""
    found: dict[Message, list[str]] = {}
    for file in sorted([*PRODUCT.rglob("*.py"), *PRODUCT.rglob("templates/**/*.*")]):
        within = file.relative_to(PRODUCT).parts
        if "tests" in within or "migrations" in within:
            continue
        if file.suffix == ".py":
            messages = in_code(file.read_text(), file)
        elif file.suffix in (".html", ".txt"):
            messages = in_template(file.read_text())
        else:
            continue
        for message in messages:
            places = found.setdefault(message, [])
            place = file.relative_to(CHECKOUT).as_posix()
            if place not in places:
                places.append(place)
    return found


def in_code(source: str, file: Path) -> Iterator[Message]:
    """The messages that Python code marks, under whatever name it imported the marking function."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names.update({alias.asname or alias.name: alias.name for alias in node.names if alias.name in SHAPES})
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in names:
            continue
        shape = SHAPES[names[node.func.id]]
        marked = node.args[: len(shape)]
        if len(marked) == 1 and isinstance(marked[0], ast.Name | ast.Attribute | ast.Subscript):
            continue  # looks up what was noted elsewhere
        words = [part.value for part in marked if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if len(words) < len(shape):
            raise NotLiteral(f"{file.relative_to(CHECKOUT)}:{node.lineno} marks what is no literal string")
        said = dict(zip(shape, words, strict=True))
        yield said.get("context"), said["id"], said.get("plural")


def in_template(source: str) -> Iterator[Message]:
    """The messages that a template marks."""
    code = templatize(source)
    for call in IN_TEMPLATE.finditer(code):
        shape = SHAPES["gettext" if call[1] == "_" else call[1]]
        words, end = [], call.end()
        for _ in shape:
            literal = LITERAL.match(code, end)
            if literal is None:
                break
            words.append(ast.literal_eval(literal[1]))
            end = literal.end()
        else:
            said = dict(zip(shape, words, strict=True))
            yield said.get("context"), said["id"], said.get("plural")


def catalogue() -> Catalog:
    """The Spanish catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="es", domain="django")


def update() -> None:
    """Bring the catalogue in line with the product: new messages without words, gone ones taken out."""
    template = Catalog(domain="django", fuzzy=False)
    for (context, singular, plural), places in gathered().items():
        template.add((singular, plural) if plural else singular, context=context, locations=[(p, None) for p in places])
    ours = catalogue()
    ours.update(template, no_fuzzy_matching=True, update_header_comment=False)
    with CATALOGUE.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, ours, width=110, include_lineno=False, ignore_obsolete=True, omit_header=True)


def main() -> None:
    update()
    waiting = [message for message in catalogue() if message.id and not all(words_of(message.string))]
    print(f"{len(catalogue())} messages, {len(waiting)} without Spanish: {CATALOGUE.relative_to(CHECKOUT)}")
    for message in waiting:
        print(f"    {message.id if isinstance(message.id, str) else message.id[0]}")


def words_of(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A message's forms, or a translation's: one, or as many as the language counts."""
    return tuple(string) if isinstance(string, list | tuple) else (string or "",)


if __name__ == "__main__":
    main()
