"""Prose, official documents, lists, blocks, parts, derived values: each on a page made for it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from docforge.casework.kinds import all_kinds
from docforge.core.dates import months_in
from docforge.core.model import Box, Document, Line, Mark, MarkKind, Page, Record, Source, Via
from docforge.extraction.derived import told_by
from docforge.extraction.extract import extract
from docforge.extraction.joining import join_parts
from docforge.extraction.kind import kind_named
from fixtures.make import uscc

KINDS = all_kinds()


def page(*texts: str | tuple[str, float], number: int = 1, marks: tuple[Mark, ...] = (), via: Via = Via.TEXT) -> Page:
    """Lines one below the other, 16 points high; a tuple gives another height."""
    lines, y = [], 60.0
    for item in texts:
        text, height = item if isinstance(item, tuple) else (item, 16.0)
        lines.append(Line(text, Box(70, y, 70 + height * len(text), y + height), number, 1.0, via))
        y += 2 * height
    return Page(number, 595, 842, tuple(lines), unit="pt", marks=marks)


def records(*pages: Page, name: str = "a.pdf") -> list[Record]:
    return list(extract(Document(Source(name, name, "application/pdf"), pages), KINDS).records)


def the_record(*pages: Page) -> Record:
    (record,) = records(*pages)
    return record


DIPLOMA = (
    ("普通高等学校", 20),
    ("毕业证书", 34),
    "研究生 努尔兰·叶尔肯 性别 男 ，一九九一年 三 月 四 日生，于二〇一四年九月",
    "至二〇一七年六月在 农业工程 专业学习，学制三年，修完硕士研究生培",
    "养计划规定的全部课程，成绩合格，毕业论文答辩通过，准予毕业。",
    "培养单位：天山示例大学",
    "证书编号：109991201702000123",
    "日期：二0一七年六月三十日",
)


def test_a_diploma_is_read_out_of_its_sentence() -> None:
    record = the_record(page(*DIPLOMA))
    assert record.kind == "diploma"
    assert {key: str(record.value(key)) for key in ("name", "born_on", "speciality", "school", "level", "issued_on")} == {
        "name": "努尔兰·叶尔肯",
        "born_on": "1991-03-04",
        "speciality": "农业工程",
        "school": "天山示例大学",
        "level": "硕士研究生",
        "issued_on": "2017-06-30",
    }
    assert record.fields["name"].evidence.box is not None


OFFICIAL = (
    ("自治区科学技术厅文件", 36),
    "新科发【2025】第88号",
    ("关于认定2025年度自治区工程技术研究", 22),
    ("中心的通知", 22),
    "各有关单位：",
    "现予公布。",
    "附件：名单",
    "自治区科学技术厅",
    "2025年8月22日",
)
LIST = ("附件", "名单", "2025年度自治区工程技术研究中心")


def grid(rows: Sequence[Sequence[str]], number: int = 2, top: float = 200.0) -> Page:
    lines, cells = [], []
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            box = Box(60 + 150 * j, top + 30 * i, 210 + 150 * j, top + 30 * i + 30)
            cells.append(box)
            if text:
                lines.append(Line(text, Box(box.left + 5, box.top + 6, box.left + 5 + 10 * len(text), box.top + 20), number))
    return Page(number, 595, 842, tuple(lines), tuple(cells), unit="pt")


def test_an_official_document_by_its_elements() -> None:
    record = the_record(page(*OFFICIAL), grid([("序号", "依托单位", "平台名称"), ("1", "甲公司", "甲中心"), ("合计", "", "1")]))
    assert record.kind == "recognition_document"
    assert record.pages == (1, 2)
    assert record.value("document_number") == "新科发〔2025〕88号"
    assert record.value("title") == "关于认定2025年度自治区工程技术研究中心的通知"
    assert (record.value("action"), record.value("level")) == ("认定", "自治区")
    assert record.value("addressee") == "各有关单位："
    assert str(record.value("issued_on")) == "2025-08-22"
    assert record.value("listed") == (("1", "甲公司", "甲中心", ""),)


TWO_LISTS = (*OFFICIAL[:2], ("关于公布2025年度工程技术研究中心名单的通知", 22), *OFFICIAL[4:])
HEADS = ("序号", "依托单位", "平台名称")


def titled(text: str, page_: Page, top: float = 150.0, left: float = 200.0) -> Page:
    line = Line(text, Box(left, top, left + 12 * len(text), top + 16), page_.number)
    return replace(page_, lines=(line, *page_.lines))


def below(first: Page, second: Page) -> Page:
    return replace(first, lines=first.lines + second.lines, cells=first.cells + second.cells)


def actions(made: Sequence[Record]) -> dict[object, list[str]]:
    """Whom each record's list names, by what it says of them."""
    rows = {record.value("action"): record.value("listed") for record in made}
    return {action: [row[1] for row in listed] for action, listed in rows.items() if isinstance(listed, tuple)}


