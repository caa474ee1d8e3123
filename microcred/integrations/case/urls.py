from django.urls import path

from microcred.frameworks.addresses import BASE
from microcred.integrations.case import api

HERE = BASE.removeprefix("/")

urlpatterns = [
    path(f"{HERE}/discovery/imscasev1p1_openapi3_v1p0.json", api.case_discovery, name="case_discovery"),
    path(f"{HERE}/CFDocuments", api.case_documents, name="case_documents"),
    path(f"{HERE}/CFDocuments/<str:identifier>", api.case_document, name="case_document"),
    path(f"{HERE}/CFPackages/<str:identifier>", api.case_package, name="case_package"),
    path(f"{HERE}/CFItems/<str:identifier>", api.case_item, name="case_item"),
    path(f"{HERE}/CFAssociations/<str:identifier>", api.case_association, name="case_association"),
    path(f"{HERE}/CFItemAssociations/<str:identifier>", api.case_item_associations, name="case_item_associations"),
    path(
        f"{HERE}/CFAssociationGroupings/<str:identifier>",
        api.case_association_grouping,
        name="case_association_grouping",
    ),
    path(f"{HERE}/CFConcepts/<str:identifier>", api.case_concept, name="case_concept"),
    path(f"{HERE}/CFItemTypes/<str:identifier>", api.case_item_type, name="case_item_type"),
    path(f"{HERE}/CFLicenses/<str:identifier>", api.case_license, name="case_license"),
    path(f"{HERE}/CFSubjects/<str:identifier>", api.case_subject, name="case_subject"),
]
