from django.urls import path

from microcred.organizations import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
    path("organizations/<slug:slug>/invitations/", views.invitations, name="invitations"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("memberships/<uuid:membership_id>/end/", views.membership_end, name="membership_end"),
    path("language/", views.set_language, name="set_language"),
]
