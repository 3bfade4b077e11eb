"""What files are and what is in them: ZIP, e-mail, Outlook messages, Office files; pure, nothing is trusted."""

from zaplecze.formats.containers.names import safe_name
from zaplecze.formats.containers.opening import Opened, mail_text, open_file
from zaplecze.formats.containers.sniff import file_type, looks_like_cms, looks_like_mail
from zaplecze.formats.containers.texts import text_of
from zaplecze.formats.containers.types import (
    CONTAINERS,
    IMAGES,
    FileType,
    Limits,
    MailFacts,
    Part,
    RefusedPart,
    UnreadableFileError,
)

__all__ = [
    "CONTAINERS",
    "IMAGES",
    "FileType",
    "Limits",
    "MailFacts",
    "Opened",
    "Part",
    "RefusedPart",
    "UnreadableFileError",
    "file_type",
    "looks_like_cms",
    "looks_like_mail",
    "mail_text",
    "open_file",
    "safe_name",
    "text_of",
]
