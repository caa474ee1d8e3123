"""Which app answers where, one line each."""

from django.conf import settings
from django.urls import include, path

from microcred.foundation import errors
from microcred.foundation.views import alive

urlpatterns = [
    path("alive/", alive, name="alive"),
    path("account/", include("allauth.urls")),
    path("", include("microcred.accounts.urls")),
    path("", include("microcred.analytics.urls")),
    path("", include("microcred.authoring.urls")),
    path("", include("microcred.billing.urls")),
    path("", include("microcred.calendars.urls")),
    path("", include("microcred.calibration.urls")),
    path("", include("microcred.catalog.urls")),
    path("", include("microcred.credentials.urls")),
    path("", include("microcred.frameworks.urls")),
    path("", include("microcred.notices.urls")),
    path("", include("microcred.organizations.urls")),
    path("", include("microcred.portfolios.urls")),
    path("", include("microcred.programs.urls")),
    path("", include("microcred.quality.urls")),
    path("", include("microcred.recognition.urls")),
    path("", include("microcred.rewards.urls")),
    path("", include("microcred.integrity.urls")),
    path("", include("microcred.pathways.urls")),
    path("", include("microcred.scoring.urls")),
    path("", include("microcred.integrations.badge_hosts.urls")),
    path("", include("microcred.integrations.case.urls")),
    path("", include("microcred.integrations.oauth.urls")),
    path("", include("microcred.integrations.vc_api.urls")),
    path("", include("microcred.integrations.wallets.urls")),
    path("", include("microcred.site.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("microcred.site.demo.urls")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
