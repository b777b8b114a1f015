"""Writing placeholders into a blank form: only runs are added, in the font of the place; rows of a table become a loop.

What is printed where a value goes (a line to write on, a prompt, 照片) stays in the file and is printed as long as there is
no value: ``{{ 姓名 }}{% if not 姓名 %}____{% endif %}``.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docforge.core.text import letters
from docforge.rendering import binding_words as words
from docforge.rendering.binding_model import How
from docforge.rendering.binding_spots import Spot
from docforge.rendering.binding_tables import RowTable
from docforge.rendering.grid import Cell, covering, mark_properties, new_run, run_before, runs, text_of, underlined
from docforge.rendering.ooxml import qn

ROW = "行"
_TICKED = "☑"
_ROOM = "  "


def tag(expression: str) -> str:
    """The placeholder of an expression."""
    return "{{ " + expression + " }}"


def write_spots(named: Sequence[tuple[Spot, str]], choices: Sequence[str] = ()) -> None:
    """Write the placeholder of each (spot, name); the places of one line from its end, so that offsets stay true."""
    for spot, name in sorted(named, key=lambda pair: -_offset(pair[0])):
        if spot.how is How.GAP and spot.gap:
            _in_gap(spot.element, spot.gap, name)
        elif spot.how is How.BOXES:
            _at_boxes(spot, name, choices)
        elif spot.how is How.PHOTO:
            _over_photo(spot.element, name)
        elif spot.how is How.HINT:
            _under_hint(spot.element, name)
        else:
            in_blank(spot.element, tag(name), name)


def _offset(spot: Spot) -> int:
    return spot.boxes[0][2] if spot.boxes else spot.gap.start if spot.gap else 0


def in_blank(cell: Any, text: str, name: str = "") -> None:
    """A placeholder at the beginning of a blank cell's first paragraph; what is printed there gives way to a value of ``name``."""
    paragraph = next(cell.iter(qn("p")), None)
    if paragraph is None:
        paragraph = cell.makeelement(qn("p"))
        cell.append(paragraph)
    content = [child for child in paragraph if child.tag != qn("pPr")]
    printed = "".join(node.text or "" for node in paragraph.iter(qn("t"))).strip()
    made = new_run(paragraph, text, _font(cell, paragraph))
    if content:
        content[0].addprevious(made)
    else:
        paragraph.append(made)
    if printed and name:
        _unless(name, content, made)


def _unless(name: str, content: Sequence[Any], before: Any, otherwise: str = "") -> None:
    """What ``content`` prints is printed only where the value is blank, else ``otherwise``."""
    font = before.find(qn("rPr"))
    content[0].addprevious(new_run(before, "{% if not " + name + " %}", font))
    end = ("{% else %}" + otherwise if otherwise else "") + "{% endif %}"
    content[-1].addnext(new_run(before, end, font))


def _font(cell: Any, paragraph: Any) -> Any | None:
    """The run properties of the place: of a run there, else of the paragraph's mark, else of any run in the cell."""
    own = next((run.find(qn("rPr")) for run in paragraph.iter(qn("r")) if run.find(qn("rPr")) is not None), None)
    if own is not None and not _is_prompt_font(own):
        return own
    mark = mark_properties(paragraph)
    return mark if mark is not None else next((node for node in cell.iter(qn("rPr")) if not _is_prompt_font(node)), None)


def _is_prompt_font(properties: Any) -> bool:
    style = properties.find(qn("rStyle"))
    return style is not None and any(node.tag == qn("sdt") for node in properties.iterancestors())


def _in_gap(paragraph: Any, gap: words.Gap, name: str) -> None:
    text, marks = text_of(paragraph), underlined(paragraph)
    is_ruled = any(c in "_＿" for c in text[gap.start : gap.end])
    is_drawn = is_ruled or "U" in marks[gap.start : gap.end]
    room = covering(paragraph, gap.start, gap.end) if is_drawn else []
    before = run_before(paragraph, gap.start)
    source = room[0] if room else before if before is not None else next(iter(runs(paragraph)), None)
    font = source.find(qn("rPr")) if source is not None else mark_properties(paragraph)
    made = new_run(paragraph, tag(name), font)
    if is_ruled:
        _underline(made)
    if before is not None:
        before.addnext(made)
    else:
        _first(paragraph, made)
    if room:
        _unless(name, room, made, "" if gap.last else _ROOM)


def _underline(run: Any) -> None:
    properties = run.find(qn("rPr"))
    if properties is None:
        properties = run.makeelement(qn("rPr"))
        run.insert(0, properties)
    if properties.find(qn("u")) is None:
        mark = run.makeelement(qn("u"))
        mark.set(qn("val"), "single")
        later = [node for node in properties if node.tag in _AFTER_UNDERLINE]
        if later:
            later[0].addprevious(mark)
        else:
            properties.append(mark)


