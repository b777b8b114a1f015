"""A part of a template compiled once: a function from values to the part's XML, with what it needs and what it prints."""

import builtins
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import new_context

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.zips import Entry
from docforge.rendering.language import Language
from docforge.rendering.naming import as_language
from docforge.rendering.package import Deflater
from docforge.rendering.places import Place
from docforge.rendering.placing import NotInLanguageError, Placing, SlotKind, UnsoundError
from docforge.rendering.preparation import NEXT_ID, WRITTEN_BRACES, Prepared
from docforge.rendering.printing import Spot, printer
from docforge.rendering.tags import CLOSE, OPEN, Problem, Tag

_OWN_NAMES = frozenset({NEXT_ID.rstrip("()"), "loop"})
_AT_ONCE = 512
_UNDEFINED = re.compile(r"'([^']+)' is undefined|no (?:attribute|element) '?([^']+?)'?$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A value that the part prints as it is: ``path`` is 企业名称 or 名单.单位名称; ``certain``: in every document."""

    path: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A printed expression and where it stands, for people."""

    name: str
    tag: Tag


class Program:
    """One part. Made by ``compiled``."""

    def __init__(self, name: str, code: CodeType, language: Language, tags: Mapping[int, Tag]) -> None:
        self.name = name
        self.aliases: dict[str, str] = {}
        self.needs: frozenset[str] = frozenset()
        self.prints: tuple[Printed, ...] = ()
        self.fields: tuple[Field, ...] = ()
        self.writes_braces = any(tag.inner in WRITTEN_BRACES for tag in tags.values())
        self._language, self._tags = language, tags
        self._space: dict[str, Any] = {"environment": language}
        exec(code, self._space)  # noqa: S102 - what Jinja generated from a tree that names nothing but data

    def connect(self, number: int, put: Any) -> None:
        """Give the generated code the printer of a stretch."""
        self._space[f"put_{number}"] = put

    def entry(self, values: Mapping[str, Any], kept: list[str] | None = None) -> Entry:
        """The part made from the values, compressed as it comes; ``kept`` takes the text where somebody wants to look into it.

        Raises DocforgeError T502 for a value that is not there, T506 for an expression that is refused, and what printing raises.
        """
        context = new_context(self._language, None, {}, dict(values), globals=self._language.globals)
        target = Deflater(self.name)
        try:
            for text in _in_chunks(self._space["root"](context)):
                target.write(text.encode())
                if kept is not None:
                    kept.append(text)
        except UndefinedError as error:
            raise self._undefined(error) from error
        except SecurityError as error:
            raise DocforgeError(codes.TEMPLATE_FORBIDDEN, self._where(error), problem=str(error)) from error
        except (TemplateRuntimeError, TypeError, ValueError, KeyError, ArithmeticError) as error:
            raise DocforgeError(codes.TEMPLATE_SYNTAX, self._where(error), problem=f"不能计算（{error}）") from error
        return target.entry()

    def _undefined(self, error: UndefinedError) -> DocforgeError:
        found = _UNDEFINED.search(str(error.message))
        name = (found[1] or found[2]) if found else str(error.message)
        name = self.aliases.get(name, name)
        place = next((tag.place for tag in self._tags.values() if name in as_language(tag.inner, {}) or name in tag.inner), None)
        return DocforgeError(codes.TEMPLATE_UNDEFINED, str(place or ""), name=name)

    def _where(self, error: Exception) -> str:
        """The place of the tag whose code raised the error."""
        trace, line = error.__traceback__, 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == _FILE:
                line = trace.tb_lineno
            trace = trace.tb_next
        own = self._space.get("debug_info", "")
        pairs = [tuple(map(int, pair.split("="))) for pair in own.split("&") if pair]
        template_line = next((at for at, code_line in reversed(pairs) if code_line <= line), 0)
        tag = self._tags.get(_nearest_line(self._tags, template_line))
        return str(tag.place) if tag else ""


_FILE = "<docforge template>"


def _in_chunks(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces joined by so many, so that a list of thousands of rows is never held twice."""
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) == _AT_ONCE:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def compiled(name: str, prepared: Prepared) -> tuple[Program | None, list[Problem]]:
    """The program of a part, None where it has faults, and everything that is wrong with it."""
    problems = list(prepared.problems)
    if any(problem.is_fault for problem in problems):
        return None, [*problems, *_tag_problems(prepared.tags)]
    aliases: dict[str, str] = {}
    source, constants, tags = _source(prepared.pieces, aliases)
    language = Language(filtered=any("|" in tag.inner or tag.word == "filter" for tag in prepared.tags))
    try:
        tree = language.parse(source)
        placing = Placing(constants)
        placing.walk(tree)
        generated = language.compile(tree, raw=True)
        code = builtins.compile(generated, _FILE, "exec")
    except TemplateSyntaxError as error:
        each = list(_tag_problems(prepared.tags)) or [Problem(_in_chinese(str(error.message)), _place(tags, error.lineno))]
        return None, [*problems, *each]
    except NotInLanguageError as error:
        return None, [*problems, Problem(f"模板语言里没有{error.purpose}", _place(tags, error.line))]
    except UnsoundError as error:
        message = (
            f"循环或条件的两头不在同一层（{_ELEMENTS.get(error.opened, error.opened)}），请用 {{%p …%}}、{{%tr …%}} 独占一段或一行"
        )
        return None, [*problems, Problem(message, _place(tags, error.line))]
    program = Program(name, code, language, tags)
    program.aliases = aliases
    program.needs = frozenset(language.needs) - _OWN_NAMES - language.globals.keys()
    program.prints = tuple(_printed(placing, aliases))
    program.fields = tuple(Field(_shown_name(tag), tag) for tag in tags.values() if tag.kind == "{{" and str(tag.place))
    for number, node in enumerate(language.stretches):
        program.connect(number, _stretch(name, node, placing, tags))
    return program, problems


