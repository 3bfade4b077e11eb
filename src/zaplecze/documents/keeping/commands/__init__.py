"""What people do to keep papers."""

from zaplecze.documents.keeping.commands.beside import (
    MAX_VERSION,
    add_version,
    file_paper,
    log_access,
    mark_personal,
    relate_papers,
    see_mention,
    set_tags,
    undo_relation,
    write_note,
)
from zaplecze.documents.keeping.commands.destroying import (
    confirm_destruction,
    erase_confirmed,
    hold_paper,
    lift_hold,
    propose_destruction,
    withdraw_destruction,
)
from zaplecze.documents.keeping.commands.subjects import add_folder, begin_subjects, set_kind_policy

__all__ = [
    "MAX_VERSION",
    "add_folder",
    "add_version",
    "begin_subjects",
    "confirm_destruction",
    "erase_confirmed",
    "file_paper",
    "hold_paper",
    "lift_hold",
    "log_access",
    "mark_personal",
    "propose_destruction",
    "relate_papers",
    "see_mention",
    "set_kind_policy",
    "set_tags",
    "undo_relation",
    "withdraw_destruction",
    "write_note",
]
