import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from zaplecze.platform.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = at_once(
        [
            migrations.CreateModel(
                name="SharedValue",
                fields=[
                    ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ("value", models.JSONField()),
                    ("expires_at", models.DateTimeField(db_index=True)),
                ],
            ),
            migrations.CreateModel(
                name="User",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    (
                        "last_login",
                        models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                    ),
                    (
                        "is_superuser",
                        models.BooleanField(
                            default=False,
                            help_text="Designates that this user has all permissions without explicitly assigning them.",
                            verbose_name="superuser status",
                        ),
                    ),
                    (
                        "is_staff",
                        models.BooleanField(
                            default=False,
                            help_text="Designates whether the user can log into this admin site.",
                            verbose_name="staff status",
                        ),
                    ),
                    (
                        "is_active",
                        models.BooleanField(
                            default=True,
                            help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                            verbose_name="active",
                        ),
                    ),
                    (
                        "date_joined",
                        models.DateTimeField(
                            default=django.utils.timezone.now, verbose_name="date joined"
                        ),
                    ),
                    (
                        "email",
                        models.EmailField(max_length=254, unique=True, verbose_name="adres e-mail"),
                    ),
                    ("full_name", models.CharField(max_length=150, verbose_name="imię i nazwisko")),
                    (
                        "groups",
                        models.ManyToManyField(
                            blank=True,
                            help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.group",
                            verbose_name="groups",
                        ),
                    ),
                    (
                        "user_permissions",
                        models.ManyToManyField(
                            blank=True,
                            help_text="Specific permissions for this user.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.permission",
                            verbose_name="user permissions",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "user",
                    "verbose_name_plural": "users",
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Company",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("nip", models.CharField(max_length=10, unique=True, verbose_name="NIP")),
                    ("name", models.CharField(max_length=240, verbose_name="nazwa")),
                    ("short_name", models.CharField(max_length=60, verbose_name="nazwa skrócona")),
                    ("hue", models.PositiveSmallIntegerField(default=165, verbose_name="barwa")),
                    (
                        "email",
                        models.EmailField(blank=True, max_length=254, verbose_name="e-mail do JPK"),
                    ),
                    (
                        "tax_office",
                        models.CharField(
                            blank=True, max_length=4, verbose_name="kod urzędu skarbowego"
                        ),
                    ),
                    (
                        "straight_through",
                        models.BooleanField(
                            default=False, verbose_name="księguj pewne bez udziału ludzi"
                        ),
                    ),
                    (
                        "second_approval_over",
                        models.DecimalField(
                            decimal_places=2,
                            default=10000,
                            max_digits=18,
                            verbose_name="druga akceptacja powyżej (PLN brutto)",
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                    (
                        "year_starts",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.DateField(), blank=True, default=list, size=None
                        ),
                    ),
                    (
                        "founded",
                        models.BooleanField(
                            default=False,
                            verbose_name="pierwszy z nich jest pierwszym rokiem firmy",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "firma",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("nip__regex", "^[0-9]{10}$")), name="nip"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Chain",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=20)),
                    ("seq", models.BigIntegerField(default=0)),
                    ("hash", models.BinaryField(max_length=32)),
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
                        models.UniqueConstraint(fields=("company", "name"), name="chain_name")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Event",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("seq", models.BigIntegerField()),
                    ("at", models.DateTimeField()),
                    ("code", models.CharField(max_length=60)),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("data", models.JSONField()),
                    ("hash", models.BinaryField(max_length=32)),
                    (
                        "by",
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
                    "indexes": [
                        models.Index(
                            fields=["company", "document_id", "seq"], name="event_document"
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("company", "seq"), name="event_seq")
                    ],
                },
            ),
            migrations.CreateModel(
                name="FilingReceipt",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("filed_sha256", models.CharField(max_length=64)),
                    ("file_sha256", models.CharField(max_length=64)),
                    ("media_type", models.CharField(max_length=100)),
                    (
                        "reference",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="numer referencyjny"
                        ),
                    ),
                    ("received_on", models.DateField(null=True, verbose_name="data wpłynięcia")),
                    ("kept_at", models.DateTimeField()),
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
                        "kept_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("company", "filed_sha256", "file_sha256"), name="receipt_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("owner", "właściciel"),
                                ("approver", "akceptujący"),
                                ("accountant", "księgowy"),
                                ("manager", "kierownik biura"),
                                ("auditor", "audytor"),
                            ],
                            max_length=12,
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
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("company", "user", "role"), name="membership_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "role__in",
                                    ["owner", "approver", "accountant", "manager", "auditor"],
                                )
                            ),
                            name="membership_role",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Printout",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("what", models.CharField(max_length=120)),
                    ("form", models.CharField(max_length=8)),
                    ("kind", models.CharField(blank=True, db_default="", max_length=40)),
                    ("period", models.CharField(blank=True, db_default="", max_length=60)),
                    ("document_id", models.BigIntegerField(null=True)),
                    (
                        "department",
                        models.CharField(blank=True, db_default="", default="", max_length=20),
                    ),
                    (
                        "by",
                        models.ForeignKey(
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
                    "indexes": [
                        models.Index(fields=["company", "at"], name="printout_at"),
                        models.Index(
                            condition=models.Q(("document_id__isnull", False)),
                            fields=["company", "document_id"],
                            name="printout_document",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Seat",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("voivodeship", models.CharField(max_length=36, verbose_name="województwo")),
                    ("county", models.CharField(max_length=36, verbose_name="powiat")),
                    ("commune", models.CharField(max_length=36, verbose_name="gmina")),
                    ("street", models.CharField(blank=True, max_length=65, verbose_name="ulica")),
                    ("house", models.CharField(max_length=9, verbose_name="numer domu")),
                    (
                        "flat",
                        models.CharField(blank=True, max_length=10, verbose_name="numer lokalu"),
                    ),
                    ("town", models.CharField(max_length=56, verbose_name="miejscowość")),
                    ("postal_code", models.CharField(max_length=6, verbose_name="kod pocztowy")),
                    ("krs", models.CharField(blank=True, max_length=10, verbose_name="numer KRS")),
                    ("pkd", models.CharField(blank=True, max_length=5, verbose_name="kod PKD")),
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
                        models.UniqueConstraint(fields=("company",), name="seat_once"),
                        models.CheckConstraint(
                            condition=models.Q(("postal_code__regex", "^[0-9]{2}-[0-9]{3}$")),
                            name="seat_postal_code",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("krs", ""), ("krs__regex", "^[0-9]{10}$"), _connector="OR"
                            ),
                            name="seat_krs",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Series",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=40)),
                    ("last", models.BigIntegerField(default=0)),
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
                        models.UniqueConstraint(fields=("company", "code"), name="series_code")
                    ],
                },
            ),
            migrations.CreateModel(
                name="StoredFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("sha256", models.CharField(max_length=64)),
                    ("size", models.BigIntegerField()),
                    ("media_type", models.CharField(max_length=100)),
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
                        models.UniqueConstraint(fields=("company", "sha256"), name="file_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Substitution",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="od")),
                    ("last_day", models.DateField(verbose_name="do")),
                    (
                        "absent",
                        models.ForeignKey(
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
                    (
                        "substitute",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("last_day__gte", models.F("first_day"))),
                            name="substitution_days",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("absent", models.F("substitute")), _negated=True),
                            name="substitution_other_person",
                        ),
                    ],
                },
            ),
        ]
    )
