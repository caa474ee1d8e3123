"""How forms look: every field by the house's own templates."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders fields with `forms/field.html`, from the templates of this app."""

    field_template_name = "forms/field.html"
