"""Names of the synthetic accounts (three digits) that head analytic ones."""

from collections.abc import Mapping

SYNTHETIC: Mapping[str, str] = {
    "010": "Środki trwałe",
    "020": "Wartości niematerialne i prawne",
    "070": "Umorzenie środków trwałych",
    "221": "VAT naliczony",
    "222": "VAT należny",
    "401": "Zużycie materiałów i energii",
    "402": "Usługi obce",
    "403": "Podatki i opłaty",
    "409": "Pozostałe koszty rodzajowe",
    "700": "Sprzedaż usług i wyrobów",
    "730": "Sprzedaż towarów",
    "750": "Przychody finansowe",
    "751": "Koszty finansowe",
}
