from django.urls import path

from microcred.credentials import views

urlpatterns = [
    path("credentials/<uuid:award_id>/", views.credential, name="credential"),
    path("credentials/<uuid:award_id>/credential.json", views.credential_json, name="credential_json"),
    path("credentials/<uuid:award_id>/credential.png", views.credential_png, name="credential_png"),
    path("credentials/<uuid:award_id>/credential.svg", views.credential_svg, name="credential_svg"),
    path("credentials/<uuid:award_id>/certificate.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("credentials/<uuid:award_id>/qr.svg", views.credential_qr, name="credential_qr"),
    path("credentials/<uuid:award_id>/revocation/", views.revocation, name="revocation"),
    path("credentials/<uuid:award_id>/suspension/", views.suspension, name="suspension"),
    path("credentials/<uuid:award_id>/reinstatement/", views.reinstatement, name="reinstatement"),
    path("badges/<uuid:version_id>.<str:kind>", views.badge, name="badge"),
    path("status/<uuid:list_id>/", views.status_list, name="status_list"),
    path("issuers/<slug:slug>/", views.issuer, name="issuer"),
    path("issuers/<slug:slug>/did.json", views.issuer_did, name="issuer_did"),
    path("issuers/<slug:slug>/revocations.json", views.issuer_revocations, name="issuer_revocations"),
    path("issuers/<slug:slug>/management/", views.issuer_management, name="issuer_management"),
    path("issuers/<slug:slug>/management/key/", views.issuer_key, name="issuer_key"),
    path("issuers/<slug:slug>/management/stop/", views.issuer_stop, name="issuer_stop"),
    path("issuers/<slug:slug>/management/resumption/", views.issuer_resumption, name="issuer_resumption"),
    path("issuers/<slug:slug>/management/status/", views.issuer_status, name="issuer_status"),
    path("verify/", views.verify, name="verify"),
    path("awards/", views.awards, name="awards"),
]
