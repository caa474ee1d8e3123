from django.urls import path

from microcred.quality import views

urlpatterns = [
    path("quality/", views.quality_frameworks, name="quality_frameworks"),
    path("quality/import/", views.quality_import, name="quality_import"),
    path("quality/import/template.xlsx", views.quality_template, name="quality_template"),
    path("quality/adoptions/", views.quality_adoptions, name="quality_adoptions"),
    path("quality/frameworks/<slug:slug>/", views.quality_framework, name="quality_framework"),
    path("quality/frameworks/<slug:slug>/<int:number>/", views.quality_edition, name="quality_edition"),
    path("quality/frameworks/<slug:slug>/<int:number>/framework.json", views.quality_json, name="quality_json"),
    path(
        "quality/frameworks/<slug:slug>/<int:number>/framework.xlsx",
        views.quality_spreadsheet,
        name="quality_spreadsheet",
    ),
]
