"""Doors that exist in a demonstration only."""

from django.urls import path

from microcred.site.demo import views

urlpatterns = [
    path("demo/", views.demo_cast, name="demo_cast"),
    path("demo/mails/", views.demo_mails, name="demo_mails"),
    path("demo/mails/<uuid:mail_id>/", views.demo_mail, name="demo_mail"),
    path("demo/<slug:key>/", views.demo_sign_in, name="demo_sign_in"),
]
