"""``python -m tests.messages``: the English catalogue, merged from the sources and compiled.

Screens are written in Polish; the Polish text is the key of its translation. Reading the sources
here, not with GNU gettext, lets the catalogue be made wherever the tests run.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import polib
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tests.house_rules.rules import SOURCE, modules

CATALOGUE = SOURCE / "config" / "locale" / "en" / "LC_MESSAGES" / "django.po"
METADATA = {
    "Project-Id-Version": "Zaplecze",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
POLISH = SOURCE / "config" / "locale" / "pl" / "LC_MESSAGES" / "django.po"
"""Polish counts in three forms, the sources hold two: texts that count something stand here with all three."""
POLISH_METADATA = METADATA | {
    "Language": "pl",
    "Plural-Forms": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
# How many texts stand at the front of each call: context, singular, plural.
SHAPES = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
# Calls that ``templatize`` leaves; everything else in its output is blotted out.
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(?:_|n?p?gettext)\({_LITERAL}(?:,\s*(?:{_LITERAL}|count))*\)", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


class UnreadableMessageError(Exception):
    """A text for translation that isn't a constant, or that two places give in two ways."""


@dataclass(frozen=True, slots=True)
class Message:
    """A Polish text of a screen; ``plural`` is its second form, where it counts something."""

    text: str
    plural: str = ""
    context: str = ""


