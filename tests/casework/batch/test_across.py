"""What two applications share is told, naming both; what two honest ones may share is not."""

from docforge.casework.batch.across import Shared, across
from docforge.casework.batch.summary import PERSONAL, CaseSummary, Trace, TraceKind
from docforge.core.codes import Severity
from tests.casework.batch.builders import case

LOOK = "fecc96f6b88282c0"
A, B, C = "91654002MAE48UGB3K", "91654002MAQLCHAX9L", "91654002MAL5CJDMX3"


def told(*cases: CaseSummary) -> list[Shared]:
    return list(across(iter(cases)))


def codes_of(*cases: CaseSummary) -> list[str]:
    return [shared.finding.code for shared in told(*cases)]


def code(uscc: str) -> Trace:
    return Trace(TraceKind.USCC, uscc, uscc)


def certificate(holder: str, number: str = "GR202565000127", *more: str) -> Trace:
    return Trace(TraceKind.CERTIFICATE, f"hnt:{number}", number, "证书.pdf", holder, ("高新技术企业证书", *more))


def file(sha: str, *more: str, label: str = "营业执照") -> Trace:
    return Trace(TraceKind.FILE, sha, label, "执照.jpg", more=more)


def picture(look: str, sha: str, long: str, short: str = "b1d6fd3c1d", shape: str = "1.4145") -> Trace:
    return Trace(TraceKind.PICTURE, look, "营业执照", "执照.jpg", more=(sha, shape, long, short))


def test_one_code_twice_in_a_category_and_in_two() -> None:
    cases = (case("1", "甲公司", code(A), uscc=A), case("2", "甲公司", code(A), uscc=A), case("3", "乙公司", code(B), uscc=B))
    (shared,) = told(*cases)
    assert shared.finding.code == "X901"
    assert shared.cases == ("1", "2")
    assert "“高新技术企业”中申报了 2 次：甲公司（1）、甲公司（2）" in shared.finding.message
    assert [e.source for e in shared.finding.evidence] == ["1", "2"]
    assert codes_of(cases[0], case("4", "甲公司", code(A), category="专精特新", uscc=A)) == ["X902"]


def test_talents_of_one_employer_are_no_repetition() -> None:
    licence, diploma = file("s1"), file("s2", PERSONAL, label="毕业证书")
    one, two = (
        case(n, who, code(A), licence, diploma, uscc=A, category="科技创新人才", personal=True)
        for n, who in (("1", "张"), ("2", "李"))
    )
    found = told(one, two)
    assert [s.finding.code for s in found] == ["X903", "X906"], "the licence is the employer's, the diploma is one person's"
    assert found[0].finding.severity is Severity.INFO
    assert "毕业证书" in found[1].finding.message


def test_a_certificate_under_two_names() -> None:
    first, second = case("1", "甲公司", certificate("甲公司"), uscc=A), case("2", "乙公司", certificate("乙公司"), uscc=B)
    (shared,) = told(first, second)
    assert shared.finding.code == "X904"
    assert "“甲公司”，甲公司（1/证书.pdf）、“乙公司”，乙公司（2/证书.pdf）" in shared.finding.message
    assert codes_of(first, case("3", "乙公司", certificate("甲公司"), uscc=B)) == ["X905"]
    assert codes_of(first, case("4", "甲公司", certificate("甲（公司）".replace("（", "").replace("）", "")), uscc=A)) == []


def test_a_file_in_two_applications_of_two_firms() -> None:
    assert codes_of(case("1", "甲", file("s"), uscc=A), case("2", "乙", file("s"), uscc=B)) == ["X906"]
    assert codes_of(case("1", "甲", file("s", label=""), uscc=A), case("2", "乙", file("s", label=""), uscc=B)) == ["X907"]
    assert codes_of(case("1", "甲", file("s"), uscc=A), case("2", "甲", file("s"), uscc=A)) == []
    assert codes_of(case("1", "甲", file("s"), file("s"), uscc=A)) == [], "twice in one case is told there"


def near(bits: int) -> str:
    return f"{int(LOOK, 16) ^ ((1 << bits) - 1):016x}"


def test_the_same_picture_saved_again() -> None:
    first = case("1", "甲", picture(LOOK, "s1", "e9afaa92d0"), uscc=A)
    assert codes_of(first, case("2", "乙", picture(near(3), "s2", "e9afaa92d0"), uscc=B)) == ["X908"]
    assert codes_of(first, case("2", "乙", picture(near(4), "s2", "e9afaa92d0"), uscc=B)) == []
    assert codes_of(first, case("2", "乙", picture(LOOK, "s2", "e9afaa92d0", shape="0.7071"), uscc=B)) == []
    assert codes_of(first, case("2", "乙", picture(LOOK, "s1", "e9afaa92d0"), uscc=B)) == [], "the same file is told as that"


def test_certificates_of_one_template_and_blank_backs_are_not_the_same_picture() -> None:
    first = case("1", "甲", picture(LOOK, "s1", "e9afaa92d0"), uscc=A)
    assert codes_of(first, case("2", "乙", picture(LOOK, "s2", "1111111111"), uscc=B)) == []
    back = case("3", "甲", picture(LOOK, "s3", "", "aa-bb"), uscc=A)
    assert codes_of(back, case("4", "乙", picture(near(1), "s4", "", "aa-bb"), uscc=B)) == []
    assert codes_of(back, case("4", "乙", picture(LOOK, "s4", "", "aa-cc"), uscc=B)) == []
    assert codes_of(back, case("4", "乙", picture(LOOK, "s4", "", "aa-bb"), uscc=B)) == ["X908"]


def test_a_person_in_two_forms() -> None:
    def own(name: str, personal: bool) -> CaseSummary:
        mark = Trace(TraceKind.CITIZEN_ID, "digest", "6540**********0013", "申请表", "张")
        return case(name, "张", mark, uscc=A, category="科技创新人才", personal=personal)

    (shared,) = told(own("1", True), own("2", True))
    assert shared.finding.code == "X909"
    assert codes_of(own("1", True), own("2", False)) == [], "a firm's folder may hold the card of its talent"


def test_a_phone_of_three_firms() -> None:
    def firm(name: str, uscc: str) -> CaseSummary:
        return case(name, f"{name}公司", Trace(TraceKind.PHONE, "digest", "139****0001", "联系人联系电话"), uscc=uscc)

    assert codes_of(firm("1", A), firm("2", B), firm("3", B)) == []
    (shared,) = told(firm("1", A), firm("2", B), firm("3", C))
    assert shared.finding.code == "X911"
    assert "139****0001" in shared.finding.message


def text(name: str, same: int) -> CaseSummary:
    bands = (Trace(TraceKind.TEXT, f"{b:02}:{'same' if b < same else name}", where="拟实施科研项目概要") for b in range(32))
    return case(name, f"{name}公司", *bands)


def test_texts_that_share_enough_bands() -> None:
    assert codes_of(text("1", 3), text("2", 32)) == []
    (shared,) = told(text("1", 4), text("2", 32))
    assert shared.finding.code == "X910"
    assert shared.cases == ("1", "2")
    many = told(*(text(str(n), 32) for n in range(60)))
    assert len(many) < 60 * 3, "of very many the first are named"
    assert {name for s in many for name in s.cases} == {str(n) for n in range(60)}


def test_a_case_without_a_verdict_is_no_obstacle() -> None:
    assert told(CaseSummary("1", "out/1", None), CaseSummary("2", "out/2", None)) == []
