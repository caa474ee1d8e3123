from django.urls import path

from microcred.integrations.vc_api import api

urlpatterns = [
    # as VC-API has them, without a slash at the end
    path("vc-api/credentials/verify", api.vc_api_verify_credential, name="vc_api_verify_credential"),
    path("vc-api/presentations/verify", api.vc_api_verify_presentation, name="vc_api_verify_presentation"),
]