_AFTER_UNDERLINE = {
    qn(name)
    for name in (
        "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    )
}  # fmt: skip
"""What follows ``w:u`` in the order of CT_RPr (ISO/IEC 29500-1, 17.3.2.28)."""


def _first(paragraph: Any, made: Any) -> None:
    properties = paragraph.find(qn("pPr"))
    if properties is not None:
        properties.addnext(made)
    else:
        paragraph.insert(0, made)


def _at_boxes(spot: Spot, name: str, choices: Sequence[str]) -> None:
    """Each box becomes a ticked one where its option is the value."""
    known = {letters(choice): choice for choice in choices}
    for paragraph, option, at in sorted(spot.boxes, key=lambda box: -box[2]):
        (box,) = covering(paragraph, at, at + 1)
        value = known.get(letters(option), option).replace('"', "")
        font = box.find(qn("rPr"))
        box.addprevious(new_run(box, "{% if " + name + ' == "' + value + '" %}' + _TICKED + "{% else %}", font))
        box.addnext(new_run(box, "{% endif %}", font))


def _over_photo(cell: Any, name: str) -> None:
    """The picture in the first line that prints 照片, the words left where there is none."""
    lines = [paragraph for paragraph in cell.iter(qn("p")) if text_of(paragraph).strip()]
    for number, paragraph in enumerate(lines):
        own = runs(paragraph)
        font = own[0].find(qn("rPr"))
        start = "{% if " + name + " %}" + tag(name) + "{% else %}" if number == 0 else "{% if not " + name + " %}"
        own[0].addprevious(new_run(paragraph, start, font))
        own[-1].addnext(new_run(paragraph, "{% endif %}", font))


def _under_hint(cell: Any, name: str) -> None:
    """In the first blank line of a cell that holds a hint, else in a line of its own below the hint."""
    lines = [child for child in cell if child.tag == qn("p")]
    blank = next((line for line in lines if not text_of(line).strip()), None)
    if blank is not None:
        made = new_run(blank, tag(name), _font(cell, blank))
        _first(blank, made)
        return
    own = runs(lines[-1])
    made = new_run(lines[-1], tag(name), own[-1].find(qn("rPr")))
    if not text_of(lines[-1]).endswith("\n"):
        made.find(qn("t")).addprevious(made.makeelement(qn("br")))
    own[-1].addnext(made)


def write_table(table: RowTable, name: str, columns: Sequence[str | None], places: Sequence[int] = ()) -> list[tuple[Cell, str]]:
    """Bind the rows of a table to a list; (cell, placeholder) of each cell written in.

    ``columns``: for each head the name of its column, None for one that is not bound. Rows that print their label, or some
    word, are kept and take the list's items in order (``places``: which item each is); the first blank row becomes a
    loop's row and the other blank rows go, for rendering pads the list to the printed number.
    """
    written = []
    split = len(table.rows) if table.labels else table.blank_from
    for number, row in enumerate(table.rows[:split]):
        at = places[number] if places else number
        written += [(c, f"{name}[{at}].{own}") for c, own in zip(row, columns, strict=True) if c and own and words.is_blank(c.text)]
    for cell, expression in written:
        in_blank(cell.element, tag(expression), expression)
    if split < len(table.rows):
        row = table.rows[split]
        looped = [(c, f"{ROW}.{own}") for c, own in zip(row, columns, strict=True) if c and own]
        for cell, expression in looped:
            replace_text(cell.element, tag(expression))
        _loop(table, split, f"{name}[{split}:]" if split else name)
        written += looped
    return [(cell, tag(expression)) for cell, expression in written]


def replace_text(cell: Any, text: str) -> None:
    """The placeholder in place of what the cell prints: the number of a row, the year over a column."""
    old = [run for paragraph in cell.iter(qn("p")) for run in runs(paragraph) if text_of(paragraph).strip()]
    in_blank(cell, text)
    for run in old:
        run.getparent().remove(run)


def _loop(table: RowTable, split: int, each: str) -> None:
    rows = table.grid.rows[table.first + split : table.first + len(table.rows)]
    first = rows[0]
    begin, end = _bare_row(first), _bare_row(first)
    in_blank(next(begin.iter(qn("tc"))), "{%tr for " + ROW + " in " + each + " %}")
    in_blank(next(end.iter(qn("tc"))), "{%tr endfor %}")
    first.addprevious(begin)
    first.addnext(end)
    for row in rows[1:]:
        row.getparent().remove(row)


def _bare_row(row: Any) -> Any:
    """A copy of a row without its text."""
    made = deepcopy(row)
    for paragraph in list(made.iter(qn("p"))):
        for child in [child for child in paragraph if child.tag != qn("pPr")]:
            paragraph.remove(child)
    return made
