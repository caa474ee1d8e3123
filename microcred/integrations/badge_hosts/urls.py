from django.urls import path

from microcred.integrations.badge_hosts import api, views

urlpatterns = [
    # as Open Badges 3.0 has them, without a slash at the end
    path("ims/ob/v3p0/discovery", api.ob_discovery, name="ob_discovery"),
    path("ims/ob/v3p0/credentials", api.ob_credentials, name="ob_credentials"),
    path("ims/ob/v3p0/profile", api.ob_profile, name="ob_profile"),
    path("ims/ob/v3p0/<path:rest>", api.ob_nothing_here, name="ob_nothing_here"),
    path("awards/<uuid:award_id>/sending/", views.sending, name="sending"),
    path("hosts/callback/", views.host_callback, name="host_callback"),
    path("backpack/", views.backpack, name="backpack"),
    path("backpack/adding/", views.backpack_addition, name="backpack_addition"),
    path("backpack/<uuid:credential_id>/looks/", views.external_credential_looks, name="external_credential_looks"),
    path("backpack/<uuid:credential_id>/", views.external_credential, name="external_credential"),
    path(
        "backpack/<uuid:credential_id>/transcript/",
        views.external_credential_transcript,
        name="external_credential_transcript",
    ),
    path("backpack/<uuid:credential_id>/removal/", views.external_credential_out, name="external_credential_out"),
]
