from django.urls import path

from microcred.accounts import views

urlpatterns = [
    path("my-data/", views.my_data, name="my_data"),
    path("my-data/name/", views.my_name, name="my_name"),
    path("my-data/name/awards/", views.my_name_on_awards, name="my_name_on_awards"),
    path("my-data/joining/", views.joining, name="joining"),
    path("my-data/joining/<str:token>/", views.joining_offer, name="joining_offer"),
    path("my-data/exports/", views.exports, name="exports"),
    path("my-data/exports/<uuid:export_id>/", views.export, name="export"),
    path("my-data/erasure/", views.erasure, name="erasure"),
    path("my-data/erasure/cancellation/", views.erasure_cancellation, name="erasure_cancellation"),
]
