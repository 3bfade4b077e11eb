"""Statements as they were prepared: kept whole, so that a later version can be set beside them."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class Prepared(CompanyOwned):
    """A version of a year's statements; ``file_sha256`` names its figures, kept as JSON."""

    append_only = True

    year = models.SmallIntegerField()
    no = models.SmallIntegerField()
    annex = models.CharField(max_length=1)
    variant = models.CharField(max_length=12)
    file_sha256 = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "year", "no"), name="prepared_no"),
        )

    def __str__(self) -> str:
        return f"{self.year}/{self.no}"


class FigureSource(models.TextChoices):
    """Where a version of comparative figures comes from."""

    TYPED = "typed", "wpisane"
    PASTED = "pasted", "wklejone z arkusza"
    FILE = "file", "odczytane z e-Sprawozdania"


class Comparative(CompanyOwned):
    """A version of a year's figures from books that lie outside: the typed lines by sheet and code, PLN as text.

    ``file_sha256`` names the e-Sprawozdanie that they were read from, empty for typed ones.
    """

    append_only = True

    year = models.SmallIntegerField()
    no = models.SmallIntegerField()
    annex = models.CharField(max_length=1)
    variant = models.CharField(max_length=12)
    figures = models.JSONField()
    source = models.CharField(max_length=8, choices=FigureSource)
    file_sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "year", "no"), name="comparative_no"),
        )

    def __str__(self) -> str:
        return f"{self.year}/{self.no}"


class CashAdjustment(CompanyOwned):
    """An amount that the change of balances alone can't tell: it moves from one line of the cash flow to another."""

    year = models.SmallIntegerField()
    from_line = models.CharField("z wiersza", max_length=12)
    to_line = models.CharField("do wiersza", max_length=12)
    amount = models.DecimalField("kwota", max_digits=18, decimal_places=2)
    reason = models.CharField("powód", max_length=300)

    def __str__(self) -> str:
        return f"{self.year}: {self.from_line} -> {self.to_line} {self.amount}"


class EquityNotes(CompanyOwned):
    """What the books don't tell of changes in equity: corrections of years before, the proposed payout (PLN).

    Corrections (art. 54 ust. 3) were posted on the result of years before; a loss is below zero.
    """

    year = models.SmallIntegerField()
    policy = models.DecimalField(
        "zmiany zasad rachunkowości (strata z minusem)", max_digits=18, decimal_places=2, default=0
    )
    errors = models.DecimalField(
        "korekty błędów (strata z minusem)", max_digits=18, decimal_places=2, default=0
    )
    payout = models.DecimalField(
        "proponowane wypłaty z zysku", max_digits=18, decimal_places=2, default=0
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "year"), name="equity_notes"),)

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def corrections(self) -> tuple[Decimal, Decimal]:
        """Both kinds of them."""
        return self.policy, self.errors


class StatementTexts(CompanyOwned):
    """What the books don't tell of a year's e-Sprawozdanie: the introduction and the notes."""

    year = models.SmallIntegerField()
    valuation = models.TextField("zasady wyceny aktywów i pasywów", max_length=3500, blank=True)
    result = models.TextField("ustalenie wyniku finansowego", max_length=3500, blank=True)
    presentation = models.TextField("sposób sporządzenia sprawozdania", max_length=3500, blank=True)
    remaining = models.TextField("pozostałe zasady", max_length=3500, blank=True)
    simplified = models.TextField(
        "zastosowane uproszczenia (mikro, mała)", max_length=3500, blank=True
    )
    going_concern = models.BooleanField("kontynuacja działalności", default=True)
    threats = models.TextField("okoliczności zagrażające kontynuacji", max_length=3500, blank=True)
    notes = models.TextField("dodatkowe informacje i objaśnienia", max_length=20000, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "year"), name="statement_texts"),)

    def __str__(self) -> str:
        return f"{self.year}"


class StatementFiling(CompanyOwned):
    """An e-Sprawozdanie that was built for filing: its bytes are kept, later ones are compared with it."""

    append_only = True

    year = models.SmallIntegerField()
    annex = models.CharField(max_length=1)
    variant = models.CharField(max_length=12)
    file_sha256 = models.CharField(max_length=64)
    built_at = models.DateTimeField()
    built_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"e-Sprawozdanie {self.year}"
