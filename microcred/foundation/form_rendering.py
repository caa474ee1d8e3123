"""Every Django form in our field markup: label, hint, error and input tied together for assistive technology."""

from typing import Any

from django.forms.renderers import TemplatesSetting

OWN_WIDGETS = {"django/forms/widgets/select.html": "foundation/forms/select.html"}
"""Django includes two templates for each option of a select: the 400 time zones took half of the profile's time."""


class FieldRenderer(TemplatesSetting):
    """Set as `FORM_RENDERER`; needs `django.forms` among the installed apps for the widgets' own templates.

    `{{ form }}` gives an error summary with links, then all fields; `{{ form.field.as_field_group }}` gives one field.
    """

    form_template_name = "foundation/forms/form.html"
    field_template_name = "foundation/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Return a template by name: our own of a widget that has one."""
        return super().get_template(OWN_WIDGETS.get(template_name, template_name))