def _source(pieces: Sequence[str | Tag], aliases: dict[str, str]) -> tuple[str, list[str], dict[int, Tag]]:
    """The source for Jinja, each tag's expression on a line of its own; the constants that are marks in it; the tag of each line.

    Jinja looks for tags character by character: the mark of a constant takes no time. ``{{-`` and ``-}}`` trim what stands beside.
    """
    text: list[str] = []
    constants: list[str] = []
    tags: dict[int, Tag] = {}
    is_trimmed = False
    for piece in pieces:
        if isinstance(piece, str):
            text.append(f"{OPEN}{len(constants)}{CLOSE}")
            constants.append(piece.lstrip() if is_trimmed else piece)
        elif piece.kind != "{#":
            inner = as_language(" ".join(piece.inner.split("\n")), aliases)
            if inner.startswith("-") and text and text[-1].startswith(OPEN):
                constants[-1] = constants[-1].rstrip()
            text.append(f"{piece.kind}\n{inner.removeprefix('-').removesuffix('-')}{_CLOSING[piece.kind]}")
            tags[len(tags) + 2] = piece
        is_trimmed = not isinstance(piece, str) and piece.inner.endswith("-")
    return "".join(text), constants, tags


_CLOSING = {"{{": "}}", "{%": "%}"}


def _stretch(name: str, node: nodes.Output, placing: Placing, tags: Mapping[int, Tag]) -> Any:
    constants, spots, constant = [], [], ""
    for child in node.nodes:
        if isinstance(child, nodes.TemplateData):
            constant += child.data
            continue
        constants.append(constant)
        constant = ""
        tag = tags[_nearest_line(tags, child.lineno)]
        room = (tag.room.width, tag.room.height) if tag.room and tag.room.width else None
        spots.append(Spot(placing.slots[id(child)], name, _shown_name(tag), str(tag.place), room))
    return printer([*constants, constant], spots)


def _shown_name(tag: Tag) -> str:
    return " ".join(tag.inner.split()).strip("- ")


