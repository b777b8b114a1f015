"""The extraction engine on pages set by hand: spaced, fused, broken, misread and empty labels."""

from datetime import date

import pytest

from docforge.core.dates import Term
from docforge.core.model import Box, Document, Field, Grade, Line, Page, Record, Source, Via
from docforge.extraction.extract import extract
from docforge.extraction.kind import Kind, shipped_kinds
from docforge.extraction.layout import joined
from tests.core.test_ids import EXAMPLE

SIZE = 20.0
TITLE = (300.0, 40.0, "营业执照", 60.0)
Item = tuple[float, float, str] | tuple[float, float, str, float]


def page(*items: Item, width: float = 1000, height: float = 1400) -> Page:
    """Lines at (left, top, text, size); a character is as wide as high, a letter half as wide."""
    lines = []
    for item in items:
        left, top, text = item[:3]
        size = item[3] if len(item) == 4 else SIZE
        length = sum(size if ord(c) > 0x2E80 else size * 0.55 for c in text)
        lines.append(Line(text, Box(left, top, left + length, top + size), 1, 0.99, Via.OCR))
    return Page(1, width, height, tuple(sorted(lines, key=lambda line: (line.box.middle, line.box.left))))


def licence(*items: Item) -> Record:
    found = extract(Document(Source("a.jpg", "0", "image/jpeg"), (page(TITLE, *items),)), shipped_kinds())
    (record,) = found.records
    assert record.kind == "business_licence"
    return record


def value(record: Record, key: str) -> object:
    return record.value(key)


BASE: list[Item] = [(100, 300, "法定代表人"), (300, 300, "周明远"), (100, 340, "经营范围"), (300, 340, "软件开发")]


@pytest.mark.parametrize(
    "items",
    [
        [(100, 200, "名称"), (300, 200, "某某有限公司")],
        [(100, 200, "名"), (180, 200, "称"), (300, 200, "某某有限公司")],
        [(100, 200, "名"), (180, 200, "称 某某有限公司")],
        [(100, 200, "名称某某有限公司")],
        [(100, 200, "名　　称：某某有限公司")],
        [(100, 200, "企业名称："), (300, 200, "某某有限公司")],
        [(100, 200, "名称"), (300, 195, "某某有限"), (300, 222, "公司")],
        [
            (100, 200, "名"),
            (300, 200, "某某有限公司"),
            (100, 240, "住所"),
            (300, 240, "某地"),
            (100, 270, "类型"),
            (300, 270, "有限公司"),
        ],
    ],
)
def test_every_shape_of_a_label(items: list[Item]) -> None:
    assert value(licence(*items, *BASE), "name") == "某某有限公司"


def test_two_columns_are_kept_apart() -> None:
    record = licence(
        (60, 200, "名称"), (180, 200, "某某有限公司"), (560, 200, "注册资本"), (700, 200, "伍佰万元整"),
        (60, 240, "类型"), (180, 240, "有限责任公司"), (560, 240, "成立日期"), (700, 240, "2019年06月18日"),
        (60, 280, "法定代表人"), (180, 280, "周明远"), (560, 280, "营业期限"), (700, 280, "长期"),
        (60, 320, "经营范围"), (180, 320, "软件开发；技术服务；技术咨询；"), (560, 320, "住所"), (700, 320, "新疆伊犁州伊宁市"),
        (180, 346, "技术转让。"), (700, 346, "解放西路188号"),
    )  # fmt: skip
    assert value(record, "scope") == "软件开发；技术服务；技术咨询；技术转让。"
    assert value(record, "address") == "新疆伊犁州伊宁市解放西路188号"
    assert value(record, "term") == Term(None, None, open_ended=True)
    assert value(record, "established_on") == date(2019, 6, 18)
    assert str(value(record, "registered_capital")) == "5000000"


def test_a_code_is_found_under_its_label_and_by_its_check_digits() -> None:
    record = licence((60, 150, "统一社会信用代码"), (60, 180, EXAMPLE), (100, 240, "名称"), (300, 240, "某公司"), *BASE)
    assert value(record, "uscc") == EXAMPLE


def test_a_label_in_the_middle_of_a_line() -> None:
    record = licence((100, 200, f"名称某某公司 统一社会信用代码{EXAMPLE}"), *BASE)
    assert value(record, "uscc") == EXAMPLE


def test_a_misread_label_is_believed_less() -> None:
    record = licence((100, 200, "名称"), (300, 200, "某公司"), (100, 240, "注册资木"), (300, 240, "壹佰万元整"), *BASE)
    assert str(value(record, "registered_capital")) == "1000000"
    assert record.fields["registered_capital"].grade is Grade.HIGH
    lone = licence((100, 200, "称"), (300, 200, "某公司"), (120, 160, "成立日期"), (300, 160, "2019年1月1日"), *BASE)
    assert lone.fields.get("name") is None or lone.fields["name"].grade is not Grade.HIGH


