from typing import Any

from django.urls import path, register_converter

from microcred.catalog import views


class LabelConverter:
    """The label of a version: `2`, and `2.1` for its first revision. `2.0` and `02` are no other names for the same."""

    regex = r"[1-9][0-9]{0,6}(?:\.[1-9][0-9]{0,6})?"

    def to_python(self, value: str) -> str:
        """A label is kept as it is."""
        return value

    def to_url(self, value: Any) -> str:
        """A label, or the number of a version that is no revision."""
        return str(value)


register_converter(LabelConverter, "label")

urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/suggestions/", views.suggestions, name="suggestions"),
    path("catalogue/<slug:slug>/ctdl.json", views.micro_credential_ctdl, name="micro_credential_ctdl"),
    path("catalogue/<slug:slug>/print/", views.micro_credential_print, name="micro_credential_print"),
    path("catalogue/<slug:slug>/versions/", views.versions, name="versions"),
    path("catalogue/<slug:slug>/versions/<label:label>/", views.version, name="version"),
    path("organizations/<slug:slug>/catalogue/", views.own_catalogue, name="own_catalogue"),
    path("organizations/<slug:slug>/catalogue/archive.zip", views.catalogue_archive, name="catalogue_archive"),
    path("organizations/<slug:slug>/catalogue/uploads/", views.catalogue_uploads, name="catalogue_uploads"),
    path(
        "organizations/<slug:slug>/catalogue/uploads/<uuid:upload_id>/", views.catalogue_upload, name="catalogue_upload"
    ),
    path(
        "organizations/<slug:slug>/catalogue/uploads/<uuid:upload_id>/import/",
        views.catalogue_import,
        name="catalogue_import",
    ),
    path("organizations/<slug:slug>/licenses/", views.licenses, name="licenses"),
    path("organizations/<slug:slug>/licenses/<uuid:license_id>/ending/", views.license_ending, name="license_ending"),
    path("organizations/<slug:slug>/grace/", views.grace, name="grace"),
    path("catalogue/<slug:slug>/versions/<label:label>/grace/", views.version_grace, name="version_grace"),
    path("catalogue/<slug:slug>/retirement/grace/", views.retirement_grace, name="retirement_grace"),
    path("catalogue/<slug:slug>/versions/<label:label>/since/<label:before>/", views.changes, name="changes"),
    path("catalogue/<slug:slug>/versions/<label:label>/in/<slug:language>/", views.version_in, name="version_in"),
    path("catalogue/<slug:slug>/translations/<slug:language>/", views.translation, name="translation"),
    path("catalogue/<slug:slug>/retirement/", views.retirement, name="retirement"),
    path("catalogue/images/<uuid:file_id>/", views.image, name="image"),
    path("catalogue/templates/<uuid:file_id>/", views.template_file, name="template_file"),
    path("elsewhere/", views.elsewhere, name="elsewhere"),
    path("elsewhere/<uuid:external_id>/", views.external, name="external"),
    path("elsewhere/<uuid:external_id>/decision/", views.external_decision, name="external_decision"),
    path("stacks/", views.stacks, name="stacks"),
    path("stacks/<slug:slug>/", views.stack, name="stack"),
    path("frameworks/<slug:slug>/", views.framework, name="framework"),
    path("framework-imports/<uuid:dry_run_id>/", views.framework_import, name="framework_import"),
    path("crosswalk-drawings/", views.crosswalk_drawings, name="crosswalk_drawings"),
    path("crosswalk-drawings/<slug:slug>/", views.crosswalk_drawing, name="crosswalk_drawing"),
]
