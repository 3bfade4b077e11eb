"""The desk of partners: all that other departments may import."""

from zaplecze.partners.commands import SeenPartner, learn_partners
from zaplecze.partners.models import Partner, PartnerAccount
from zaplecze.partners.queries import (
    all_partners,
    find_partners,
    partner_ids_by_tax_id,
    partner_names,
    partners,
    partners_by_account,
    partners_by_tax_id,
)

__all__ = [
    "Partner",
    "PartnerAccount",
    "SeenPartner",
    "all_partners",
    "find_partners",
    "learn_partners",
    "partner_ids_by_tax_id",
    "partner_names",
    "partners",
    "partners_by_account",
    "partners_by_tax_id",
]
