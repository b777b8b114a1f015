"""Placeholders into an untouched official blank: what is wanted is looked for by its label, or all that is found is bound."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from docforge.core.text import tidy
from docforge.rendering import binding_words as words
from docforge.rendering.binding_match import Match, matches
from docforge.rendering.binding_model import Binding, Bound, Found, How, Wanted
from docforge.rendering.binding_spots import Spot, Survey
from docforge.rendering.binding_tables import RowTable, is_year, years_of
from docforge.rendering.binding_write import replace_text, tag, write_spots, write_table
from docforge.rendering.grid import Line, WordFile, text_of


def bind_wanted(content: bytes, wanted: Sequence[Wanted], stops: Sequence[str] = (), file_name: str = "") -> Binding:
    """The blank with the placeholders of a form. ``stops``: the form's printed words that are never written beside.

    Raises DocforgeError T503 when the content is no .docx.
    """
    file = WordFile(content, file_name)
    survey = Survey(file, stops)
    found, missed = matches(file, survey, wanted, stops)
    bound = [entry for match in found if match.table for entry in _write_table(match)]
    single = [(match, spot) for match in found for spot in match.spots]
    by_choices: dict[tuple[str, ...], list[tuple[Spot, str]]] = {}
    for match, spot in single:
        by_choices.setdefault(match.wanted.choices, []).append((spot, match.wanted.name))
    _write_lines(by_choices)
    bound += [Bound(m.wanted.name, spot.label, spot.where, _shown(spot, m.wanted.name)) for m, spot in single]
    used = {id(spot.element) for _, spot in single}
    claimed = {cell for match in found if match.table for cell in match.table.cells}
    elements = {id(cell.element) for cell in claimed}
    spare = [(s.label, s.where) for s in survey.spots if id(s.element) not in used | elements]
    spare += [(_title(t), t.grid.where) for t in survey.tables if not any(id(c.element) in elements for c in t.cells)]
    return Binding(
        file.content(), _in_order(bound, wanted), tuple(missed), tuple(spare), tuple(survey.never), notes=tuple(_notes(found))
    )


def _write_lines(by_choices: dict[tuple[str, ...], list[tuple[Spot, str]]]) -> None:
    """Boxes know their form's choices; the other places do not mind."""
    plain = [pair for choices, pairs in by_choices.items() for pair in pairs if pair[0].how is not How.BOXES]
    for choices, pairs in by_choices.items():
        write_spots([pair for pair in pairs if pair[0].how is How.BOXES], choices)
    write_spots(plain)


def _in_order(bound: Sequence[Bound], wanted: Sequence[Wanted]) -> tuple[Bound, ...]:
    rank = {item.name: i for i, item in enumerate(wanted)}
    return tuple(sorted(bound, key=lambda entry: rank[entry.name]))


def _write_table(match: Match) -> list[Bound]:
    table, wanted = match.table, match.wanted
    if table is None:
        return []
    of_years = {column.name for column in wanted.columns if column.is_year}
    return _write_rows(table, wanted.name, match.columns, of_years, match.places)


def _write_rows(
    table: RowTable, name: str, columns: Sequence[str | None], of_years: Collection[str], places: Sequence[int] = ()
) -> list[Bound]:
    """The rows, and the years over them, which roll on with the year of application."""
    made = []
    for head, own in zip(table.heads, columns, strict=True):
        if own and own in of_years and is_year(head.cell.text):
            made.append(Bound(name, head.label, head.cell.where, tag(own)))
            replace_text(head.cell.element, tag(own))
    written = write_table(table, name, columns, places)
    return made + [Bound(name, _label_of(table, cell.where), cell.where, text) for cell, text in written]


def _notes(found: Sequence[Match]) -> list[str]:
    made = []
    for match in found:
        blank = len(match.table.rows) - match.table.blank_from if match.table and not match.table.labels else 0
        if match.table and blank and match.wanted.printed_rows != len(match.table.rows):
            made.append(
                f"“{match.wanted.name}”原表印有{len(match.table.rows)}行，表单的 printed_rows 为{match.wanted.printed_rows}"
            )
    return made


def _shown(spot: Spot, name: str) -> str:
    return f"☑ {'/'.join(option for _, option, _ in spot.boxes)} = {name}" if spot.boxes else tag(name)