def test_what_is_absent_or_printed_empty_is_not_filled() -> None:
    record = licence(
        (100, 200, "名称"), (300, 200, "某公司"), (100, 240, "营业期限"), (300, 240, "2009年08月03日至　　年　月　日"), *BASE
    )
    assert value(record, "term") == Term(date(2009, 8, 3), None)
    assert "established_on" not in record.fields
    empty = licence((100, 200, "名称"), (300, 200, "某公司"), (100, 260, "注册资本"), *BASE)
    assert "registered_capital" not in empty.fields


def test_a_large_watermark_does_not_enter_a_value() -> None:
    record = licence((100, 200, "名称"), (300, 200, "某公司"), (420, 185, "样本水印", 60.0), *BASE)
    assert value(record, "name") == "某公司"


def test_text_far_to_the_right_does_not_enter_a_value() -> None:
    record = licence((100, 200, "名称"), (300, 200, "某公司"), (800, 202, "背面文字"), *BASE)
    assert value(record, "name") == "某公司"


def test_stops_end_a_value() -> None:
    record = licence((100, 200, "名称"), (300, 200, "某公司"), *BASE, (300, 366, "登记机关"), (300, 392, "某局"))
    assert value(record, "scope") == "软件开发"


def test_a_failed_check_digit_is_low_and_said() -> None:
    wrong = EXAMPLE[:-1] + ("H" if EXAMPLE[-1] != "H" else "J")
    record = licence((100, 150, f"统一社会信用代码 {wrong}"), (100, 200, "名称"), (300, 200, "某公司"), *BASE)
    field: Field = record.fields["uscc"]
    if field.value == wrong:
        assert field.grade is Grade.LOW
        assert "E212" in {f.code for f in record.findings}
    else:
        assert "E213" in {f.code for f in record.findings}


def test_a_repair_is_shown() -> None:
    misread = EXAMPLE.replace("0", "O")
    record = licence((100, 150, f"统一社会信用代码 {misread}"), (100, 200, "名称"), (300, 200, "某公司"), *BASE)
    assert value(record, "uscc") == EXAMPLE
    (shown,) = [f for f in record.findings if f.code == "E213"]
    assert misread in shown.message
    assert EXAMPLE in shown.message
    assert record.fields["uscc"].grade is Grade.MEDIUM


def test_missing_required_fields_are_said() -> None:
    record = licence(*BASE)
    missing = {f.subject for f in record.findings if f.code == "E211"}
    assert missing == {"名称", "住所", "统一社会信用代码或注册号"}


def test_a_list_of_attachments_is_no_licence() -> None:
    listing = page((300, 40, "申报材料清单", 40.0), (100, 200, "1.营业执照复印件"), (100, 240, "2.高新技术企业证书复印件"))
    found = extract(Document(Source("a.jpg", "0", "image/jpeg"), (listing,)), shipped_kinds())
    assert found.records == ()


def test_a_kind_outside_the_shipped_ones_is_data_only() -> None:
    tax = Kind.model_validate({
        "kind": "tax_certificate", "label": "完税证明", "titles": ["税收完税证明"],
        "fields": [
            {"key": "taxpayer", "label": "纳税人名称", "type": "organisation", "required": True},
            {"key": "amount", "label": "金额合计", "type": "money"},
        ],
    })  # fmt: skip
    paper = page(
        (300, 40, "中华人民共和国税收完税证明", 40.0),
        (100, 200, "纳税人名称"),
        (300, 200, "某公司"),
        (100, 240, "金额合计"),
        (300, 240, "壹仟元整"),
    )
    (record,) = extract(Document(Source("a.jpg", "0", "image/jpeg"), (paper,)), (*shipped_kinds(), tax)).records
    assert (record.kind, record.value("taxpayer"), str(record.value("amount"))) == ("tax_certificate", "某公司", "1000")


def test_lines_are_joined_in_reading_order() -> None:
    lines = page((300, 226, "乙"), (300, 200, "甲"), (340, 202, "丙"), (300, 252, "x"), (300, 278, "y")).lines
    assert joined(lines) == "甲 丙乙x y"


def test_a_name_is_cut_off_from_a_watermark_and_runs_on_in_an_open_bracket() -> None:
    record = licence((100, 200, "名称"), (300, 200, "某公司"), (100, 260, "法定代表人"), (300, 260, "朱涛"), (370, 258, "某某网"))
    assert value(record, "legal_representative") == "朱涛"
    spaced = licence((100, 200, "名称"), (300, 200, "某公司"), (100, 260, "法定代表人"), (300, 260, "朱"), (350, 260, "涛"))
    assert value(spaced, "legal_representative") == "朱涛"
    partners = licence(
        (100, 200, "名称"),
        (300, 200, "某中心"),
        (100, 260, "执行事务合伙人"),
        (300, 260, "某某管理有限公司（委派"),
        (300, 286, "代表：马晓东）"),
    )
    assert value(partners, "legal_representative") == "某某管理有限公司（委派代表：马晓东）"


def test_a_hole_in_a_row_is_a_doubt() -> None:
    whole = licence((100, 200, "名称"), (300, 200, "某公司"), (100, 260, "经营范围"), (300, 260, "软件开发；技术服务"))
    holed = licence(
        (100, 200, "名称"), (300, 200, "某公司"), (100, 260, "经营范围"), (300, 260, "软件开发；"), (460, 260, "技术服务")
    )
    assert whole.fields["scope"].grade is Grade.HIGH
    assert holed.fields["scope"].grade is Grade.MEDIUM


