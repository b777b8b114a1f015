"""Personal numbers are found however they are written; numbers of firms and dates are none."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core.personal import Personal, personal, split_personal

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
BETWEEN = ["", "", "", " ", "  ", "-", "—", "–", "·", ".", "\u3000", "\u00a0", "\u200b", "_", "/", "、", " - "]
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
UYGHUR = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WORDS = st.text("伊宁市天山雪莲公司张三负责人（）：，备注高新技术企业首次认定", max_size=12)


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["654002", "110105", "652301"]))
    born = draw(st.dates(date(1930, 1, 1), date(2010, 12, 31)))
    body = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


MOBILES = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
LANDLINES = st.from_regex(r"\A0(99[0-9]|10|2[1-9])[2-8][0-9]{6}\Z")
ACCOUNTS = st.from_regex(r"\A[3-9][0-9]{15,18}\Z")


@st.composite
def written(draw: st.DrawFn, number: str) -> str:
    """The number with separators anywhere, some digits full width or in another script."""
    pieces = []
    for i, char in enumerate(number):
        pieces.append(char.translate(draw(st.sampled_from([{}, {}, {}, WIDE, UYGHUR]))))
        if i < len(number) - 1:
            pieces.append(draw(st.sampled_from(BETWEEN)))
    return "".join(pieces)


@st.composite
def hidden(draw: st.DrawFn) -> tuple[Personal, str]:
    """A personal number written in some way."""
    kind, numbers = draw(
        st.sampled_from(
            [
                (Personal.CITIZEN_ID, citizen_ids()),
                (Personal.PHONE, MOBILES),
                (Personal.PHONE, LANDLINES),
                (Personal.ACCOUNT, ACCOUNTS),
            ]
        )
    )
    return kind, draw(written(draw(numbers)))


@given(hidden(), WORDS, WORDS)
def test_a_personal_number_is_found_however_it_is_written(leak: tuple[Personal, str], before: str, after: str) -> None:
    kind, text = leak
    assert kind in personal(before + text + after)


@pytest.mark.parametrize(
    "text",
    [
        "91654002MATE5T017G",
        "GR202565000127",
        "2025654002A8000123",
        "伊科发〔2025〕12号",
        "公示期为5个工作日，自2025年12月1日至2025年12月5日。",
        "有效期 2023.12.04-2026.12.03",
        "2021 2022 2023 2024",
        "支持资金总额16409.02万元（大写：人民币壹亿陆仟肆佰零玖万零贰佰元整）",
        "新疆伊犁州伊宁市解放西路1号",
        "ZL 2017 1 0601862.3",
        "2021SR0123456",
        "新药产品2021年生产",
        "654***********123X",
        "138****1234",
        "z***@163.com",
        "@仿宋_GB2312",
        "",
    ],
)
def test_what_belongs_to_firms_is_not_personal(text: str) -> None:
    assert personal(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("住址：伊宁市解放西路1号院3栋2单元501室", Personal.HOME),
        ("伊宁市飞机场路天山花园12栋501室", Personal.HOME),
        ("家庭住址 伊宁市某某巷", Personal.HOME),
        ("1988年5月出生", Personal.BIRTH),
        ("出生年月：1988.05", Personal.BIRTH),
        ("生于1988-05-04", Personal.BIRTH),
        ("联系电话：8000001", Personal.PHONE),
        ("开户行账号 3001 0122", Personal.ACCOUNT),
        ("护照号 E12345678", Personal.CITIZEN_ID),
        ("身份证 110105491231002", Personal.CITIZEN_ID),
        ("证ID11010519491231002X", Personal.CITIZEN_ID),
        ("+86 139 9999 0001", Personal.PHONE),
        ("8613999990001", Personal.PHONE),
        ("110105194912310021", Personal.CITIZEN_ID),
        ("邮箱 zhang.san@163.com", Personal.EMAIL),
        ("zhang_san ＠ 163．com", Personal.EMAIL),
        ("zhangsan(at)xj.gov.cn", Personal.EMAIL),
    ],
)
def test_words_and_old_forms(text: str, kind: Personal) -> None:
    assert kind in personal(text)


def test_an_office_phone_is_allowed_and_nothing_near_it() -> None:
    assert personal("电话：0999-8000001", ["0999-8000001"]) == []
    assert personal("电话：0999-80000012", ["0999-8000001"]) == [Personal.PHONE]


PERSONAL_NUMBERS = [
    (Personal.CITIZEN_ID, citizen_ids(), (6, 14)),
    (Personal.PHONE, MOBILES, (3, 7)),
    (Personal.PHONE, LANDLINES.filter(lambda number: number[3:5] != "00"), (4,)),
    (Personal.ACCOUNT, ACCOUNTS, (4, 8, 12, 16)),
]


@given(st.sampled_from(PERSONAL_NUMBERS), st.booleans(), WORDS, st.data())
def test_a_number_split_over_cells_is_found(
    what: tuple[Personal, st.SearchStrategy[str], tuple[int, ...]], in_boxes: bool, name: str, data: st.DataObject
) -> None:
    kind, numbers, cuts = what
    number = data.draw(numbers.filter(lambda one: not re.search("(?:19|20)[0-9]{2}", one) or kind is Personal.CITIZEN_ID))
    ends = range(1, len(number)) if in_boxes else [cut for cut in cuts if cut < len(number)]
    pieces = [number[a:b] for a, b in zip((0, *ends), (*ends, len(number)), strict=True)]
    assert kind in split_personal(["甲公司", name, *pieces, "备注"])


@pytest.mark.parametrize("cells", [["zhang", "@163.com"], ["zhang@", "163.com"], ["zhang", "@", "163", ".com"]])
def test_an_address_split_over_cells_is_found(cells: list[str]) -> None:
    assert split_personal(["1", "张三", *cells]) == [Personal.EMAIL]


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "甲公司", "高新技术企业", "GR202565000127", "10", "10", ""],
        ["13", "乙公司", "91654002MATE5T017G", "20231204", "10", "5"],
        ["研发投入（万元）", "1300", "1400", "150", "1600"],
        ["年度", "2021", "2022", "2023", "2024"],
        ["有效期", "20231204", "20261203", "10"],
        ["4", "丙公司", "202565000127", "2025", "10", "10"],
        ["支持金额（元）", "100000", "50000", "1500000"],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
    ],
)
def test_figures_beside_each_other_are_no_number_of_a_person(cells: list[str]) -> None:
    assert split_personal(cells) == []


def test_an_office_phone_may_stand_in_two_cells() -> None:
    assert split_personal(["电话", "0999", "8000001"], ["0999-8000001"]) == []
    assert split_personal(["电话", "0999", "8000002"], ["0999-8000001"]) == [Personal.PHONE]
