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
                name="ApiKey",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="nazwa")),
                    ("sha256", models.CharField(max_length=64)),
                    ("created_at", models.DateTimeField()),
                    ("revoked_at", models.DateTimeField(null=True)),
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
                        "created_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="ApiCall",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("idempotency_key", models.CharField(max_length=100)),
                    ("request_sha256", models.CharField(max_length=64)),
                    ("status", models.PositiveSmallIntegerField()),
                    ("answer", models.JSONField()),
                    ("at", models.DateTimeField()),
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
                        "key",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.apikey",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Confirmation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=30)),
                    ("source", models.CharField(max_length=7)),
                    ("untouched", models.BooleanField()),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
            ),
            migrations.CreateModel(
                name="ConfirmedField",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("field", models.CharField(max_length=30)),
                    ("read", models.CharField(blank=True, max_length=512)),
                    ("confirmed", models.CharField(blank=True, max_length=512)),
                    ("certain", models.BooleanField()),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("right", "zostawione"),
                                ("corrected", "poprawione"),
                                ("removed", "usunięte"),
                                ("typed", "dopisane"),
                            ],
                            max_length=9,
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
                        "confirmation",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.confirmation",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Destruction",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("year", models.PositiveSmallIntegerField()),
                    ("reason", models.CharField(max_length=300)),
                    ("list_hash", models.CharField(max_length=64)),
                    ("proposed_at", models.DateTimeField()),
                    ("confirmed_at", models.DateTimeField(null=True)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("erased_at", models.DateTimeField(null=True)),
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
                        "confirmed_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="DestructionItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("number", models.CharField(max_length=256)),
                    ("kind", models.CharField(max_length=30)),
                    ("file_sha256", models.CharField(max_length=64)),
                    ("kept_until", models.DateField()),
                    ("basis", models.CharField(max_length=300)),
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
                        "destruction",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="items",
                            to="documents.destruction",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Document",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=30)),
                    (
                        "kind_label",
                        models.CharField(blank=True, db_default="", default="", max_length=60),
                    ),
                    (
                        "source",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("read", "odczytane"),
                                ("typed", "wpisane"),
                                ("", "jeszcze nieopisane"),
                            ],
                            db_default="read",
                            default="read",
                            max_length=5,
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("upload", "wgrany"),
                                ("folder", "z folderu"),
                                ("demo", "pokazowy"),
                                ("camera", "aparat telefonu"),
                                ("mail", "z poczty"),
                                ("api", "przez API"),
                                ("ksef", "z KSeF"),
                                ("pages", "wydzielony ze skanu"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("file_sha256", models.CharField(max_length=64)),
                    ("file_name", models.CharField(max_length=255)),
                    ("business_key", models.CharField(max_length=64)),
                    ("received_at", models.DateTimeField()),
                    ("number", models.CharField(max_length=256, verbose_name="numer")),
                    ("issue_date", models.DateField(null=True, verbose_name="data wystawienia")),
                    ("sale_date", models.DateField(null=True, verbose_name="data sprzedaży")),
                    ("due_date", models.DateField(null=True, verbose_name="termin płatności")),
                    ("partner_id", models.BigIntegerField(null=True)),
                    (
                        "partner_name",
                        models.CharField(blank=True, max_length=512, verbose_name="kontrahent"),
                    ),
                    ("currency", models.CharField(default="PLN", max_length=3)),
                    (
                        "net",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="netto"
                        ),
                    ),
                    (
                        "vat",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="VAT"
                        ),
                    ),
                    (
                        "gross",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="brutto"
                        ),
                    ),
                    (
                        "ksef_number",
                        models.CharField(blank=True, max_length=36, verbose_name="numer KSeF"),
                    ),
                    ("findings", models.JSONField(default=list)),
                    ("fields", models.JSONField(db_default={}, default=dict)),
                    ("facts_from_id", models.BigIntegerField(null=True)),
                    ("erased", models.BooleanField(db_default=False, default=False)),
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
                        "lead",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.document",
                        ),
                    ),
                    (
                        "received_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.AddField(
                model_name="confirmation",
                name="document",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="documents.document",
                ),
            ),
            migrations.CreateModel(
                name="Folder",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("symbol", models.CharField(max_length=8, verbose_name="symbol")),
                    ("title", models.CharField(max_length=120, verbose_name="hasło")),
                    ("category", models.CharField(max_length=20, verbose_name="kategoria")),
                    ("personal", models.BooleanField(default=False, verbose_name="dane osobowe")),
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
                name="Filing",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("since", models.DateField(null=True)),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
                        "folder",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.folder",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Hold",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("reason", models.CharField(max_length=300)),
                    ("at", models.DateTimeField()),
                    ("lifted_at", models.DateTimeField(null=True)),
                    ("lifted_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
                        "lifted_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="IndexedPaper",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("read", models.BooleanField(default=False)),
                    ("body", models.TextField(blank=True)),
                    ("terms", models.TextField(blank=True)),
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
                name="Intake",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("upload", "wgrany"),
                                ("folder", "z folderu"),
                                ("demo", "pokazowy"),
                                ("camera", "aparat telefonu"),
                                ("mail", "z poczty"),
                                ("api", "przez API"),
                                ("ksef", "z KSeF"),
                                ("pages", "wydzielony ze skanu"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("file_name", models.CharField(max_length=255)),
                    ("file_sha256", models.CharField(max_length=64)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("accepted", "przyjęty"),
                                ("twin", "bliźniak"),
                                ("refused", "odrzucony"),
                                ("waiting", "czeka na człowieka"),
                                ("opened", "rozpakowany"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("parent_id", models.BigIntegerField(null=True)),
                    ("code", models.CharField(blank=True, max_length=60)),
                    ("message", models.TextField(blank=True)),
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
            ),
            migrations.CreateModel(
                name="KindPolicy",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=30)),
                    ("category", models.CharField(blank=True, max_length=20)),
                    ("personal", models.BooleanField()),
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
                name="Lesson",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("seller_nip", models.CharField(max_length=50)),
                    ("taught", models.TextField()),
                    ("at", models.DateTimeField()),
                    ("forgotten_at", models.DateTimeField(null=True)),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
                        "document",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.document",
                        ),
                    ),
                    (
                        "forgotten_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Letter",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "direction",
                        models.CharField(
                            choices=[("in", "przychodzące"), ("out", "wychodzące")], max_length=3
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    ("number", models.PositiveIntegerField()),
                    ("day", models.DateField(verbose_name="data wpływu albo wysłania")),
                    ("written_on", models.DateField(null=True, verbose_name="data pisma")),
                    (
                        "sign",
                        models.CharField(blank=True, max_length=100, verbose_name="znak pisma"),
                    ),
                    (
                        "party",
                        models.CharField(max_length=300, verbose_name="nadawca albo adresat"),
                    ),
                    ("address", models.CharField(blank=True, max_length=300, verbose_name="adres")),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("subject", models.CharField(max_length=300, verbose_name="czego dotyczy")),
                    (
                        "way",
                        models.CharField(
                            choices=[
                                ("post", "list zwykły"),
                                ("registered", "list polecony"),
                                ("receipt", "list polecony za potwierdzeniem odbioru"),
                                ("courier", "kurier"),
                                ("in_person", "osobiście"),
                                ("e_delivery", "e-Doręczenia"),
                                ("e_mail", "e-mail"),
                            ],
                            max_length=10,
                            verbose_name="sposób",
                        ),
                    ),
                    (
                        "tracking",
                        models.CharField(blank=True, max_length=60, verbose_name="numer nadania"),
                    ),
                    ("delivered_on", models.DateField(null=True, verbose_name="doręczono")),
                    ("at", models.DateTimeField()),
                    ("struck_at", models.DateTimeField(null=True)),
                    ("struck_reason", models.CharField(blank=True, max_length=300)),
                    (
                        "answers",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.letter",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
                        "struck_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="LetterFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("file_sha256", models.CharField(max_length=64)),
                    ("file_name", models.CharField(max_length=255)),
                    ("evidence", models.BooleanField()),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
                        "letter",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.letter",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="LetterPaper",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
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
                        "letter",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="documents.letter",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Mailbox",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("host", models.CharField(max_length=200, verbose_name="serwer")),
                    ("port", models.PositiveIntegerField(default=993, verbose_name="port")),
                    (
                        "security",
                        models.CharField(
                            choices=[
                                ("tls", "TLS (port 993)"),
                                ("starttls", "STARTTLS (port 143)"),
                            ],
                            default="tls",
                            max_length=8,
                        ),
                    ),
                    ("login", models.CharField(max_length=200, verbose_name="użytkownik")),
                    ("sealed_password", models.BinaryField()),
                    (
                        "folder",
                        models.CharField(default="INBOX", max_length=200, verbose_name="folder"),
                    ),
                    ("active", models.BooleanField(default=True, verbose_name="czynna")),
                    ("uid_validity", models.BigIntegerField(default=0)),
                    ("last_uid", models.BigIntegerField(default=0)),
                    ("checked_at", models.DateTimeField(null=True)),
                    ("fault", models.CharField(blank=True, max_length=500)),
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
                name="NearTwin",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("first_id", models.BigIntegerField()),
                    ("second_id", models.BigIntegerField()),
                    ("why", models.CharField(max_length=500)),
                    ("found_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "czeka na decyzję"),
                                ("joined", "jedna faktura"),
                                ("different", "różne faktury"),
                            ],
                            db_default="waiting",
                            default="waiting",
                            max_length=9,
                        ),
                    ),
                    ("reason", models.CharField(blank=True, db_default="", max_length=500)),
                    ("decided_at", models.DateTimeField(null=True)),
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
                        "decided_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Note",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("text", models.CharField(max_length=2000)),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
            ),
            migrations.CreateModel(
                name="Mention",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("seen_at", models.DateTimeField(null=True)),
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
                        "person",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "note",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.note",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Origin",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "how",
                        models.CharField(
                            choices=[
                                ("attached", "załącznik"),
                                ("split", "wydzielony"),
                                ("joined", "dołączony"),
                            ],
                            max_length=8,
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
                        "document",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.document",
                        ),
                    ),
                    (
                        "source",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.document",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="OwnKind",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("label", models.CharField(max_length=60, verbose_name="nazwa")),
                    ("fields", models.JSONField(default=list)),
                    (
                        "personal",
                        models.BooleanField(default=False, verbose_name="zawiera dane osobowe"),
                    ),
                    ("retired", models.BooleanField(default=False, verbose_name="wycofany")),
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
                name="PaperAppearance",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("paper_id", models.BigIntegerField()),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("upload", "wgrany"),
                                ("folder", "z folderu"),
                                ("demo", "pokazowy"),
                                ("camera", "aparat telefonu"),
                                ("mail", "z poczty"),
                                ("api", "przez API"),
                                ("ksef", "z KSeF"),
                                ("pages", "wydzielony ze skanu"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("day", models.DateField()),
                    (
                        "origin",
                        models.CharField(
                            choices=[
                                ("ksef", "XML z KSeF"),
                                ("xml", "XML bez numeru KSeF"),
                                ("facturx", "Factur-X w PDF"),
                                ("text", "tekst pliku (PDF, Office)"),
                                ("scan", "odczyt ze skanu"),
                                ("typed", "wpisane przez człowieka"),
                            ],
                            max_length=7,
                        ),
                    ),
                    ("seller_nip", models.CharField(blank=True, max_length=30)),
                    ("number", models.CharField(blank=True, max_length=256)),
                    ("gross", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                    ("currency", models.CharField(blank=True, max_length=3)),
                    ("issue_date", models.DateField(null=True)),
                    ("ksef_number", models.CharField(blank=True, max_length=36)),
                    ("confidences", models.JSONField(db_default={}, default=dict)),
                    ("ksef_key", models.BigIntegerField(null=True)),
                    ("number_key", models.BigIntegerField(null=True)),
                    ("bare_key", models.BigIntegerField(null=True)),
                    ("day_key", models.BigIntegerField(null=True)),
                    ("loose_key", models.BigIntegerField(null=True)),
                    ("own", models.JSONField(db_default={}, default=dict)),
                    ("joined_at", models.DateTimeField(null=True)),
                    ("joined_why", models.CharField(blank=True, db_default="", max_length=500)),
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
                        "joined_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="PaperVersion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("no", models.PositiveIntegerField()),
                    ("file_sha256", models.CharField(max_length=64)),
                    ("pages", models.PositiveIntegerField()),
                    ("plan", models.JSONField()),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
                        "document",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.document",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="PersonalMark",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("personal", models.BooleanField()),
                    ("reason", models.CharField(max_length=300)),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
            ),
            migrations.CreateModel(
                name="Reading",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("file_sha256", models.CharField(max_length=64)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "czeka na odczyt"),
                                ("read", "odczytany"),
                                ("failed", "nieodczytany"),
                            ],
                            default="waiting",
                            max_length=7,
                        ),
                    ),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("begun_at", models.DateTimeField(null=True)),
                    (
                        "kind",
                        models.CharField(
                            blank=True, max_length=30, verbose_name="odczytany rodzaj"
                        ),
                    ),
                    ("source", models.CharField(blank=True, max_length=7)),
                    ("pages", models.PositiveIntegerField(default=0)),
                    ("fields", models.JSONField(default=list)),
                    ("words", models.JSONField(default=list)),
                    ("text", models.TextField(blank=True)),
                    ("notes", models.JSONField(default=list)),
                    ("read_at", models.DateTimeField(null=True)),
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
                        "document",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.document",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Relation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("other_id", models.BigIntegerField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("annex", "załącznik do"),
                                ("corrects", "poprawia"),
                                ("answers", "odpowiedź na"),
                                ("concerns", "dotyczy"),
                                ("supersedes", "zastępuje"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
            ),
            migrations.CreateModel(
                name="SearchTerm",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "company_id",
                            "term",
                            "document_id",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("term", models.CharField(db_collation="C", max_length=48)),
                    ("document_id", models.BigIntegerField()),
                    ("weight", models.SmallIntegerField()),
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
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Tag",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=40, verbose_name="znacznik")),
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
                name="DocumentTag",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
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
                        "tag",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="documents.tag",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="TakenMessage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("uid_validity", models.BigIntegerField()),
                    ("uid", models.BigIntegerField()),
                    ("message_id", models.CharField(blank=True, max_length=500)),
                    ("sha256", models.CharField(max_length=64)),
                    ("outcome", models.CharField(max_length=10)),
                    ("at", models.DateTimeField()),
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
                        "mailbox",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.mailbox",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Version",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("number", models.PositiveIntegerField()),
                    ("file_sha256", models.CharField(max_length=64)),
                    ("file_name", models.CharField(max_length=255)),
                    ("note", models.CharField(max_length=300)),
                    ("at", models.DateTimeField()),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
            ),
            migrations.CreateModel(
                name="Access",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("at", models.DateTimeField()),
                    ("how", models.CharField(max_length=20)),
                    ("outsider", models.CharField(blank=True, max_length=420)),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
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
                        models.Index(fields=["company", "id"], name="access_newest"),
                        models.Index(
                            fields=["company", "document_id", "id"], name="access_document"
                        ),
                    ],
                },
            ),
            migrations.AddConstraint(
                model_name="apikey",
                constraint=models.UniqueConstraint(
                    fields=("company", "sha256"), name="api_key_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="apicall",
                constraint=models.UniqueConstraint(
                    fields=("company", "key", "idempotency_key"), name="api_call_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="confirmedfield",
                constraint=models.UniqueConstraint(
                    fields=("company", "confirmation", "field"), name="confirmed_field_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="destruction",
                constraint=models.UniqueConstraint(
                    fields=("company", "year", "number"), name="destruction_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="destruction",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("confirmed_by__isnull", True),
                        models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="destruction_two_people",
                ),
            ),
            migrations.AddConstraint(
                model_name="destruction",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                        models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="destruction_confirmed",
                ),
            ),
            migrations.AddConstraint(
                model_name="destruction",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("confirmed_at__isnull", True),
                        ("withdrawn_at__isnull", True),
                        _connector="OR",
                    ),
                    name="destruction_one_end",
                ),
            ),
            migrations.AddConstraint(
                model_name="destruction",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("erased_at__isnull", True),
                        ("confirmed_at__isnull", False),
                        _connector="OR",
                    ),
                    name="destruction_erased_after",
                ),
            ),
            migrations.AddIndex(
                model_name="destructionitem",
                index=models.Index(fields=["company", "document_id"], name="destruction_document"),
            ),
            migrations.AddIndex(
                model_name="destructionitem",
                index=models.Index(fields=["company", "file_sha256"], name="destruction_file"),
            ),
            migrations.AddConstraint(
                model_name="destructionitem",
                constraint=models.UniqueConstraint(
                    fields=("company", "destruction", "document_id"), name="destruction_item"
                ),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(fields=["company", "kind", "issue_date"], name="document_kind"),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(fields=["company", "id"], name="document_newest"),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(fields=["company", "kind", "id"], name="document_kind_newest"),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(
                    fields=["company", "partner_id", "id"], name="document_partner_newest"
                ),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(fields=["company", "issue_date"], name="document_issued"),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(fields=["company", "number"], name="document_number"),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(
                    condition=models.Q(("facts_from_id__isnull", False)),
                    fields=["company", "facts_from_id"],
                    name="document_facts_from",
                ),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(
                    condition=models.Q(("lead__isnull", False)),
                    fields=["company", "lead"],
                    name="document_lead",
                ),
            ),
            migrations.AddConstraint(
                model_name="document",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("erased", False)),
                    fields=("company", "file_sha256"),
                    name="document_file",
                ),
            ),
            migrations.AddConstraint(
                model_name="document",
                constraint=models.UniqueConstraint(
                    fields=("company", "business_key"), name="document_business_key"
                ),
            ),
            migrations.AddConstraint(
                model_name="document",
                constraint=models.CheckConstraint(
                    condition=models.Q(("lead", models.F("id")), _negated=True),
                    name="document_leads_another",
                ),
            ),
            migrations.AddIndex(
                model_name="confirmation",
                index=models.Index(fields=["company", "at"], name="confirmation_at"),
            ),
            migrations.AddIndex(
                model_name="confirmation",
                index=models.Index(fields=["company", "kind"], name="confirmation_kind"),
            ),
            migrations.AddConstraint(
                model_name="folder",
                constraint=models.UniqueConstraint(
                    fields=("company", "symbol"), name="folder_symbol"
                ),
            ),
            migrations.AddConstraint(
                model_name="folder",
                constraint=models.CheckConstraint(
                    condition=models.Q(("symbol__regex", "^[0-9]{1,8}$")), name="folder_digits"
                ),
            ),
            migrations.AddIndex(
                model_name="filing",
                index=models.Index(
                    fields=["company", "folder", "document_id"], name="filing_folder"
                ),
            ),
            migrations.AddConstraint(
                model_name="filing",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id"), name="filing"
                ),
            ),
            migrations.AddConstraint(
                model_name="hold",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("lifted_at__isnull", True)),
                    fields=("company", "document_id"),
                    name="hold_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="hold",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                        models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="hold_lifted_by",
                ),
            ),
            migrations.AddIndex(
                model_name="indexedpaper",
                index=models.Index(
                    condition=models.Q(("read", False)),
                    fields=["company", "document_id"],
                    name="indexed_paper_unread",
                ),
            ),
            migrations.AddConstraint(
                model_name="indexedpaper",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id"), name="indexed_paper"
                ),
            ),
            migrations.AddIndex(
                model_name="intake",
                index=models.Index(fields=["company", "at"], name="intake_at"),
            ),
            migrations.AddConstraint(
                model_name="kindpolicy",
                constraint=models.UniqueConstraint(
                    fields=("company", "kind"), name="kind_policy_once"
                ),
            ),
            migrations.AddIndex(
                model_name="lesson",
                index=models.Index(fields=["company", "seller_nip", "id"], name="lesson_seller"),
            ),
            migrations.AddIndex(
                model_name="letter",
                index=models.Index(fields=["company", "direction", "day"], name="letter_day"),
            ),
            migrations.AddConstraint(
                model_name="letter",
                constraint=models.UniqueConstraint(
                    fields=("company", "direction", "year", "number"), name="letter_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="letter",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("struck_at__isnull", True),
                        models.Q(("struck_reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="letter_struck_why",
                ),
            ),
            migrations.AddConstraint(
                model_name="letterfile",
                constraint=models.UniqueConstraint(
                    fields=("company", "letter", "file_sha256"), name="letter_file_once"
                ),
            ),
            migrations.AddIndex(
                model_name="letterpaper",
                index=models.Index(fields=["company", "document_id"], name="letter_of_paper"),
            ),
            migrations.AddConstraint(
                model_name="letterpaper",
                constraint=models.UniqueConstraint(
                    fields=("company", "letter", "document_id"), name="letter_paper"
                ),
            ),
            migrations.AddConstraint(
                model_name="mailbox",
                constraint=models.UniqueConstraint(
                    fields=("company", "host", "login", "folder"), name="mailbox_once"
                ),
            ),
            migrations.AddIndex(
                model_name="neartwin",
                index=models.Index(fields=["company", "second_id"], name="near_twin_second"),
            ),
            migrations.AddIndex(
                model_name="neartwin",
                index=models.Index(
                    condition=models.Q(("state", "waiting")),
                    fields=["company", "id"],
                    name="near_twin_waiting",
                ),
            ),
            migrations.AddConstraint(
                model_name="neartwin",
                constraint=models.UniqueConstraint(
                    fields=("company", "first_id", "second_id"), name="near_twin_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="neartwin",
                constraint=models.CheckConstraint(
                    condition=models.Q(("first_id__lt", models.F("second_id"))),
                    name="near_twin_order",
                ),
            ),
            migrations.AddIndex(
                model_name="note",
                index=models.Index(fields=["company", "document_id", "id"], name="note_document"),
            ),
            migrations.AddIndex(
                model_name="mention",
                index=models.Index(
                    condition=models.Q(("seen_at__isnull", True)),
                    fields=["company", "person"],
                    name="mention_unseen",
                ),
            ),
            migrations.AddConstraint(
                model_name="mention",
                constraint=models.UniqueConstraint(
                    fields=("company", "note", "person"), name="mention_once"
                ),
            ),
            migrations.AddIndex(
                model_name="origin",
                index=models.Index(fields=["company", "source"], name="origin_source"),
            ),
            migrations.AddConstraint(
                model_name="origin",
                constraint=models.UniqueConstraint(
                    fields=("company", "document", "source", "how"), name="origin_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="ownkind",
                constraint=models.UniqueConstraint(
                    fields=("company", "label"), name="own_kind_label"
                ),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(
                    condition=models.Q(("ksef_key__isnull", False)),
                    fields=["company", "ksef_key"],
                    name="appearance_ksef",
                ),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(fields=["company", "number_key"], name="appearance_number"),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(fields=["company", "bare_key"], name="appearance_bare"),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(fields=["company", "day_key"], name="appearance_day"),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(fields=["company", "loose_key"], name="appearance_loose"),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(
                    condition=models.Q(("origin__in", ("text", "scan", "typed"))),
                    fields=["company", "bare_key"],
                    name="appearance_bare_doubtful",
                ),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(
                    condition=models.Q(("origin__in", ("text", "scan", "typed"))),
                    fields=["company", "day_key"],
                    name="appearance_day_doubtful",
                ),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(
                    condition=models.Q(("origin__in", ("text", "scan", "typed"))),
                    fields=["company", "loose_key"],
                    name="appearance_loose_doubtful",
                ),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(
                    condition=models.Q(("joined_at__isnull", False)),
                    fields=["company", "paper_id"],
                    name="appearance_joins",
                ),
            ),
            migrations.AddIndex(
                model_name="paperappearance",
                index=models.Index(
                    condition=models.Q(("joined_at__isnull", False)),
                    fields=["company", "joined_at"],
                    name="appearance_joined_at",
                ),
            ),
            migrations.AddConstraint(
                model_name="paperappearance",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id"), name="appearance_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="paperappearance",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("joined_at__isnull", True), ("paper_id", models.F("document_id"))
                        ),
                        models.Q(
                            models.Q(("paper_id", models.F("document_id")), _negated=True),
                            ("joined_at__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="appearance_joined",
                ),
            ),
            migrations.AddConstraint(
                model_name="paperversion",
                constraint=models.UniqueConstraint(
                    fields=("company", "document", "no"), name="paper_version_no"
                ),
            ),
            migrations.AddIndex(
                model_name="personalmark",
                index=models.Index(fields=["company", "document_id", "id"], name="personal_mark"),
            ),
            migrations.AddIndex(
                model_name="reading",
                index=models.Index(
                    condition=models.Q(("state", "waiting")),
                    fields=["company", "id"],
                    name="reading_waiting",
                ),
            ),
            migrations.AddConstraint(
                model_name="reading",
                constraint=models.UniqueConstraint(
                    fields=("company", "document", "file_sha256"), name="reading_once"
                ),
            ),
            migrations.AddIndex(
                model_name="relation",
                index=models.Index(fields=["company", "other_id"], name="relation_back"),
            ),
            migrations.AddConstraint(
                model_name="relation",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id", "other_id", "kind"), name="relation_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="relation",
                constraint=models.CheckConstraint(
                    condition=models.Q(("document_id", models.F("other_id")), _negated=True),
                    name="relation_other",
                ),
            ),
            migrations.AddConstraint(
                model_name="tag",
                constraint=models.UniqueConstraint(fields=("company", "name"), name="tag_name"),
            ),
            migrations.AddIndex(
                model_name="documenttag",
                index=models.Index(fields=["company", "tag", "document_id"], name="tag_document"),
            ),
            migrations.AddConstraint(
                model_name="documenttag",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id", "tag"), name="document_tag"
                ),
            ),
            migrations.AddConstraint(
                model_name="takenmessage",
                constraint=models.UniqueConstraint(
                    fields=("company", "mailbox", "uid_validity", "uid"), name="message_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="version",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id", "number"), name="version_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="version",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id", "file_sha256"), name="version_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="version",
                constraint=models.CheckConstraint(
                    condition=models.Q(("number__gte", 2)), name="version_from_two"
                ),
            ),
        ]
    )
