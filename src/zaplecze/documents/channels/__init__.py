"""Ways into the inbox that have settings: mailboxes, keys of the API."""
