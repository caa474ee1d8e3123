"""Every Django form in our field markup: label, hint, error and input tied together for assistive technology."""

from django.forms.renderers import TemplatesSetting


class FieldRenderer(TemplatesSetting):
    """Set as `FORM_RENDERER`; needs `django.forms` among the installed apps for the widgets' own templates.

    `{{ form }}` gives an error summary with links, then all fields; `{{ form.field.as_field_group }}` gives one field.
    """

    form_template_name = "foundation/forms/form.html"
    field_template_name = "foundation/forms/field.html"
