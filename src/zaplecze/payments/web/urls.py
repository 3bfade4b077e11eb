"""Pages of bank statements."""

from django.urls import path

from zaplecze.payments.web import views

urlpatterns = [
    path("", views.statements, name="statements"),
    path("wyciag/<int:statement_id>/", views.statement, name="statement"),
    path("wyciag/<int:statement_id>/potwierdz/", views.confirm, name="confirm_lines"),
    path("wyciag/<int:statement_id>/<int:line_id>/pozycja/", views.choose, name="choose_item"),
    path("wyciag/<int:statement_id>/<int:line_id>/konto/", views.book, name="book_line"),
]