RECOGNISED = grid([HEADS, ("1", "甲公司", "甲中心"), ("2", "乙公司", "乙中心")])
WITHDRAWN = grid([HEADS, ("1", "丙公司", "丙中心")], number=3)


@pytest.mark.parametrize("withdrawn", ["附件2 取消认定的工程技术研究中心名单", "二、撤销的中心（1家）", "未通过认定名单"])
def test_attachments_of_opposite_meaning_are_lists_of_their_own(withdrawn: str) -> None:
    made = records(page(*TWO_LISTS), titled("附件1 认定名单", RECOGNISED), titled(withdrawn, WITHDRAWN))
    assert actions(made) == {"认定": ["甲公司", "乙公司"], "撤销": ["丙公司"]}
    assert {record.value("document_number") for record in made} == {"新科发〔2025〕88号"}
    assert made[1].findings == ()


def test_lists_of_opposite_meaning_on_one_page() -> None:
    lower = titled("二、取消资格的中心", grid([HEADS, ("1", "丙公司", "丙中心")], top=500.0), top=460.0)
    both = below(titled("一、认定的中心", RECOGNISED), lower)
    assert actions(records(page(*TWO_LISTS), both)) == {"认定": ["甲公司", "乙公司"], "撤销": ["丙公司"]}
    unruled = replace(both, cells=())
    assert actions(records(page(*TWO_LISTS), unruled)) == {"认定": ["甲公司", "乙公司"], "撤销": ["丙公司"]}


def narrowed(box: Box) -> Box:
    return replace(box, left=box.left * 0.8, right=box.right * 0.8)


def side_by_side(left: str, right: str) -> Page:
    rows = [("单位", "名称", "单位", "名称"), ("甲公司", "甲中心", "丙公司", "丙中心"), ("乙公司", "乙中心", "", "")]
    wide = grid(rows)
    lines = tuple(replace(line, box=narrowed(line.box)) for line in wide.lines)
    made = replace(wide, lines=lines, cells=tuple(narrowed(cell) for cell in wide.cells))
    return titled(left, titled(right, made, left=320), left=60) if left else made


def test_lists_side_by_side() -> None:
    apart = records(page(*TWO_LISTS), side_by_side("认定名单", "取消名单"))
    assert actions(apart) == {"认定": ["甲公司", "乙公司"], "撤销": ["丙公司"]}
    one = records(page(*OFFICIAL), side_by_side("", ""))
    assert actions(one) == {"认定": ["甲公司", "乙公司", "丙公司"]}


def test_headings_repeated_on_the_next_page_begin_no_new_list() -> None:
    more = grid([HEADS, ("3", "丁公司", "丁中心")], number=3)
    made = records(page(*OFFICIAL), titled("附件 认定名单", RECOGNISED), more)
    assert actions(made) == {"认定": ["甲公司", "乙公司", "丁公司"]}


def test_a_sentence_above_a_list_is_no_title_of_it() -> None:
    listed = titled("对不再符合条件的取消认定。名单如下", RECOGNISED)
    assert actions(records(page(*OFFICIAL), listed)) == {"认定": ["甲公司", "乙公司"]}


def test_a_list_goes_on_over_pages() -> None:
    more = grid([(str(i), f"公司{i}", "中心") for i in range(2, 5)], number=3)
    record = the_record(page(*OFFICIAL), grid([("序号", "依托单位", "平台名称"), ("1", "甲公司", "甲中心")]), more)
    assert isinstance(rows := record.value("listed"), tuple)
    assert [row[1] for row in rows] == ["甲公司", "公司2", "公司3", "公司4"]


def test_number_and_issuer_that_speak_for_different_levels_are_told() -> None:
    first = ("伊宁市科学技术局文件", 36)
    record = the_record(page(first, "国科发〔2025〕8号", ("关于认定某中心的通知", 22), "各单位：", "2025年8月22日"))
    assert "E220" in [found.code for found in record.findings]


@pytest.mark.parametrize("title", ["关于组织申报2025年专精特新中小企业的通知", "关于征集2025年工程技术研究中心的通知"])
def test_a_call_for_applications_is_no_recognition(title: str) -> None:
    found = extract(Document(Source("a", "", ""), (page("新工信〔2025〕8号", (title, 22), "各单位：", "2025年8月22日"),)), KINDS)
    assert found.records == ()
    assert found.unrecognised[0].finding.code in ("E201", "E202")


