"""The doors of VC-API: verifying, open to all, and issuing, for programs that an issuer let in."""

from microcred.integrations.vc_api.api.issuing import vc_api_issue, vc_api_status
from microcred.integrations.vc_api.api.verifying import vc_api_verify_credential, vc_api_verify_presentation

__all__ = ["vc_api_issue", "vc_api_status", "vc_api_verify_credential", "vc_api_verify_presentation"]
