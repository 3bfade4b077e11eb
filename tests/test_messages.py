"""The English catalogue says all that the Polish screens say."""

from __future__ import annotations

import polib
import pytest
from django.template import Context, Engine
from django.utils.translation import gettext, ngettext, override

from tests import messages
from tests.messages import CATALOGUE, Message, UnreadableMessageError


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def _of(msgid: str, msgstr: str, plural: tuple[str, str, str] | None = None) -> polib.POFile:
    made = polib.POFile()
    entry = polib.POEntry(msgid=msgid, msgstr=msgstr)
    if plural:
        entry.msgid_plural, one, many = plural
        entry.msgstr_plural = {0: one, 1: many}
    made.append(entry)
    return made


def test_the_catalogue_holds_exactly_the_texts_of_the_program(catalogue: polib.POFile) -> None:
    found, held = set(messages.extract()), {messages.message_of(e) for e in catalogue}
    assert found - held == set(), "run `make messages` and translate"
    assert held - found == set(), "run `make messages`"


def test_every_text_is_translated(catalogue: polib.POFile) -> None:
    assert messages.lacking(catalogue) == []
    assert [e.msgid for e in catalogue if e.fuzzy] == []


def test_translations_keep_the_placeholders(catalogue: polib.POFile) -> None:
    assert messages.strays(catalogue) == []


def test_the_compiled_catalogue_is_up_to_date(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    def contents(file: polib.POFile | polib.MOFile) -> dict[Message, tuple[str, dict[int, str]]]:
        return {messages.message_of(e): (e.msgstr, dict(e.msgstr_plural)) for e in file}

    assert contents(compiled) == contents(catalogue), "run `make messages`"
    assert compiled.metadata == catalogue.metadata


def test_no_polish_letters_are_left(catalogue: polib.POFile) -> None:
    polish = set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
    texts = [t for e in catalogue for t in (e.msgstr, *e.msgstr_plural.values())]
    assert [t for t in texts if polish & set(t)] == []


def test_the_screens_speak_english_and_polish() -> None:
    counted = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(
        "{% load i18n %}{% blocktranslate count n=n %}{{ n }} firma{% plural %}{{ n }} firm"
        "{% endblocktranslate %}, {% translate 'Zaksięguj' %}"
    )
    with override("en"):
        assert gettext("Zapisano w buforze.") == "Saved as a draft (bufor)."
        assert [ngettext("dzień", "dni", n) for n in (0, 1, 2)] == ["days", "day", "days"]
        assert counted.render(Context({"n": 1})) == "1 company, Post"
        assert counted.render(Context({"n": 5})) == "5 companies, Post"
    with override("pl"):
        assert gettext("Zapisano w buforze.") == "Zapisano w buforze."
        assert counted.render(Context({"n": 5})) == "5 firm, Zaksięguj"


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<h1>{% translate 'Księgi' %}</h1>", [Message("Księgi")]),
        ('<a title="{% translate "Do bufora" as x %}">', [Message("Do bufora")]),
        ("{% translate 'Rabat 5%' %}", [Message("Rabat 5%%")]),
        ("{% translate 'Maj' context 'skrót' %}", [Message("Maj", context="skrót")]),
        (
            "{% blocktranslate %}Kurs {{ c }} (%){% endblocktranslate %}",
            [Message("Kurs %(c)s (%%)")],
        ),
        (
            "{% blocktranslate trimmed %}\n  Raz,\n  dwa\n{% endblocktranslate %}",
            [Message("Raz, dwa")],
        ),
        (
            "{% blocktranslate count n=n %}{{ n }} wpis{% plural %}{{ n }} wpisów{% endblocktranslate %}",
            [Message("%(n)s wpis", plural="%(n)s wpisów")],
        ),
        ("{% include 'a.html' with what=_('Sprzedaż') %}", [Message("Sprzedaż")]),
        ("{# {% translate 'nic' %} #}gettext('nic') Polski tekst (poza znacznikiem)", []),
    ],
)
def test_texts_of_templates_are_read(template: str, found: list[Message]) -> None:
    assert list(messages.template_messages(template)) == found


@pytest.mark.parametrize(
    ("calls", "found"),
    [
        ("_('Księgi')", [Message("Księgi")]),
        ("many('%(n)s wpis', '%(n)s wpisów', n)", [Message("%(n)s wpis", plural="%(n)s wpisów")]),
        ("_('Zaksięgowano: '\n  '%(entry)s.')", [Message("Zaksięgowano: %(entry)s.")]),
        ("translation.gettext_noop('Księgi')", [Message("Księgi")]),
        ("print('Księgi'); other.gettext('Księgi'); gettext('Księgi')", []),
    ],
)
def test_texts_of_modules_are_read(calls: str, found: list[Message]) -> None:
    imports = "from django.utils.translation import gettext_lazy as _, ngettext as many\n"
    assert list(messages.python_messages(imports + calls)) == found