def bind_all(content: bytes, file_name: str = "") -> Binding:
    """The blank with a placeholder for every label cell that is found, named by its own printed label.

    Raises DocforgeError T503 when the content is no .docx.
    """
    file = WordFile(content, file_name)
    survey = Survey(file)
    names = _spot_names(survey.spots, {_title(table) for table in survey.tables})
    bound = [Bound(name, spot.label, spot.where, _shown(spot, name)) for spot, name in names]
    found = [_found(spot, name, names) for spot, name in names]
    write_spots(names)
    taken = {name for _, name in names}
    for table in survey.tables:
        name = _unique(words.identifier(_title(table)) or "表格", taken)
        columns = _column_names(table)
        blank = len(table.rows) if not table.labels else 0
        years = years_of(table.heads)
        heads = tuple(zip(columns, (tidy(head.label) for head in table.heads), years, strict=True))
        labels = tuple(map(tidy, table.labels))
        found.append(Found(name, tidy(_title(table)), None, heads=heads, labels=labels, rows=blank))
        bound += _write_rows(table, name, columns, [own for own, year in zip(columns, years, strict=True) if year is not None])
    return Binding(file.content(), tuple(bound), never=tuple(survey.never), found=tuple(found), title=_title_of(file))


def _title_of(file: WordFile) -> str:
    """What the form is called: its first line, or the first full-width cell."""
    lines = [text_of(b.element) if isinstance(b, Line) else b.cells[0].text for b in file.blocks if isinstance(b, Line) or b.cells]
    first = next((line.strip() for line in lines if line.strip() and not _NUMBERED.match(line.strip())), "")
    return tidy("".join(first.split("\n"))) if len(first) <= _LONGEST_TITLE else ""


_LONGEST_TITLE = 60
_YEARS = {0: "本年", -1: "上一年", -2: "前二年", -3: "前三年"}
_NUMBERED = re.compile(r"附[件表]\s*\d*[:：]?$")


def _label_of(table: RowTable, where: str) -> str:
    for number, row in enumerate(table.rows):
        for head, cell in zip(table.heads, row, strict=True):
            if cell and cell.where == where:
                return f"{table.labels[number]}·{head.label}" if table.labels else head.label
    return ""


def _title(table: RowTable) -> str:
    return table.title or (table.labels[0] if len(table.labels) == 1 else table.heads[0].label) or table.heads[-1].label


def _column_names(table: RowTable) -> list[str]:
    """A name for each head, with the head above it where two are alike."""
    made: list[str] = []
    for head, year in zip(table.heads, years_of(table.heads), strict=True):
        if year is not None:
            made.append(_unique(_YEARS.get(year, f"前{-year}年" if year < 0 else f"后{year}年"), set(made)))
            continue
        short, whole = words.identifier(head.label), words.identifier(head.whole)
        alike = sum(words.identifier(other.label) == short for other in table.heads) > 1
        made.append(_unique((whole if alike else short) or "项目", set(made)))
    return made


def _spot_names(spots: Sequence[Spot], taken: set[str]) -> list[tuple[Spot, str]]:
    """A name of its own for each spot; labels that are printed more than once are named after what stands beside them."""
    plain = [words.identifier(spot.label) or "内容" for spot in spots]
    often = Counter(plain)
    used: set[str] = {words.identifier(name) for name in taken}
    tries: list[Callable[[Spot, str], str]] = [
        lambda spot, own: words.identifier(spot.beside[-1]) + own if spot.beside else "",
        lambda spot, own: words.identifier(spot.side) + own if spot.side else "",
    ]
    named = []
    for spot, own in zip(spots, plain, strict=True):
        others = [make(spot, own) for make in tries] if often[own] > 1 else []
        choice = next((name for name in others if name and name not in used), _unique(own, used))
        used.add(choice)
        named.append((spot, choice))
    return named


def _unique(name: str, taken: set[str]) -> str:
    choice, number = name, 2
    while choice in taken:
        choice, number = f"{name}{number}", number + 1
    taken.add(choice)
    return choice


def _found(spot: Spot, name: str, names: Sequence[tuple[Spot, str]]) -> Found:
    twice = sum(other.label == spot.label for other, _ in names) > 1
    left = spot.beside[-1] if spot.beside and twice else ""
    of_left = [(other, own) for other, own in names if left and other.label == left]
    beside = next((own for other, own in of_left if other.where.rpartition("第")[0] == spot.where.rpartition("第")[0]), "")
    options = tuple(option for _, option, _ in spot.boxes)
    return Found(name, spot.printed or tidy(spot.label), spot.how, spot.tall, spot.is_below, options, beside=beside)
