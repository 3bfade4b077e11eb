"""Exchange rates of the office: from a file, from NBP, or entered by hand."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from zaplecze.formats import nbp
from zaplecze.ledger.models import ExchangeRate, RateSource
from zaplecze.platform.refusal import Refusal

LATEST = "/exchangerates/tables/A/last/10/?format=json"
WAIT = 20  # seconds


@dataclass(frozen=True, slots=True)
class NewRate:
    """A mid rate of NBP table A: PLN for one unit of the currency."""

    currency: str
    day: date
    mid: Decimal
    table: str


class RatesDiffer(Refusal):
    """A rate is known already with another value."""

    code = "ledger.rates-differ"


def save_rates(rates: Iterable[NewRate], *, source: RateSource = RateSource.FILE) -> int:
    """Keep the office's exchange rates, all or none; what is known does nothing. Returns how many are new.

    Raises `RatesDiffer` where the day's rate is known with another value.
    """
    asked: dict[tuple[str, date], NewRate] = {}
    for rate in rates:
        _agree(asked.setdefault((rate.currency, rate.day), rate).mid, rate)
    with transaction.atomic():
        known = {
            (row.currency, row.day): row.mid
            for row in ExchangeRate.objects.filter(
                currency__in={c for c, _ in asked}, day__in={d for _, d in asked}
            )
        }
        for key, rate in asked.items():
            if key in known:
                _agree(known[key], rate)
        fresh = [rate for key, rate in asked.items() if key not in known]
        ExchangeRate.objects.bulk_create(
            (
                ExchangeRate(
                    currency=r.currency, day=r.day, mid=r.mid, table=r.table, source=source
                )
                for r in fresh
            ),
            batch_size=2000,
        )
    return len(fresh)


def _agree(known: Decimal, rate: NewRate) -> None:
    if known != rate.mid:
        raise RatesDiffer(
            f"Tabela {rate.table or rate.day}: kurs {rate.currency} z {rate.day:%d.%m.%Y} to już {known}, "
            f"a teraz podano {rate.mid}. Sprawdź w NBP, który jest właściwy; nic nie zmieniono."
        )


def read_nbp_rates(data: bytes) -> list[NewRate]:
    """The rates of a file of NBP (JSON, XML, yearly CSV archive); raises `Refusal` with the place."""
    try:
        return [NewRate(r.currency, r.day, r.mid, r.table) for r in nbp.read(data)]
    except nbp.NbpError as error:
        raise Refusal(f"{error} Nic nie wczytano.", code=error.code) from error


def fetch_rates(*, download: Callable[[str], bytes] | None = None) -> int:
    """Take the ten newest tables from NBP; returns how many rates are new.

    Raises `Refusal` where that is turned off (``ZAPLECZE_NBP_API`` is empty) or NBP can't be reached.
    """
    if not settings.NBP_API:
        raise Refusal(
            "Pobieranie kursów z NBP jest wyłączone (ZAPLECZE_NBP_API): wczytaj je z pliku.",
            code="ledger.nbp-off",
        )
    address = settings.NBP_API.rstrip("/") + LATEST
    try:
        data = (download or _download)(address)
    except OSError as error:
        raise Refusal(
            f"NBP nie odpowiada ({error}). Spróbuj później albo wczytaj kursy z pliku.",
            code="ledger.nbp-unreachable",
        ) from error
    return save_rates(read_nbp_rates(data), source=RateSource.NBP)


def _download(address: str) -> bytes:
    if not address.startswith("https://"):
        raise OSError("adres NBP nie zaczyna się od https://")
    with urllib.request.urlopen(address, timeout=WAIT) as answer:  # noqa: S310 - https, from settings
        body: bytes = answer.read()
    return body
