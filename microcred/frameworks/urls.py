from django.urls import path

from microcred.frameworks import views

urlpatterns = [
    path("frameworks/", views.frameworks, name="frameworks"),
    path("frameworks/<slug:slug>/editions/", views.framework_editions, name="framework_editions"),
    path("frameworks/<slug:slug>/table.csv", views.framework_table, name="framework_table"),
    path("framework-imports/", views.framework_imports, name="framework_imports"),
    path(
        "framework-imports/<uuid:dry_run_id>/discard/",
        views.framework_import_discard,
        name="framework_import_discard",
    ),
]
