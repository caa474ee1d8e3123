from django.urls import path

from microcred.notices import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<uuid:notice_id>/", views.notice, name="notice"),
]
