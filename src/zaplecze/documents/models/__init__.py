"""Tables of the papers' department, by noun."""

from zaplecze.documents.models.intake import Intake, Outcome
from zaplecze.documents.models.papers import Channel, Document, DocumentKind

__all__ = ["Channel", "Document", "DocumentKind", "Intake", "Outcome"]
