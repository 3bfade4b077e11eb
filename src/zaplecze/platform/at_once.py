"""Start migrations make all tables of a department in one step, from its models as they are at the end.

Django takes each operation alone and renders every model that is related to the one it changes; with one wall
around all companies' tables that is nearly every model, every time. A start migration has no rows to carry, so its
operations are only read for what they say together: the first start takes seconds less.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel


class AtOnce(Operation):
    """The operations of a start migration, applied as one; there is no way back but dropping the database."""

    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Let the state know all models, to be rendered once."""
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the tables with all their columns, constraints and indexes; keys between them come last."""
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                model = to_state.apps.get_model(app_label, operation.name)
                if self.allow_migrate_model(schema_editor.connection.alias, model):
                    schema_editor.create_model(model)

    def describe(self) -> str:
        """For the migration's log."""
        return "Create all tables of the department"


def at_once(operations: Sequence[Operation]) -> list[Operation]:
    """The operations of a start migration as one; refuses (ValueError) what says more than tables."""
    known = {"CreateModel", "AddField", "AddConstraint", "AddIndex"}
    for operation in operations:
        if type(operation).__name__ not in known:
            raise ValueError(f"a start migration only makes tables, not {operation}")
    return [AtOnce(operations)]
