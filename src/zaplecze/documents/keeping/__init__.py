"""Keeping papers: tags, folders by subject, relations, versions, notes, access, retention and destruction."""
