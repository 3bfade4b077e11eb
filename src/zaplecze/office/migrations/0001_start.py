import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zaplecze.platform.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("platform", "0001_start"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once(
        [
            migrations.CreateModel(
                name="BooksExport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "w kolejce"),
                                ("ready", "gotowe"),
                                ("failed", "nieudane"),
                                ("gone", "zastąpione nowszym"),
                            ],
                            default="waiting",
                            max_length=8,
                        ),
                    ),
                    ("asked_at", models.DateTimeField()),
                    ("made_at", models.DateTimeField(null=True)),
                    ("entries", models.BigIntegerField(default=0)),
                    ("events", models.BigIntegerField(default=0)),
                    ("documents", models.BigIntegerField(default=0)),
                    ("size", models.BigIntegerField(default=0)),
                    ("root", models.CharField(blank=True, max_length=64)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "company",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="platform.company",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "waiting")),
                            fields=("company",),
                            name="books_export_waiting_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ["waiting", "ready", "failed", "gone"])
                            ),
                            name="books_export_state",
                        ),
                    ],
                },
            ),
        ]
    )