def test_the_same_label_in_two_blocks() -> None:
    rows = [("付款人", "户名", "某财政局", "收款人", "户名", "某公司"), ("", "账号", "6501", "", "账号", "6502")]
    lines, cells = [], []
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            box = Box(40 + 85 * j, 200 + 30 * i, 125 + 85 * j, 230 + 30 * i)
            cells.append(box)
            if text:
                lines.append(Line(text, Box(box.left + 3, box.top + 8, box.left + 3 + 10 * len(text), box.top + 20), 1))
    body = page(("某银行电子回单", 28), "金额（小写）：1,000.00", "金额（大写）：壹仟零壹元整", "交易日期：2025年9月18日")
    record = the_record(Page(1, 595, 842, (*body.lines, *lines), tuple(cells), unit="pt"))
    assert (record.value("payer"), record.value("payee")) == ("某财政局", "某公司")
    assert (record.value("payer_account"), record.value("payee_account")) == ("6501", "6502")
    assert "E221" in [found.code for found in record.findings]


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("正高级工程师", "正高"),
        ("高级工程师", "副高"),
        ("副教授", "副高"),
        ("教授", "正高"),
        ("教授级高级工程师", "正高"),
        ("副研究员", "副高"),
        ("助理研究员", "中级"),
        ("工程师", "中级"),
        ("助理工程师", "初级"),
        ("副主任医师", "副高"),
        ("主任医师", "正高"),
        ("高级工程师（正高级）", "正高"),
        ("助理会计师", "初级"),
        ("主管护师", "中级"),
        ("工人", ""),
    ],
)
def test_the_level_of_a_title(title: str, level: str) -> None:
    derived = kind_named("title_certificate", KINDS).spec("level").derived
    assert derived is not None
    assert told_by(title, derived) == level


CONTRACT_FIRST = (
    ("劳动合同书", 30),
    "甲方（用人单位）：甲公司",
    "乙方（劳动者）：张三",
    "合同期限自2024年3月1日起至2027年2月28日止。",
)
CONTRACT_LAST = ("本劳动合同一式两份。", "甲方（盖章）：", "乙方（签字）：", "签订日期：2024年2月26日")


def test_first_and_last_page_of_a_contract_are_one_paper() -> None:
    record = the_record(page(*CONTRACT_FIRST), page("第三条 其他约定。", number=2), page(*CONTRACT_LAST, number=3))
    assert record.pages == (1, 2, 3)
    assert [part.name for part in record.parts] == ["首页", "末页"]
    assert str(record.value("signed_on")) == "2024-02-26"
    assert "E219" not in [found.code for found in record.findings]


def test_pages_photographed_apart_are_joined_and_a_missing_one_is_told() -> None:
    first, last = records(page(*CONTRACT_FIRST), name="x/1.jpg"), records(page(*CONTRACT_LAST), name="x/2.jpg")
    assert "E219" in [found.code for found in first[0].findings]
    (joined,) = join_parts([*first, *last], KINDS)
    assert [part.source.name for part in joined.parts] == ["x/1.jpg", "x/2.jpg"]
    assert "E219" not in [found.code for found in joined.findings]
    elsewhere = records(page(*CONTRACT_LAST), name="y/2.jpg")
    assert len(join_parts([*first, *elsewhere], KINDS)) == 2


def test_months_of_another_employer_do_not_count() -> None:
    assert len(months_in("202311-202402")) == 4
    assert len(months_in("2023年1月至2023年12月，2024-01")) == 13
    assert months_in("15天") == frozenset()


CODE = uscc("printed-code")


def licence(said: str, *lines: str) -> Record:
    mark = Mark(MarkKind.CODE, 1, Box(400, 700, 480, 780), said)
    return the_record(page(("营业执照", 40), *lines, "类型：有限责任公司", "住所：某地", "法定代表人：张三", marks=(mark,)))


def test_a_qr_code_that_agrees_makes_sure_and_one_that_differs_is_told() -> None:
    agreed = licence(f"统一社会信用代码:{CODE};名称:甲公司", f"统一社会信用代码：{CODE}", "名称：甲公司")
    assert "E218" not in [found.code for found in agreed.findings]
    differs = licence("名称:乙公司", f"统一社会信用代码：{CODE}", "名称：甲公司")
    assert "E218" in [found.code for found in differs.findings]
    assert differs.value("name") == "甲公司"
    assert differs.fields["name"].grade != "high"


def test_a_code_that_only_the_qr_code_holds_is_taken_from_it() -> None:
    record = licence(f"统一社会信用代码:{CODE}", "名称：甲公司")
    assert record.value("uscc") == CODE
    assert record.fields["uscc"].via is Via.CODE


def test_a_copy_stamp_is_a_mark_and_no_value() -> None:
    record = the_record(
        page(("营业执照", 40), f"统一社会信用代码：{CODE}", "名称：甲公司", "与原件一致", "住所：某地", "法定代表人：张三")
    )
    assert [mark.text for mark in record.marks if mark.kind is MarkKind.CERTIFIED_COPY] == ["与原件一致"]
    assert record.value("name") == "甲公司"


def test_a_portrait_is_a_photo_and_not_a_paper() -> None:
    mark = Mark(MarkKind.PORTRAIT, 1, Box(0, 0, 420, 560))
    assert the_record(Page(1, 420, 560, (), marks=(mark,))).kind == "portrait_photo"


def test_one_document_of_several_papers_is_split() -> None:
    found = records(
        page(("营业执照", 40), f"统一社会信用代码：{CODE}", "名称：甲公司", "住所：某地", "法定代表人：张三"),
        page(*DIPLOMA, number=2),
    )
    assert [(record.kind, record.pages) for record in found] == [("business_licence", (1,)), ("diploma", (2,))]
