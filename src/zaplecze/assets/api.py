"""The desk of assets: all that other departments may import."""

from zaplecze.assets.commands import (
    NewAsset,
    change_asset,
    next_month,
    post_depreciation,
    register_asset,
)
from zaplecze.assets.disposal import dispose_of_asset
from zaplecze.assets.file_reports import bridge_report as register_bridge_report
from zaplecze.assets.file_reports import facts_report as register_facts_report
from zaplecze.assets.file_reports import file_report as register_file_report
from zaplecze.assets.filing import (
    BuiltRegister,
    RegisterStopped,
    build_register,
    preview_register,
    register_filings,
)
from zaplecze.assets.kst import Drive
from zaplecze.assets.models import ChangeKind, Depreciation, Gone
from zaplecze.assets.plans import (
    PlannedAsset,
    accounts_at,
    month_rows,
    planned_assets,
    posted_months,
    posted_of,
)
from zaplecze.assets.postings import CannotDepreciate
from zaplecze.assets.proceeds import correct_proceeds
from zaplecze.assets.regrouping import regroup_asset
from zaplecze.assets.reports import (
    PLANS,
    agreement_report,
    month_report,
    plan_report,
    register_report,
)
from zaplecze.assets.rules import Instalment, Method, Plan, first_month, schedule

__all__ = [
    "PLANS",
    "BuiltRegister",
    "CannotDepreciate",
    "ChangeKind",
    "Depreciation",
    "Drive",
    "Gone",
    "Instalment",
    "Method",
    "NewAsset",
    "Plan",
    "PlannedAsset",
    "RegisterStopped",
    "accounts_at",
    "agreement_report",
    "build_register",
    "change_asset",
    "correct_proceeds",
    "dispose_of_asset",
    "first_month",
    "month_report",
    "month_rows",
    "next_month",
    "plan_report",
    "planned_assets",
    "post_depreciation",
    "posted_months",
    "posted_of",
    "preview_register",
    "register_asset",
    "register_bridge_report",
    "register_facts_report",
    "register_file_report",
    "register_filings",
    "register_report",
    "regroup_asset",
    "schedule",
]
