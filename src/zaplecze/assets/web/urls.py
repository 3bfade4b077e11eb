"""Pages of the register of assets."""

from django.urls import path

from zaplecze.assets.web import filing, views

urlpatterns = [
    path("", views.register, name="assets"),
    path("nowy/", views.new_asset, name="new_asset"),
    path("przyjmij/", views.take_into_use, name="register_asset"),
    path("plan/", views.plan, name="depreciation_plan"),
    path("uzgodnienie/", views.agreement, name="assets_agreement"),
    path("amortyzacja/", views.month, name="depreciation"),
    path("amortyzacja/zaksieguj/", views.post_month, name="post_depreciation"),
    path("jpk/", filing.preview, name="jpk_st_kr"),
    path("jpk/pobierz/", filing.file, name="jpk_st_kr_file"),
    path("<int:asset_id>/", views.card, name="asset"),
    path("<int:asset_id>/zmiana/", views.change, name="change_asset"),
    path("<int:asset_id>/wykreslenie/", views.strike_off, name="dispose_of_asset"),
    path("<int:asset_id>/grupa/", views.regroup, name="regroup_asset"),
    path("<int:asset_id>/cena/", views.correct_price, name="correct_proceeds"),
]
