"""A page with very many lines costs in proportion to them, and what is left out of it is told."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from docforge.casework.kinds import all_kinds
from docforge.core.model import Box, Document, Line, Page, Record, Source
from docforge.core.nearby import Bands
from docforge.extraction import anchors, layout
from docforge.extraction.extract import extract

COLUMNS = 40
HEAD = ["营业执照", "名称：伊宁市某某有限公司", "统一社会信用代码：91654002MA775BT24K", "住所：新疆伊宁市", "登记机关"]
LIST_HEAD = ["伊犁州科学技术局文件", "伊州科〔2025〕12号", "关于认定2025年度州级众创空间的通知", "各县市："]


def full_page(words: list[str], count: int, head: list[str]) -> Page:
    """``count`` lines in forty columns below the head."""
    lines = [Line(text, Box(150, 20 + 30 * i, 450, 40 + 30 * i), 1) for i, text in enumerate(head)]
    for i in range(count):
        row, column = divmod(i, COLUMNS)
        left, top = 10 + 60 * column, 200 + 14 * row
        lines.append(Line(words[i % len(words)], Box(left, top, left + 50, top + 12), 1))
    return Page(1, 2500, 300 + 14 * count / COLUMNS, tuple(lines), unit="pt")


def record_of(page: Page) -> Record:
    (record,) = extract(Document(Source("a.pdf", "a", "application/pdf"), (page,)), all_kinds()).records
    return record


@pytest.mark.parametrize("words", [["名"], ["名称", "名称：某公司", "住", "称", "经营范围："], ["营业执照"], ["某某某某"]])
def test_twice_the_lines_cost_about_twice_the_comparisons(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()

    def counting(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: object) -> Any:
            made = real(*arguments)
            calls["comparisons"] += len(made) if isinstance(made, list) else 1
            return made

        return call

    for owner, name in ((anchors, "same_row"), (layout, "same_row"), (layout, "_continues"), (Bands, "near")):
        monkeypatch.setattr(owner, name, counting(getattr(owner, name)))
    costs = []
    for count in (800, 1600):
        calls.clear()
        record_of(full_page(words, count, HEAD))
        costs.append(calls["comparisons"])
    assert costs[1] < 2.6 * costs[0] + 1000


def test_labels_are_sought_in_the_upper_lines_of_a_page_too_full() -> None:
    record = record_of(full_page(["某某某某"], 20_000, HEAD))
    assert record.value("name") == "伊宁市某某有限公司"
    (told,) = (f for f in record.findings if f.code == "E225")
    assert "20005" in told.message
    assert "E225" not in [f.code for f in record_of(full_page(["某某某某"], 500, HEAD)).findings]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_long_list_is_read_to_its_end(ruled: bool) -> None:
    rows = [["序号", "单位名称", "名称", "证书编号"]]
    rows += [[str(i), f"伊宁市第{i}示例有限公司", f"平台{i}", f"B{i}"] for i in range(1, 2001)]
    places = [
        (text, Box(10 + 140 * c, 200 + 14 * r, 130 + 140 * c, 210 + 14 * r))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    page = full_page([""], 0, LIST_HEAD)
    page = replace(
        page,
        height=300 + 14 * len(rows),
        lines=page.lines + tuple(Line(text, box, 1) for text, box in places),
        cells=tuple(Box(box.left - 5, box.top - 2, box.right + 15, box.bottom + 2) for _, box in places) if ruled else (),
    )
    listed = record_of(page).value("listed")
    assert isinstance(listed, tuple)
    assert len(listed) == 2000
    assert listed[-1][1] == "伊宁市第2000示例有限公司"
