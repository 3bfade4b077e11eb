"""What services, trade and production add to the common accounts."""

from zaplecze.ledger.charts.row import ChartRow

SERVICES: tuple[ChartRow, ...] = (
    ChartRow("402-09", "Podwykonawcy", "RPBIII"),
    ChartRow("402-10", "Szkolenia i konferencje", "RPBIII"),
    ChartRow("602", "Usługi w toku", "BABI2"),
    ChartRow("700-03", "Sprzedaż abonamentów", "RPAI_RKAI_POZ"),
    ChartRow("790", "Zmiana stanu usług w toku", "RPAII"),
    ChartRow("845", "Przychody przyszłych okresów: abonamenty", "BPBIV2_K"),
)

TRADE: tuple[ChartRow, ...] = (
    ChartRow("301", "Towary w drodze", "BABI4"),
    ChartRow("331", "Towary w sklepach", "BABI4"),
    ChartRow("332", "Towary u obcych i w komisie", "BABI4"),
    ChartRow("335", "Odpisy aktualizujące wartość towarów", "BABI4_A"),
    ChartRow("341", "Odchylenia od cen ewidencyjnych towarów", "BABI4_O"),
    ChartRow("402-11", "Prowizje platform sprzedaży", "RPBIII"),
    ChartRow("402-12", "Obsługa płatności kartą", "RPBIII"),
    ChartRow("730-03", "Sprzedaż towarów przez internet", "RPAIV_RKAII_POZ"),
    ChartRow("730-04", "Sprzedaż detaliczna z kas", "RPAIV_RKAII_POZ"),
)

PRODUCTION: tuple[ChartRow, ...] = (
    ChartRow("311", "Opakowania", "BABI1"),
    ChartRow("315", "Odpisy aktualizujące wartość materiałów", "BABI1_A"),
    ChartRow("342", "Odchylenia od cen ewidencyjnych materiałów", "BABI1_O"),
    ChartRow("401-04", "Zużycie surowców do produkcji", "RPBII"),
    ChartRow("402-13", "Obróbka obca", "RPBIII"),
    ChartRow("501", "Koszty produkcji podstawowej", "RKBI_POZ"),
    ChartRow("521", "Koszty wydziałowe", "RKBI_POZ"),
    ChartRow("530", "Koszty produkcji pomocniczej", "RKBI_POZ"),
    ChartRow("580", "Rozliczenie kosztów działalności", "RKBI_POZ"),
    ChartRow("600", "Wyroby gotowe", "BABI3"),
    ChartRow("601", "Półprodukty i produkcja w toku", "BABI2"),
    ChartRow("605", "Odpisy aktualizujące wartość wyrobów", "BABI3_A"),
    ChartRow("620", "Odchylenia od cen ewidencyjnych wyrobów", "BABI3_O"),
    ChartRow("700-04", "Sprzedaż wyrobów gotowych", "RPAI_RKAI_POZ"),
    ChartRow("711", "Koszt wytworzenia sprzedanych wyrobów", "RKBI_POZ"),
    ChartRow("790", "Zmiana stanu produktów", "RPAII"),
    ChartRow("791", "Wytworzenie na własne potrzeby", "RPAIII"),
)