def test_some_labels_count_only_alone() -> None:
    base: list[Item] = [(100, 200, "名称"), (300, 200, "某公司"), *BASE]
    scope = licence(*base, (300, 366, "有效期至2018年3月4日）"))
    assert "term" not in scope.fields
    assert value(scope, "scope") == "软件开发有效期至2018年3月4日）"
    alone = licence(*base[:-1], (300, 340, "软件开发"), (100, 400, "有效期"), (300, 400, "2015年1月1日至2025年1月1日"))
    assert value(alone, "term") == Term(date(2015, 1, 1), date(2025, 1, 1))


def test_the_date_under_the_authority_is_the_day_of_issue() -> None:
    base: list[Item] = [(100, 200, "名称"), (300, 200, "某公司"), *BASE]
    under = licence(*base, (500, 600, "登记机关"), (520, 660, "2023"), (580, 660, "年"), (610, 660, "5月"), (670, 660, "16日"))
    assert value(under, "issued_on") == date(2023, 5, 16)
    labelled = licence(*base, (500, 600, "发照机关"), (600, 600, "某工商局"), (500, 640, "发照日期"), (600, 640, "2012年3月19日"))
    assert value(labelled, "issued_on") == date(2012, 3, 19)
    assert value(labelled, "authority") == "某工商局"


def test_what_a_seal_leaves_beside_the_authority_is_not_its_name() -> None:
    base: list[Item] = [(100, 200, "名称"), (300, 200, "某公司"), *BASE]
    assert "authority" not in licence(*base, (500, 600, "登记机关"), (620, 600, "强4月")).fields
    assert value(licence(*base, (500, 600, "登记机关"), (620, 600, "伊宁市某某局")), "authority") == "伊宁市某某局"


def test_a_line_of_a_paragraph_that_begins_like_a_label_is_text() -> None:
    record = licence(
        (100, 200, "名称"),
        (300, 200, "某公司"),
        (100, 260, "法定代表人"),
        (300, 260, "周明远"),
        (100, 300, "住所"),
        (300, 300, "某地"),
        (100, 340, "经营范围"),
        (300, 340, "软件开发；房屋租赁；"),
        (300, 366, "经营场地租赁服务；"),
        (300, 392, "住所看护；会议服务。"),
    )
    assert value(record, "scope") == "软件开发；房屋租赁；经营场地租赁服务；住所看护；会议服务。"
    assert value(record, "address") == "某地"


def test_a_firm_called_after_notices_is_still_a_firm() -> None:
    record = licence((100, 200, "名称"), (300, 200, "某某公示牌制作有限公司", 28.0), *BASE)
    assert value(record, "name") == "某某公示牌制作有限公司"
    notice = page(
        (200, 40, "关于某某公司营业执照的公示", 40.0), (100, 200, "法定代表人"), (100, 240, "经营范围"), (100, 280, "登记机关")
    )
    assert extract(Document(Source("a.jpg", "0", "image/jpeg"), (notice,)), shipped_kinds()).records == ()


def test_two_papers_copied_on_one_page_are_two_records() -> None:
    both = page(
        TITLE,
        (100, 200, "名称"),
        (300, 200, "某公司"),
        *BASE,
        (100, 380, "住所"),
        (300, 380, "某地"),
        (300, 800, "高新技术企业证书", 50.0),
        (200, 900, "企业名称：某公司"),
        (200, 940, "证书编号：GR202565000127"),
        (200, 980, "发证时间：2025年10月28日"),
    )
    found = extract(Document(Source("a.jpg", "0", "image/jpeg"), (both,)), shipped_kinds())
    assert [record.kind for record in found.records] == ["business_licence", "hnt_certificate"]
    first, second = found.records
    assert (first.value("name"), first.value("legal_representative"), first.value("address")) == ("某公司", "周明远", "某地")
    assert (second.value("certificate_number"), second.value("issued_on")) == ("GR202565000127", date(2025, 10, 28))


def test_what_is_usually_there_is_told_when_it_is_not() -> None:
    record = licence((100, 200, "名称"), (300, 200, "某公司"), *BASE)
    assert {f.subject for f in record.findings if f.code == "E217"} == {"类型", "成立日期"}


def test_a_watermark_beside_a_value_is_not_of_it() -> None:
    record = licence(*BASE[2:], (100, 300, "法定代表人"), (300, 300, "周明远"), (380, 285, "某某建材网", 48))
    assert value(record, "legal_representative") == "周明远"


@pytest.mark.parametrize(
    ("scope", "graded"), [("软件开发。", Grade.HIGH), ("软件开发。二", Grade.MEDIUM), ("软件开发（二）", Grade.HIGH)]
)
def test_a_character_alone_behind_the_end_of_a_long_text_is_a_doubt(scope: str, graded: Grade) -> None:
    assert licence(*BASE[:3], (300, 340, scope)).fields["scope"].grade is graded
