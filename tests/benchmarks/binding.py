"""The share of label cells of blank forms that ``template bind`` binds rightly.

    python -m tests.benchmarks.binding FOLDER [GOLD]

FOLDER holds blanks (.docx), GOLD (the same folder where it is left out) beside each NAME.docx a NAME.json:
``{"places": [{"label": "联系电话", "at": "表格1第3行第4列"}, …]}``, the label cells that a person would bind, found by eye, each
with the cell where its value goes, cells counted as Word counts them; the cells of a table by its head in the first blank
row, or as 行标签·列标签 where rows print their label. A label is right when its own cell is bound, once; a cell that is bound
and is not in the list counts as wrong, as if it were one more label.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docforge.rendering.binding import bind_all
from docforge.rendering.binding_words import folded

Place = tuple[str, str]


@dataclass(frozen=True)
class Score:
    """Places by (label, cell): those listed, those bound rightly, those missed, and those bound that are not listed."""

    listed: int
    right: int
    missed: tuple[Place, ...]
    wrong: tuple[Place, ...]

    @property
    def share(self) -> float:
        return self.right / max(1, self.listed + len(self.wrong))


def score(blank: bytes, gold: list[Place]) -> Score:
    """A label that prints several rooms (长__宽__高) counts once."""
    wanted = Counter((folded(label), at) for label, at in gold)
    bound = Counter((folded(entry.label), entry.where) for entry in bind_all(blank).bound)
    of_parts = {place: key for place in bound for key in wanted if place[1] == key[1] and place[0].startswith(key[0])}
    seen = Counter(dict.fromkeys(of_parts.values(), 1))
    wrong = tuple(place for place in bound if place not in of_parts)
    right = sum(min(seen[key], count) for key, count in wanted.items())
    return Score(sum(wanted.values()), right, tuple(key for key in wanted if not seen[key]), wrong)


def report(folder: Path, gold: Path) -> Iterator[str]:
    """A line for each blank, what was missed or wrong under it, and the total."""
    total = [0, 0, 0]
    yield "| 空白表 | 标签格 | 正确 | 未填 | 误填 | 比例 |\n|---|---|---|---|---|---|"
    for path in sorted(folder.glob("*.docx")):
        places = [(p["label"], p["at"]) for p in json.loads((gold / f"{path.stem}.json").read_text(encoding="utf-8"))["places"]]
        own = score(path.read_bytes(), places)
        total = [a + b for a, b in zip(total, (own.listed, own.right, len(own.wrong)), strict=True)]
        yield f"| {path.stem} | {own.listed} | {own.right} | {own.listed - own.right} | {len(own.wrong)} | {own.share:.1%} |"
        for kind, found in (("未填", own.missed), ("误填", own.wrong)):
            yield from (f"  {kind} {label} {at}" for label, at in found)
    listed, right, wrong = total
    yield f"| 合计 | {listed} | {right} | {listed - right} | {wrong} | {right / (listed + wrong):.1%} |"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report(Path(sys.argv[1]), Path(sys.argv[-1])))
