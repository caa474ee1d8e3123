from django.urls import path

from microcred.catalog import views

urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/suggestions/", views.suggestions, name="suggestions"),
    path("catalogue/<slug:slug>/print/", views.micro_credential_print, name="micro_credential_print"),
    path("catalogue/<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("stacks/", views.stacks, name="stacks"),
    path("stacks/<slug:slug>/", views.stack, name="stack"),
    path("crosswalks/<slug:slug>/", views.crosswalk, name="crosswalk"),
]
