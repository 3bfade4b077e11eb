"""The PostgreSQL under the program: its data folder, its server, its roles and databases.

No Django in here: Django's settings are made of what this package answers.
"""
