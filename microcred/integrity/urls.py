from django.urls import path

from microcred.integrity import views

urlpatterns = [
    path("integrity/", views.cases, name="cases"),
    path("integrity/<uuid:case_id>/", views.case, name="case"),
    path("integrity/<uuid:case_id>/steps/", views.case_step, name="case_step"),
    path("integrity/<uuid:case_id>/mine/", views.own_case, name="own_case"),
    path("organizations/<slug:slug>/matches/", views.openness, name="openness"),
]
