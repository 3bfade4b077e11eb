import django.db.models.deletion
from django.db import migrations, models

from zaplecze.platform.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("platform", "0001_start"),
    ]

    operations = at_once(
        [
            migrations.CreateModel(
                name="Partner",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("country", models.CharField(default="PL", max_length=2, verbose_name="kraj")),
                    (
                        "tax_id",
                        models.CharField(max_length=50, verbose_name="NIP lub numer zagraniczny"),
                    ),
                    ("name", models.CharField(max_length=512, verbose_name="nazwa")),
                    ("address", models.CharField(blank=True, max_length=512, verbose_name="adres")),
                    ("email", models.CharField(blank=True, max_length=255, verbose_name="e-mail")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("trade", "odbiorca lub dostawca"),
                                ("employee", "pracownik"),
                                ("office", "urząd"),
                                ("owner", "właściciel lub wspólnik"),
                                ("other", "inny"),
                            ],
                            db_default="trade",
                            default="trade",
                            max_length=8,
                            verbose_name="rodzaj",
                        ),
                    ),
                    ("first_seen", models.DateTimeField()),
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
            ),
            migrations.CreateModel(
                name="PartnerAccount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=34, verbose_name="rachunek")),
                    ("first_seen", models.DateTimeField()),
                    ("document_id", models.BigIntegerField(null=True)),
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
                    (
                        "partner",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="partners.partner",
                        ),
                    ),
                ],
            ),
            migrations.AddConstraint(
                model_name="partner",
                constraint=models.UniqueConstraint(
                    fields=("company", "country", "tax_id"), name="partner_tax_id"
                ),
            ),
            migrations.AddConstraint(
                model_name="partneraccount",
                constraint=models.UniqueConstraint(
                    fields=("company", "number", "partner"), name="partner_account"
                ),
            ),
        ]
    )
