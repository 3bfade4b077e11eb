"""What search reads: the text of each paper, and each term with the papers it stands in."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned

TERM_LENGTH = 48


class IndexedPaper(CompanyOwned):
    """A paper as search knows it: ``body`` for excerpts, ``terms`` (one a line) as they stand in the index.

    ``read`` tells that the whole text is in; until the job comes by only the facts are.
    """

    document_id = models.BigIntegerField()
    read = models.BooleanField(default=False)
    body = models.TextField(blank=True)
    terms = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "document_id"), name="indexed_paper"),
        )
        indexes = (
            models.Index(
                fields=("company", "document_id"),
                condition=models.Q(read=False),
                name="indexed_paper_unread",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id}"


class SearchTerm(CompanyOwned):
    """A term of a paper. Equality and order of text are leakproof, so the index serves under row-level security.

    ``weight``: 3 a number or an amount, 2 a word of the facts, 1 a word of the text.
    """

    pk = models.CompositePrimaryKey("company_id", "term", "document_id")
    term = models.CharField(max_length=TERM_LENGTH, db_collation="C")
    document_id = models.BigIntegerField()
    weight = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.term}: {self.document_id}"
