from django.urls import path

from microcred.billing import views

urlpatterns = [
    path("work-and-pay/", views.work_and_pay, name="work_and_pay"),
    path("work-and-pay/service-record/", views.service_record, name="service_record"),
    path("work-and-pay/service-record.csv", views.service_record_csv, name="service_record_csv"),
    path("organizations/<slug:slug>/pay/", views.pay, name="pay"),
    path("organizations/<slug:slug>/pay/rates/", views.pay_rates, name="pay_rates"),
    path("pay/periods/<uuid:period_id>/", views.pay_period, name="pay_period"),
    path("pay/periods/<uuid:period_id>/lock/", views.pay_period_lock, name="pay_period_lock"),
    path("pay/periods/<uuid:period_id>/people.csv", views.pay_people_csv, name="pay_people_csv"),
    path("pay/periods/<uuid:period_id>/readings.csv", views.pay_readings_csv, name="pay_readings_csv"),
    path("pay/periods/<uuid:period_id>/people/<uuid:person_id>/", views.pay_of_person, name="pay_of_person"),
    path("pay/lines/<uuid:line_id>/reversal/", views.pay_reversal, name="pay_reversal"),
]
