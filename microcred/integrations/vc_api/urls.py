from django.urls import path

from microcred.integrations.vc_api import api, views

urlpatterns = [
    # as VC-API has them, without a slash at the end
    path("vc-api/credentials/issue", api.vc_api_issue, name="vc_api_issue"),
    path("vc-api/credentials/status", api.vc_api_status, name="vc_api_status"),
    path("vc-api/credentials/verify", api.vc_api_verify_credential, name="vc_api_verify_credential"),
    path("vc-api/presentations/verify", api.vc_api_verify_presentation, name="vc_api_verify_presentation"),
    path("issuers/<slug:slug>/clients/", views.issuing_clients, name="issuing_clients"),
    path(
        "issuers/<slug:slug>/clients/<uuid:client_id>/secret/",
        views.issuing_client_secret,
        name="issuing_client_secret",
    ),
    path("issuers/<slug:slug>/clients/<uuid:client_id>/end/", views.issuing_client_end, name="issuing_client_end"),
]
