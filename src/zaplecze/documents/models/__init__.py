"""Tables of the papers' department, by noun."""

from zaplecze.documents.models.channels import ApiCall, ApiKey, Mailbox, Security, TakenMessage
from zaplecze.documents.models.intake import Intake, Outcome
from zaplecze.documents.models.kinds import OwnKind
from zaplecze.documents.models.origins import Origin, OriginHow, PaperVersion
from zaplecze.documents.models.papers import INVOICES, Channel, Document, DocumentKind, Source

__all__ = [
    "INVOICES",
    "ApiCall",
    "ApiKey",
    "Channel",
    "Document",
    "DocumentKind",
    "Intake",
    "Mailbox",
    "Origin",
    "OriginHow",
    "Outcome",
    "OwnKind",
    "PaperVersion",
    "Security",
    "Source",
    "TakenMessage",
]

# The models of the sub-rooms belong to this department's one migration.
from zaplecze.documents.appearances import models as _appearances  # noqa: F401
from zaplecze.documents.correspondence import models as _correspondence  # noqa: F401
from zaplecze.documents.keeping import models as _keeping  # noqa: F401
from zaplecze.documents.readings import models as _readings  # noqa: F401
from zaplecze.documents.search import models as _search  # noqa: F401
