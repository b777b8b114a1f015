"""Word templates in docxtpl's language: compiled once, rendered many times, safe by construction.

Every value is escaped, an unknown placeholder is an error, expressions run in a sandbox; what was proved of the template when it
was compiled (balanced blocks, every placeholder printed) need not be looked for in each product.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.zips import Entry
from docforge.rendering import cleaning, parts
from docforge.rendering.additions import added
from docforge.rendering.naming import label_key
from docforge.rendering.ooxml import parse, serialised
from docforge.rendering.package import Frame, Package, packed
from docforge.rendering.places import part_name
from docforge.rendering.preparation import prepare
from docforge.rendering.printing import SESSION, Session
from docforge.rendering.program import Field, Program, compiled
from docforge.rendering.tags import Problem
from docforge.rendering.verification import missing_values, values_at, verify

_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Overlong:
    """A value of ``length`` characters in a cell into which about ``fits`` go."""

    name: str
    length: int
    fits: int
    where: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The programs, the frame of everything that never changes, the relations that values may add to."""

    programs: tuple[Program, ...]
    problems: tuple[Problem, ...]
    constant: Mapping[str, Entry]
    frame: Frame
    relations: tuple[parts.Relations, ...]
    types: bytes
    main: str


class Template:
    """A .docx with placeholders such as ``{{ 企业名称 }}``."""

    def __init__(self, path: Path | str) -> None:
        """Raises DocforgeError T503 when the file is not a .docx."""
        self.path = Path(path)
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise DocforgeError(codes.TEMPLATE_NOT_WORD, str(path)) from error
        self._package = Package(content, str(path))

    def render(self, values: Mapping[str, Any], *, verified: bool = False) -> bytes:
        """The document with the values in place, as the bytes of a .docx; the same values give the same bytes.

        Values are text, numbers, days, pictures, rich text, sub-documents, or lists of mappings for row loops; None and "" leave
        the place blank. ``verified``: the product is opened again and every value looked for in it, as a check on this program.
        Raises DocforgeError T501 for a faulty template, T502 for a placeholder without a value, T505 for control characters in a
        value, T506 for a forbidden expression, T504 when a value is not in the product, T509 for a picture that is none.
        """
        own = self._sound
        session = Session()
        given = {name: "" if value is None else value for name, value in values.items()}
        context = {**given, **_aliased(own.programs, given), SESSION: session, "_picture_id": session.next_id}
        kept: list[str] | None = [] if self._doubtful else None
        entries = [program.entry(context, kept) for program in own.programs]
        if kept is not None:
            self._check_dropped(given, "".join(kept))
        product = self._packed(entries, session)
        if verified:
            paths = [one.path for program in own.programs for one in program.prints]
            verify(product, values_at(given, paths), writes_braces=any(program.writes_braces for program in own.programs))
        return product

    def placeholders(self) -> set[str]:
        """The names of the values that the template uses. Raises DocforgeError T501 when a tag is faulty."""
        return {program.aliases.get(name, name) for program in self._sound.programs for name in program.needs}

    def fields(self) -> tuple[Field, ...]:
        """Every printed expression with its place, in order. Raises DocforgeError T501 when a tag is faulty."""
        return tuple(field for program in self._sound.programs for field in program.fields)

    def overlong(self, values: Mapping[str, Any]) -> tuple[Overlong, ...]:
        """The values that Word would cut off: too long for a cell whose row has an exact height."""
        found = []
        for field in self.fields():
            room, path = field.tag.room, label_key(field.name)
            text = values.get(path, "")
            if room and room.is_exact and isinstance(text, str) and not room.holds(text, field.tag.points):
                found.append(Overlong(path, len(text), field.tag.capacity, str(field.tag.place)))
        return tuple(found)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the template, all at once."""
        return self._compiled.problems

    @cached_property
    def _sound(self) -> _Compiled:
        """What was compiled; raises DocforgeError T501 that names the faults."""
        faults = [problem for problem in self._compiled.problems if problem.is_fault]
        if faults:
            told = "；".join(f"{fault.message}（{fault.place}）" for fault in faults[:_MOST_FAULTS])
            more = f"；共{len(faults)}处" if len(faults) > _MOST_FAULTS else ""
            raise DocforgeError(codes.TEMPLATE_SYNTAX, self.path.name, problem=told + more)
        return self._compiled

    @cached_property
    def _doubtful(self) -> tuple[str, ...]:
        """The values that are printed only where a condition holds."""
        prints = [one for program in self._compiled.programs for one in program.prints]
        certain = {one.path for one in prints if one.certain}
        return tuple(dict.fromkeys(one.path for one in prints if one.path not in certain))

    def _check_dropped(self, values: Mapping[str, Any], text: str) -> None:
        for name, value in missing_values(values_at(values, self._doubtful), text):
            raise DocforgeError(codes.RENDER_LOST_VALUE, self.path.name, field=name, value=value[:40])

    def _packed(self, entries: list[Entry], session: Session) -> bytes:
        own, frame = self._compiled, self._compiled.frame
        if session.styles or session.lists:
            changed = added(self._package, session, own.main, own.types)
            kept = {**own.constant, **{name: packed(name, data) for name, data in changed.items()}}
            frame = Frame(kept.values())
        related = [relations.entry(session) for relations in own.relations]
        home = posixpath.dirname(own.main)
        media = [packed(posixpath.join(home, name), ready.content) for name, ready in session.media.values()]
        return frame.document([*entries, *related, *media])

    @cached_property
    def _compiled(self) -> _Compiled:
        package = self._package
        problems: list[Problem] = []
        programs: list[Program] = []
        layout = parts.Layout(package)
        fixed: dict[str, Entry] = {}
        for name in package.names:
            if name in layout.dropped:
                continue
            program, told, entry = self._part(name, layout)
            problems += told
            if program:
                programs.append(program)
            elif entry:
                fixed[name] = entry
        relations = layout.relations()
        own = {parts.relations_of(program.name): program.name for program in programs}
        growing = tuple(parts.Relations(part, relations.pop(name, None)) for name, part in own.items())
        types = layout.types()
        constant = {parts.TYPES: packed(parts.TYPES, types)}
        constant |= {name: packed(name, data) for name, data in relations.items()}
        constant |= {name: entry for name, entry in fixed.items() if name not in constant and not name.endswith(".rels")}
        return _Compiled(tuple(programs), tuple(problems), constant, Frame(constant.values()), growing, types, layout.main)

    def _part(self, name: str, layout: parts.Layout) -> tuple[Program | None, list[Problem], Entry | None]:
        """A part as a program, or as it goes into every product."""
        if name not in layout.cleaned:
            return None, [], self._package.entry(name)
        data = self._package.read(name)
        try:
            root = parse(data)
        except etree.XMLSyntaxError as error:
            raise DocforgeError(codes.TEMPLATE_NOT_WORD, f"{self.path} {part_name(name)}") from error
        problems = layout.clean(name, root)
        prepared = prepare(name, root)
        if not prepared.tags:
            after = serialised(root)
            return (
                None,
                [*problems, *prepared.problems],
                packed(name, after) if cleaning.differs(data, root) else self._package.entry(name),
            )
        program, told = compiled(name, prepared)
        return program, [*problems, *told], None


@lru_cache(maxsize=64)
def _template(path: str, _changed: int, _size: int) -> Template:
    return Template(path)


def template(path: Path | str) -> Template:
    """The template of a file, compiled once as long as the file does not change. Raises DocforgeError T503 as ``Template`` does."""
    try:
        about = Path(path).stat()
    except OSError as error:
        raise DocforgeError(codes.TEMPLATE_NOT_WORD, str(path)) from error
    return _template(str(path), about.st_mtime_ns, about.st_size)


def _aliased(programs: tuple[Program, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values whose labels are no identifiers, under the names that the programs know them by."""
    wanted = {alias: label for program in programs for alias, label in program.aliases.items()}
    spaced = {label_key(name): value for name, value in values.items() if " " in name or "\u3000" in name}
    known = {**values, **spaced}
    return {**spaced, **{alias: known[label] for alias, label in wanted.items() if label in known}}
