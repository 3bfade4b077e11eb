"""The desk of assets: all that other departments may import."""

from zaplecze.assets.commands import (
    NewAsset,
    change_asset,
    next_month,
    post_depreciation,
    register_asset,
)
from zaplecze.assets.disposal import dispose_of_asset
from zaplecze.assets.filing import (
    BuiltRegister,
    RegisterStopped,
    build_register,
    preview_register,
    register_filings,
)
from zaplecze.assets.models import ChangeKind, Gone
from zaplecze.assets.plans import month_rows, planned_assets, posted_months
from zaplecze.assets.postings import CannotDepreciate
from zaplecze.assets.reports import agreement_report, month_report, plan_report, register_report
from zaplecze.assets.rules import Method, Plan, first_month

__all__ = [
    "BuiltRegister",
    "CannotDepreciate",
    "ChangeKind",
    "Gone",
    "Method",
    "NewAsset",
    "Plan",
    "RegisterStopped",
    "agreement_report",
    "build_register",
    "change_asset",
    "dispose_of_asset",
    "first_month",
    "month_report",
    "month_rows",
    "next_month",
    "plan_report",
    "planned_assets",
    "post_depreciation",
    "posted_months",
    "preview_register",
    "register_asset",
    "register_filings",
    "register_report",
]
