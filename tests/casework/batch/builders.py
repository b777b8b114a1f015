"""Summaries of invented cases."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from docforge.casework.batch.summary import CaseSummary, Contact, Trace
from docforge.checking.verdict import Cap, CaseStatus, ConditionResult, Met, RequirementResult, Result, Verdict
from docforge.core import codes
from docforge.core.model import Evidence, Finding, finding

ON = date(2025, 11, 20)
MISSING = finding(codes.ATTACHMENT_MISSING, "高新技术企业证书", basis="附件1 二（一）3", label="高新技术企业证书", copies="复印件")
DOUBTFUL = finding(codes.ATTACHMENT_DOUBTFUL, "企业营业执照", label="企业营业执照", fields="住所")


def verdict(
    applicant: str,
    category: str = "HNT",
    status: CaseStatus = CaseStatus.COMPLETE,
    *,
    amount: Decimal | None = Decimal(100000),
    licence: Met = Met.MET,
    certificate: Met = Met.MET,
    findings: Sequence[Finding] = (),
) -> Verdict:
    own = {Met.MISSING: (MISSING,), Met.DOUBTFUL: (DOUBTFUL,)}
    requirements = (
        RequirementResult(
            "licence", "企业营业执照", licence, (Evidence("营业执照.jpg", 1),), "附件1 二（一）2", own.get(licence, ())
        ),
        RequirementResult(
            "certificate",
            "高新技术企业证书",
            certificate,
            () if certificate is Met.MISSING else (Evidence("材料.zip/证书 #1.pdf", 1),),
            "附件1 二（一）3",
            own.get(certificate, ()),
        ),
    )
    conditions = (ConditionResult("G1", "在伊宁市登记注册", Result.MET, "住所在伊宁市", "第二条"),)
    cap = Cap(amount, "cap", ("首次认定：10万元", "合计上限 10万元"), "第五条（一）")
    return Verdict(applicant, "yining", category, ON, status, requirements, conditions, cap, tuple(findings))


def case(
    name: str,
    applicant: str = "",
    *traces: Trace,
    uscc: str = "",
    category: str = "高新技术企业",
    personal: bool = False,
    made: Verdict | None = None,
) -> CaseSummary:
    return CaseSummary(
        name,
        f"out/{name}",
        made or verdict(applicant or f"{name}公司"),
        uscc=uscc,
        category_name=category,
        event="首次认定",
        department="伊宁市科学技术局",
        contact=Contact("李思雨", "0999-8000001"),
        files=("核对结果.html", "核定表.docx"),
        row=(("单位名称", applicant or f"{name}公司"), ("类别", category), ("核定上限（万元）", "10"), ("拟支持金额（万元）", "")),
        traces=traces,
        papers=f"../材料/{name}",
        personal=personal,
    )
