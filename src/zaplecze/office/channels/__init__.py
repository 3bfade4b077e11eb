"""Ways into the inbox that work by themselves: a watched folder, mailboxes, the API's door."""

from zaplecze.office.channels.folder import FolderVisit, take_folder
from zaplecze.office.channels.mailbox import MailVisit, take_mail

__all__ = ["FolderVisit", "MailVisit", "take_folder", "take_mail"]
