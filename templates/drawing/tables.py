"""Ruled tables: cells, merges, rows that repeat, heads that stand on every page."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips
from docx.table import Table, _Cell, _Row

from templates.drawing.page import BODY, CENTRE, FIVE, FOUR, HEADING, LEFT, RIGHT, SMALL_FOUR, kept, settle, write

_SIDE = 57
"""Between a cell's text and its rule in lists, in twips: 1 mm."""


@dataclass(frozen=True)
class Column:
    """One column of a list: its head, the name of its value, its width in twips, how it stands."""

    head: str
    value: str
    width: int
    align: WD_ALIGN_PARAGRAPH = CENTRE


def table(document: Document, widths: Sequence[int], rows: int, *, narrow: bool = False) -> Table:
    """A ruled table of fixed column widths in twips; ``narrow``: less room beside the text."""
    made: Table = document.add_table(rows, len(widths), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Twips(width)
        for cell in column.cells:
            cell.width = Twips(width)
    if narrow:
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            node = OxmlElement(f"w:{side}")
            node.set(qn("w:w"), str(_SIDE))
            node.set(qn("w:type"), "dxa")
            margins.append(node)
        look = made._tbl.tblPr.find(qn("w:tblLook"))
        made._tbl.tblPr.append(margins) if look is None else look.addprevious(margins)
    return made


def clear_of_rules(cell: _Cell) -> None:
    """Room above and below what stands in the cell: a picture does not cover the rules."""
    margins = OxmlElement("w:tcMar")
    for side in ("top", "bottom"):
        node = OxmlElement(f"w:{side}")
        node.set(qn("w:w"), str(_SIDE))
        node.set(qn("w:type"), "dxa")
        margins.append(node)
    cell._tc.get_or_add_tcPr().insert_element_before(margins, "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")


def put(
    cell: _Cell, text: str, size: Pt = FOUR, align: WD_ALIGN_PARAGRAPH = CENTRE, font: str = BODY, spacing: Pt | None = None
) -> None:
    """Each line of ``text`` as a paragraph of the cell."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for i, part in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        settle(paragraph, align, spacing)
        write(paragraph, part, font, size)


def height(made: Table, row: int, millimetres: float) -> None:
    """At least so high, and whole on one page."""
    made.rows[row].height, made.rows[row].height_rule = Mm(millimetres), WD_ROW_HEIGHT_RULE.AT_LEAST
    keep = OxmlElement("w:cantSplit")
    made.rows[row]._tr.get_or_add_trPr().append(keep)


def allow_split(made: Table, row: int) -> None:
    """A long text may run on to the next page."""
    properties = made.rows[row]._tr.get_or_add_trPr()
    for node in properties.findall(qn("w:cantSplit")):
        properties.remove(node)


def keep_rows(made: Table, first: int) -> None:
    """The rows from ``first`` on stand on the page of what follows the table: no signature is left alone."""
    for row in made.rows[first:]:
        for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
            kept(paragraph)


def repeat_head(made: Table, rows: int = 1) -> None:
    """The first rows stand on every page."""
    for row in range(rows):
        mark = OxmlElement("w:tblHeader")
        made.rows[row]._tr.get_or_add_trPr().append(mark)


def field(label: str) -> str:
    """The placeholder of a value."""
    return "{{ " + label + " }}"


def span(made: Table, row: int, first: int, last: int) -> _Cell:
    """The cell over the columns from ``first`` to ``last``."""
    cell: _Cell = made.cell(row, first)
    return cell if first == last else cell.merge(made.cell(row, last))


def cells(made: Table, row: int, parts: Sequence[tuple[str, int]], size: Pt = FIVE, align: WD_ALIGN_PARAGRAPH = CENTRE) -> None:
    """Texts over so many columns each, from the left."""
    column = 0
    for text, wide in parts:
        put(span(made, row, column, column + wide - 1), text, size, align)
        column += wide


def repeated(each: str, values: Sequence[str], name: str = "行") -> list[str]:
    """The cells of the one row that repeats for each item: the loop begins in the first and ends in the last."""
    made = [field(f"{name}.{value}") for value in values]
    made[0] = "{%tr for " + name + " in " + each + " %}" + made[0]
    made[-1] += "{%tr endfor %}"
    return made


def head(made: Table, columns: Sequence[Column], size: Pt = SMALL_FOUR) -> None:
    """The heads in the first row, on every page."""
    for i, column in enumerate(columns):
        put(made.cell(0, i), column.head, size, font=HEADING)
    repeat_head(made)
    height(made, 0, 10)


def loop_table(document: Document, columns: Sequence[Column], each: str, size: Pt = SMALL_FOUR) -> Table:
    """A table with a repeated head and one row for each item of a list."""
    made = table(document, [column.width for column in columns], 2, narrow=True)
    head(made, columns, size)
    for i, text in enumerate(repeated(each, [column.value for column in columns], "项")):
        put(made.cell(1, i), text, size, columns[i].align, spacing=Pt(size.pt + 6))
    height(made, 1, 9)
    return made


def total(made: Table, before: int, figure: str, after: int, align: WD_ALIGN_PARAGRAPH = RIGHT) -> None:
    """A last row: 合计 over ``before`` columns, the figure, ``after`` empty columns."""
    row: _Row = made.add_row()  # type: ignore[no-untyped-call]
    at = len(made.rows) - 1
    put(span(made, at, 0, before - 1), "合计", SMALL_FOUR, font=HEADING)
    put(row.cells[before], figure, SMALL_FOUR, align)
    for cell in row.cells[before + 1 : before + 1 + after]:
        put(cell, "", SMALL_FOUR, LEFT)
    height(made, at, 10)
