"""Kinds of papers that companies define."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned


class OwnKind(CompanyOwned):
    """A kind of paper that the company defined; ``fields`` as in ``kinds.rules.fields_to``.

    Its code is ``own-ID``. One that is retired stays with the papers that it describes.
    """

    label = models.CharField("nazwa", max_length=60)
    fields = models.JSONField(default=list)
    personal = models.BooleanField("zawiera dane osobowe", default=False)
    retired = models.BooleanField("wycofany", default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "label"), name="own_kind_label"),)

    def __str__(self) -> str:
        return self.label