def python_messages(source: str) -> Iterator[Message]:
    """Texts of a module's gettext calls, under whatever names it imports them.

    Raises UnreadableMessageError for a text that is put together at run time: it has no key.
    """
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: _plain(alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if _plain(alias.name) in SHAPES
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in names:
                yield _read(node, SHAPES[names[name]])
            case ast.Call(func=ast.Attribute(value=ast.Name(id="translation"), attr=name)) if (
                _plain(name) in SHAPES
            ):
                yield _read(node, SHAPES[_plain(name)])
            case ast.Call(func=ast.Name(id="Column" | "Report" as name)):
                yield from _report_words(node, name)


def _report_words(call: ast.Call, name: str) -> Iterator[Message]:
    """Labels and groups of columns and titles of reports: files have them in Polish, screens translate them."""
    if name == "Column":
        texts = [*call.args[1:2], *call.args[3:4]]
        texts += [k.value for k in call.keywords if k.arg in ("label", "group")]
    else:
        texts = [k.value for k in call.keywords if k.arg == "title"]
    for text in texts:
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
            yield Message(text.value)


def _plain(name: str) -> str:
    return name.removesuffix("_lazy").removesuffix("_noop")


def template_messages(source: str) -> Iterator[Message]:
    """Texts of a template's ``translate`` and ``blocktranslate`` tags and ``_()`` constants.

    Raises UnreadableMessageError for ``{% translate variable %}``: it has no key.
    """
    for token in Lexer(source).tokenize():
        words = token.contents.split() if token.token_type == TokenType.BLOCK else []
        if words and words[0] in ("trans", "translate") and words[1][0] not in "'\"":
            raise UnreadableMessageError(f"line {token.lineno}: {token.contents}")
    for call in _CALL.findall(templatize(source)):
        node = ast.parse(call, mode="eval").body
        assert isinstance(node, ast.Call)
        assert isinstance(node.func, ast.Name)
        yield _read(node, SHAPES["gettext" if node.func.id == "_" else node.func.id])


def _read(call: ast.Call, shape: tuple[str, ...]) -> Message:
    texts = {}
    for part, argument in zip(shape, call.args, strict=False):
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            raise UnreadableMessageError(f"line {call.lineno}: {ast.unparse(call)}")
        texts[part] = argument.value
    if set(texts) != set(shape):
        raise UnreadableMessageError(f"line {call.lineno}: {ast.unparse(call)}")
    return Message(**texts)


def extract() -> dict[Message, list[str]]:
    """Every text of the program and the files that show it, in the order of the files."""
    found: dict[Message, list[str]] = {}
    places = [(p, python_messages) for p in modules()]
    for suffix in ("html", "txt"):
        places += [(p, template_messages) for p in SOURCE.rglob(f"templates/**/*.{suffix}")]
    for path, read in sorted(places, key=lambda place: place[0]):
        where = path.relative_to(SOURCE).as_posix()
        try:
            messages = list(read(path.read_text()))
        except UnreadableMessageError as fault:
            raise UnreadableMessageError(f"{where}: {fault}") from fault
        for message in messages:
            files = found.setdefault(message, [])
            if where not in files:
                files.append(where)
    return one_key_each(found)


def one_key_each(found: dict[Message, list[str]]) -> dict[Message, list[str]]:
    """The texts as they are, where no two have one key; the plural form is no part of the key.

    Raises UnreadableMessageError for a text both with a plural form and without, or with two.
    """
    keys: dict[tuple[str, str], Message] = {}
    for message in found:
        other = keys.setdefault((message.context, message.text), message)
        if other != message:
            places = ", ".join(found[other] + found[message])
            raise UnreadableMessageError(f"two plural forms of {message.text!r}: {places}")
    return found


def merge(found: dict[Message, list[str]], old: polib.POFile) -> polib.POFile:
    """A catalogue of exactly the found texts, with the translations that the old one has."""
    known = {message_of(entry): entry for entry in old}
    merged = polib.POFile(wrapwidth=98)
    merged.metadata = dict(METADATA)
    for message, files in found.items():
        entry = polib.POEntry(
            msgid=message.text,
            msgctxt=message.context or None,
            # Files without lines: a line changes with every edit and would change the catalogue.
            occurrences=[(file, "") for file in files],
        )
        before = known.get(message)
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = dict(before.msgstr_plural) if before else {0: "", 1: ""}
        elif before:
            entry.msgstr = before.msgstr
        merged.append(entry)
    return merged


def polish_counts(found: dict[Message, list[str]], old: polib.POFile) -> polib.POFile:
    """The Polish catalogue: what counts, with the forms that the old one has."""
    made = merge({m: files for m, files in found.items() if m.plural}, old)
    made.metadata = dict(POLISH_METADATA)
    return made


def uncounted(catalogue: polib.POFile) -> list[str]:
    """Texts of the Polish catalogue that lack one of the three forms."""
    return [e.msgid for e in catalogue if not all(e.msgstr_plural.get(n) for n in range(3))]


def message_of(entry: polib.POEntry) -> Message:
    """The source text of an entry."""
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def lacking(catalogue: polib.POFile) -> list[str]:
    """Texts without a translation, or with one form where two are needed."""
    return [e.msgid for e in catalogue if not all(_forms(e))]


def strays(catalogue: polib.POFile) -> list[str]:
    """Texts whose translation has other placeholders than the Polish: it would fail on a screen."""
    found = []
    for entry in catalogue:
        sources = [entry.msgid, *([entry.msgid_plural] if entry.msgid_plural else [])]
        wanted = [sorted(PLACEHOLDER.findall(text)) for text in sources]
        given = [sorted(PLACEHOLDER.findall(text)) for text in _forms(entry)]
        if wanted != given:
            found.append(entry.msgid)
    return found


def _forms(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [entry.msgstr_plural.get(form, "") for form in (0, 1)]
    return [entry.msgstr]


def main() -> int:
    """Write the catalogues and their compiled forms; 1 where a translation is missing or strays."""
    old = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    catalogue = merge(extract(), old)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    before = polib.pofile(str(POLISH)) if POLISH.exists() else polib.POFile()
    counts = polish_counts(extract(), before)
    POLISH.parent.mkdir(parents=True, exist_ok=True)
    counts.save(str(POLISH))
    counts.save_as_mofile(str(POLISH.with_suffix(".mo")))
    missing, wrong = [*lacking(catalogue), *uncounted(counts)], strays(catalogue)
    for text in missing:
        print(f"no translation: {text}")
    for text in wrong:
        if text not in missing:
            print(f"other placeholders: {text}")
    print(f"{len(catalogue)} texts, {len(missing)} without a translation")
    return 1 if missing or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
