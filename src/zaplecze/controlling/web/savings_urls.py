"""Pages of savings, service agreements, minutes and the barometer."""

from django.urls import path

from zaplecze.controlling.web import barometer, baseline, effort, savings, service

urlpatterns = [
    path("oszczednosci/", savings.savings, name="savings"),
    path("oszczednosci/z-czego/", savings.papers, name="savings_papers"),
    path("oszczednosci/zestawienie/", savings.statement, name="savings_statement"),
    path("oszczednosci/przed/", baseline.baseline, name="baseline"),
    path("oszczednosci/przed/zapisz/", baseline.write_baseline, name="save_baseline"),
    path("oszczednosci/przed/arkusz/", baseline.import_baseline, name="import_baseline"),
    path("oszczednosci/przed/zmierz/", baseline.measure_baseline, name="measure_baseline"),
    path("oszczednosci/koszt/", baseline.write_cost, name="save_cost"),
    path("kalkulator/", savings.calculator, name="savings_calculator"),
    path("umowy/", service.agreements, name="agreements"),
    path("umowy/<int:agreement_id>/", service.agreement_papers, name="agreement_papers"),
    path("umowy/<int:agreement_id>/zakoncz/", service.finish_agreement, name="end_agreement"),
    path("umowy/karta/", service.agreement_card, name="agreement_card"),
    path("umowy/zapisz/", service.write_agreement, name="save_agreement"),
    path("barometr/", barometer.barometer, name="barometer"),
    path("barometr/odpowiedz/", barometer.answer, name="answer_barometer"),
    path("barometr/stan/", barometer.turn, name="turn_barometer"),
    path("moj-czas/", effort.own_time, name="own_time"),
    path("czas/<int:document_id>/", effort.report_effort, name="report_effort"),
    path("wydruk/", effort.report_print, name="report_print"),
]
