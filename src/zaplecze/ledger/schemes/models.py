"""Schemes, their versions, and the rules that pick one for a document."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class PostingScheme(CompanyOwned):
    """A named pattern of entries; what it says stands in its newest version."""

    code = models.CharField("symbol", max_length=20)
    name = models.CharField("nazwa", max_length=120)
    closed = models.BooleanField("nieużywany", default=False, db_default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "code"), name="scheme_code"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SchemeVersion(CompanyOwned):
    """What a scheme said from ``at`` on; ``lines`` as `rules.SchemeLine` has them, ``parameters`` name and label."""

    append_only = True

    scheme = models.ForeignKey(
        PostingScheme, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    no = models.IntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    lines = models.JSONField()
    parameters = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "scheme", "no"), name="scheme_version_no"),
        )

    def __str__(self) -> str:
        return f"{self.scheme_id}/{self.no}"


class SchemeRule(CompanyOwned):
    """Documents of this kind, or of this partner, are proposed by this scheme; the lowest ``no`` that fits wins."""

    no = models.IntegerField()
    kind = models.CharField("rodzaj dowodu", max_length=20, blank=True)
    partner_tax_id = models.CharField("NIP kontrahenta", max_length=50, blank=True)
    purchase = models.BooleanField("zakup", default=True, db_default=True)
    scheme = models.ForeignKey(
        PostingScheme, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "no"), name="scheme_rule_no"),
            models.CheckConstraint(
                condition=~models.Q(kind="", partner_tax_id=""), name="scheme_rule_condition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.no}: {self.scheme_id}"