@pytest.mark.parametrize("call", ["_(f'Firma {name}')", "_(label)", "_('Firma ' + name)", "_()"])
def test_a_text_without_a_key_is_refused_in_a_module(call: str) -> None:
    source = f"from django.utils.translation import gettext as _\n{call}\n"
    with pytest.raises(UnreadableMessageError, match="line 2"):
        list(messages.python_messages(source))


def test_a_text_without_a_key_is_refused_in_a_template() -> None:
    with pytest.raises(UnreadableMessageError, match="line 2: translate label"):
        list(messages.template_messages("<p>\n{% translate label %}</p>"))


def test_one_text_with_two_plurals_is_refused() -> None:
    found = {Message("dzień", "dni"): ["a.py"], Message("firma"): ["a.py"]}
    assert messages.one_key_each(found) == found
    with pytest.raises(UnreadableMessageError, match=r"'dzień': a\.py, b\.html"):
        messages.one_key_each(found | {Message("dzień"): ["b.html"]})


def test_merging_keeps_translations_and_drops_unused_texts() -> None:
    old = _of("Księgi", "Books")
    old.append(polib.POEntry(msgid="Dawne", msgstr="Former"))
    found = {
        Message("Księgi"): ["a.py"],
        Message("Nowe"): ["b.html"],
        Message("%(n)s a", "%(n)s b"): ["c.py"],
    }
    merged = messages.merge(found, old)
    assert {e.msgid: e.msgstr for e in merged} == {"Księgi": "Books", "Nowe": "", "%(n)s a": ""}
    assert messages.lacking(merged) == ["Nowe", "%(n)s a"]


@pytest.mark.parametrize(
    ("made", "lacks"),
    [
        (_of("a", "b"), []),
        (_of("a", ""), ["a"]),
        (_of("a", "", ("b", "c", "")), ["a"]),
        (_of("a", "", ("b", "c", "d")), []),
    ],
)
def test_a_missing_form_is_found(made: polib.POFile, lacks: list[str]) -> None:
    assert messages.lacking(made) == lacks


@pytest.mark.parametrize(
    ("made", "strays"),
    [
        (_of("Kurs %(c)s", "%(c)s rate"), []),
        (_of("Kurs %(c)s", "Rate %(currency)s"), ["Kurs %(c)s"]),
        (_of("Kurs %(c)s", "Rate"), ["Kurs %(c)s"]),
        (_of("5%%", "5%"), ["5%%"]),
        (_of("%(n)s a", "", ("%(n)s b", "%(n)s c", "%(m)s d")), ["%(n)s a"]),
        (_of("%(n)s a", "", ("%(n)s b", "%(n)s c", "%(n)s d")), []),
    ],
)
def test_another_placeholder_is_found(made: polib.POFile, strays: list[str]) -> None:
    assert messages.strays(made) == strays


def test_polish_counts_in_three_forms() -> None:
    polish = polib.pofile(str(messages.POLISH))
    counted = {m for m in messages.extract() if m.plural}
    assert {messages.message_of(e) for e in polish} == counted, "run `make messages`"
    assert messages.uncounted(polish) == []
    compiled = polib.mofile(str(messages.POLISH.with_suffix(".mo")))
    assert {e.msgid: e.msgstr_plural for e in compiled} == {
        e.msgid: e.msgstr_plural for e in polish
    }


@pytest.mark.parametrize(
    ("text", "plural", "told"),
    [
        ("%(n)s dokument", "%(n)s dokumentów", ("dokument", "dokumenty", "dokumentów")),
        ("%(n)s firma", "%(n)s firm", ("firma", "firmy", "firm")),
        ("%(n)s sprawa", "%(n)s spraw", ("sprawa", "sprawy", "spraw")),
    ],
)
def test_a_count_stands_beside_its_form(text: str, plural: str, told: tuple[str, ...]) -> None:
    one, few, many = told
    words = {1: one, 2: few, 5: many, 12: many, 22: few}
    with override("pl"):
        assert {n: ngettext(text, plural, n) % {"n": n} for n in words} == {
            n: f"{n} {word}" for n, word in words.items()
        }
    with override("en"):
        assert ngettext("%(n)s firma", "%(n)s firm", 2) % {"n": 2} == "2 companies"
