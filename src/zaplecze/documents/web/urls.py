"""Pages of the papers."""

from django.urls import path

from zaplecze.documents.web import (
    correspondence,
    finding,
    keeping,
    kinds,
    readings,
    retention,
    sheets,
    twins,
    views,
)

urlpatterns = [
    path("", finding.documents, name="documents"),
    path("zip/", finding.package, name="documents_zip"),
    path("historia/", views.intake, name="intake"),
    path("blizniaki/", twins.twins, name="twins"),
    path("<int:document_id>/blizniak/", twins.decide_twins, name="decide_twins"),
    path("<int:document_id>/rozdziel/", twins.part, name="part_twins"),
    path("rodzaje/", kinds.kinds, name="kinds"),
    path("rodzaje/zapisz/", kinds.save_kind, name="save_kind"),
    path("rozdzielacz/", sheets.separator, name="separator"),
    path("<int:document_id>/plik/", views.original, name="original"),
    path("<int:document_id>/teczka/", keeping.binder, name="binder"),
    path("<int:document_id>/teczka/zapisz/", keeping.keep, name="keep"),
    path("<int:document_id>/wersja/<int:version>/", keeping.paper_version, name="paper_version"),
    path("wzmianki/", keeping.mentions, name="mentions"),
    path("wzmianki/<int:mention_id>/", keeping.see_mention, name="see_mention"),
    path("przechowywanie/", retention.retention, name="retention"),
    path("przechowywanie/protokol/", retention.propose, name="propose_destruction"),
    path("przechowywanie/<int:destruction_id>/", retention.destruction, name="destruction"),
    path(
        "przechowywanie/<int:destruction_id>/koniec/",
        retention.end_destruction,
        name="end_destruction",
    ),
    path("teczki/", retention.subjects, name="subjects"),
    path("teczki/zapisz/", retention.save_subject, name="save_subject"),
    path("dostep/", retention.access_log, name="access_log"),
    path("dziennik/", correspondence.letters, name="letters"),
    path("dziennik/wpisz/", correspondence.register_letter, name="register_letter"),
    path("dziennik/<int:post_id>/", correspondence.letter, name="letter"),
    path("dziennik/<int:post_id>/zapisz/", correspondence.letter_step, name="letter_step"),
    path("dziennik/plik/<int:file_id>/", correspondence.letter_file, name="letter_file"),
    path("odczyt/", readings.quality, name="reading_quality"),
    path("odczyt/dokumenty/", readings.papers, name="reading_papers"),
    path("odczyt/zapomnij/", readings.forget, name="forget_lessons"),
    path("<int:document_id>/wznow/", twins.resume, name="resume_paper"),
    path("<int:document_id>/odczyt/", readings.reading_state, name="reading_state"),
    path("<int:document_id>/odczyt/ponow/", readings.read_once_more, name="read_again"),
    path("<int:document_id>/strony/obroc/", readings.turn_page, name="turn_page"),
    path("<int:document_id>/strony/", sheets.pages, name="pages"),
    path("<int:document_id>/strony/uloz/", sheets.arrange, name="arrange_pages"),
    path("<int:document_id>/strony/dolacz/", sheets.join, name="join_papers"),
    path(
        "<int:document_id>/strony/przywroc/<int:version>/", sheets.restore, name="restore_version"
    ),
    path("<int:paper_id>/strona/<int:page>/", sheets.page_picture, name="page_picture"),
]