def _nearest_line(tags: Mapping[int, Tag], line: int) -> int:
    return max((at for at in tags if at <= line), default=min(tags, default=0))


def _place(tags: Mapping[int, Tag], line: int) -> Place:
    tag = tags.get(_nearest_line(tags, line))
    return tag.place if tag else Place("")


def _printed(placing: Placing, aliases: Mapping[str, str]) -> Iterator[Printed]:
    """What is printed without a filter: a name, or a column of the rows that a loop goes through."""
    for child in placing.printed:
        slot = placing.slots[id(child)]
        if slot.kind is SlotKind.ATTRIBUTE:
            continue
        if isinstance(child, nodes.Name) and child.name not in placing.loops:
            yield Printed(aliases.get(child.name, child.name), slot.certain)
        elif isinstance(child, nodes.Getattr) and isinstance(child.node, nodes.Name) and child.node.name in placing.loops:
            rows = placing.loops[child.node.name].iter
            if isinstance(rows, nodes.Name):
                yield Printed(f"{aliases.get(rows.name, rows.name)}.{child.attr}", slot.certain)


def _tag_problems(tags: Sequence[Tag]) -> Iterator[Problem]:
    """What is wrong with each tag by itself, and with the pairing of blocks."""
    opened: list[Tag] = []
    for tag in tags:
        if tag.kind == "{{":
            yield from _wrong(tag, f"{{{{{as_language(tag.inner, {})}}}}}")
        elif tag.word in _BLOCKS:
            opened.append(tag)
            yield from _wrong(tag, f"{{%{as_language(tag.inner, {})}%}}{{% end{tag.word} %}}")
        elif tag.word in _MIDDLES:
            if not opened or opened[-1].word not in _MIDDLES[tag.word]:
                yield Problem(f"“{tag.word}”前面没有 {' 或 '.join(_MIDDLES[tag.word])}", tag.place)
        elif tag.word.startswith("end"):
            begun = tag.word.removeprefix("end")
            if not opened or opened[-1].word != begun:
                yield Problem(f"“{tag.word}”没有与之配对的 {begun}", tag.place)
            else:
                opened.pop()
        elif tag.kind == "{%":
            yield from _wrong(tag, f"{{%{as_language(tag.inner, {})}%}}")
    yield from (Problem(f"“{tag.word}”没有 end{tag.word}", tag.place) for tag in opened)


_BLOCKS = ("for", "if", "filter", "with", "autoescape")
_MIDDLES = {"else": ("for", "if"), "elif": ("if",)}
_ELEMENTS = {"w:p": "段落", "w:tc": "单元格", "w:tr": "表格的行", "w:tbl": "表格", "w:r": "文字", "w:t": "文字"}


def _wrong(tag: Tag, source: str) -> Iterator[Problem]:
    try:
        language = Language(filtered=True)
        language.compile(language.parse(source), raw=True)
    except TemplateSyntaxError as error:
        yield Problem(_in_chinese(str(error.message)), tag.place)


_SAYINGS = (
    (re.compile(r"No filter named '(.+?)'"), "没有过滤器“{}”"),
    (re.compile(r"No test named '(.+?)'"), "没有判断“{}”"),
    (re.compile(r"Encountered unknown tag '(.+?)'"), "不认识的标签“{}”"),
    (re.compile(r"Expected an expression, got '(.+?)'"), "缺少内容（在“{}”之前）"),
    (re.compile(r"expected token '(.+?)', got '.*?'"), "应有“{}”"),
    (re.compile(r"unexpected char '(.+?)' at"), "不认识的字符“{}”"),
    (re.compile(r"unexpected '(.+?)'"), "多余的“{}”"),
)


def _in_chinese(message: str) -> str:
    """What Jinja says of a fault, for the author of the template."""
    for pattern, saying in _SAYINGS:
        if found := pattern.search(message):
            return saying.format(found[1].replace("end of print statement", "}}").replace("end of statement block", "%}"))
    return f"写法有误（{message}）"
