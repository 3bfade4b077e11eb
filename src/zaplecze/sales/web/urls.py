"""Pages of sales."""

from django.urls import path

from zaplecze.sales.web import unbilled

urlpatterns = [
    path("bez-faktury/", unbilled.unbilled, name="unbilled_sales"),
    path("bez-faktury/sprawdz/", unbilled.try_unbilled, name="try_unbilled"),
    path("bez-faktury/zaksieguj/", unbilled.post_unbilled, name="post_unbilled"),
]
