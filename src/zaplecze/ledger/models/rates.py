"""Exchange rates of the National Bank of Poland."""

from __future__ import annotations

from django.db import models


class RateSource(models.TextChoices):
    """Where a rate came from."""

    NBP = "nbp", "pobrany z NBP"
    FILE = "file", "z pliku"
    ENTERED = "entered", "wpisany"


class ExchangeRate(models.Model):
    """Mid rate of NBP table A: PLN for one unit of a currency, by day of publication; the whole office's data."""

    currency = models.CharField(max_length=3)
    day = models.DateField()
    mid = models.DecimalField(max_digits=14, decimal_places=6)
    table = models.CharField(max_length=20)
    source = models.CharField(
        max_length=8, choices=RateSource.choices, default=RateSource.FILE, db_default="file"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("currency", "day"), name="exchange_rate_day"),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.day}: {self.mid}"

    @property
    def told(self) -> str:
        """The rate with its table as vouchers name it: ``4,2550 z 30.09.2026, tabela 190/A/NBP/2026``."""
        table = f"tabela {self.table}" if self.table else "bez numeru tabeli"
        typed = ", kurs wpisany" if self.source == RateSource.ENTERED else ""
        return f"{self.mid:.4f}".replace(".", ",") + f" z {self.day:%d.%m.%Y}, {table}{typed}"
