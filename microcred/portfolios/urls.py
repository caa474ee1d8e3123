from django.urls import path

from microcred.portfolios import views

urlpatterns = [
    path("pursuits/", views.pursuits, name="pursuits"),
    path("pursuits/<uuid:pursuit_id>/", views.pursuit, name="pursuit"),
    path("pursuits/<uuid:pursuit_id>/answers/<uuid:requirement_id>/", views.answer, name="answer"),
    path("pursuits/<uuid:pursuit_id>/items/<uuid:requirement_id>/", views.items, name="items"),
    path("pursuits/<uuid:pursuit_id>/move/", views.move, name="move"),
    path("pursuits/<uuid:pursuit_id>/submission/", views.submission_form, name="submission_form"),
    path("items/<uuid:item_id>/", views.item, name="item"),
    path("items/<uuid:item_id>/removal/", views.removal, name="removal"),
    path("submissions/<uuid:submission_id>/", views.submission, name="submission"),
    path("catalogue/<slug:slug>/", views.micro_credential, name="micro_credential"),
    path("crosswalks/<slug:slug>/", views.crosswalk, name="crosswalk"),
    path("programs/<slug:slug>/", views.program, name="program"),
    path("programs/<slug:slug>/board/", views.program_board, name="program_board"),
]
