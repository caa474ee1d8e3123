"""The documentation of the settings, made from the settings."""

from pathlib import Path

from pydantic_settings import BaseSettings


def table(settings: type[BaseSettings]) -> str:
    """Return a Markdown table of every setting: variable, type, default, meaning."""
    lines = ["| variable | type | default | meaning |", "| --- | --- | --- | --- |"]
    for name, field in settings.model_fields.items():
        alias = field.validation_alias
        choices = getattr(alias, "choices", None)
        variable = str(choices[0]) if choices else f"MICROCRED_{name.upper()}"
        kind = getattr(field.annotation, "__name__", str(field.annotation))
        default = "`.state` in the checkout" if isinstance(field.default, Path) else f"`{field.default!s}`"
        if field.default == "":
            default = "empty"
        lines.append(f"| `{variable}` | {kind} | {default} | {field.description} |")
    return "\n".join(lines)
