"""Cost splits: one line shared over cost centers, projects and accounts, to the grosz."""
