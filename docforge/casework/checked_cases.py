"""Cases that were checked before: what ``docforge process`` wrote into a folder, taken up again for the clerk's papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from docforge.casework.answers import CASE_SHEETS, FILE_NAMES, read_answers
from docforge.casework.cell_texts import plain_text
from docforge.casework.mappings import read_mapping
from docforge.casework.tables import read_rows
from docforge.casework.words import shown
from docforge.checking.verdict import Cap, CaseStatus, ConditionResult, Met, RequirementResult, Result, Verdict
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.core.model import Evidence, Finding
from docforge.policy.category import Category
from docforge.policy.loader import Pack

VERDICT, PAPERS, ROW = "核对结果.json", "材料数据.json", "公示名单行.xlsx"
_ROW_HEAD = "单位名称"


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """One case: its verdict, its row of the list, what was typed (by key), what was read (by kind.key), pages by file."""

    folder: Path
    verdict: Verdict
    category: Category
    row: Mapping[str, str]
    typed: Mapping[str, str]
    read: Mapping[str, str]
    pages: Mapping[str, int]

    def told(self, paths: Sequence[str]) -> str:
        """The first of the paths that is known: kind.key of a paper, form.key or key of what was typed; else empty."""
        for path in paths:
            found = self.read.get(path) or self.typed.get(path.removeprefix("form."))
            if found:
                return found
        return ""

    def level(self, pack: Pack) -> str:
        """The level of what is applied for, empty where it is not known."""
        said = self.told((*self.category.level_from, self.category.level_fact or ""))
        level = pack.policy.level(said)
        return self.category.level or (level.name if level else "")


def checked_cases(folder: Path, pack: Pack) -> list[CheckedCase]:
    """Every checked case at or below the folder, in order of name.

    Raises DocforgeError U704 where there is none, U701 that names each case of another policy or with a broken file.
    """
    found, problems = [], []
    for path in sorted(folder.rglob(VERDICT)):
        try:
            found.append(_case(path, pack))
        except DocforgeError as error:
            problems.append(str(error))
        except (KeyError, TypeError, ValueError) as error:
            problems.append(f"{path.relative_to(folder)} 不是 docforge process 生成的核对结果（{error}）")
    if problems:
        raise DocforgeError(codes.DATA_INVALID, str(folder), problem="；".join(problems))
    if not found:
        raise DocforgeError(codes.LIST_EMPTY, f"{folder}：没有 {VERDICT}")
    return found


def _case(path: Path, pack: Pack) -> CheckedCase:
    verdict = verdict_of(read_mapping(path))
    if verdict.policy != pack.policy.id:
        problem = f"按政策“{verdict.policy}”核对，不是“{pack.policy.id}”"
        raise DocforgeError(codes.DATA_INVALID, str(path), problem=problem)
    category = pack.category(verdict.category)
    papers = path.with_name(PAPERS)
    records = read_mapping(papers)["records"] if papers.is_file() else []
    return CheckedCase(path.parent, verdict, category, _row(path), _typed(path.parent, pack, category, verdict.on), *_read(records))


def _row(path: Path) -> dict[str, str]:
    file = path.with_name(ROW)
    rows = read_rows(file, (_ROW_HEAD,)) if file.is_file() else []
    return dict(rows[0].cells) if rows else {}


def _typed(folder: Path, pack: Pack, category: Category, on: date) -> dict[str, str]:
    """What the workbooks beside the verdict hold, the clerk's over the applicant's."""
    form = pack.form(category) if category.form else None
    facts = (*pack.policy.facts, *category.facts)
    typed: dict[str, str] = {}
    for name, own in ((FILE_NAMES[0], form), (CASE_SHEETS[0], None)):
        if (folder / name).is_file():
            fields = read_answers(folder / name, own, facts, on.year).fields
            typed |= {key: shown(field) for key, field in fields.items()}
    return typed


def _read(records: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str], dict[str, int]]:
    """The values of the papers by kind.key, the first of a kind before others; how many pages of each file papers take."""
    read: dict[str, str] = {}
    pages: dict[str, set[int]] = {}
    for record in records:
        pages.setdefault(record["source"], set()).update(record["pages"])
        for key, field in record["fields"].items():
            if isinstance(field["value"], str):
                read.setdefault(f"{record['kind']}.{key}", field["value"])
    return read, {source: len(own) for source, own in pages.items()}


def verdict_of(data: Mapping[str, Any]) -> Verdict:
    """The verdict from the plain data of the JSON contract. Raises KeyError, ValueError for data of another shape."""
    cap = data["cap"]
    amount = None if cap["amount"] is None else Decimal(cap["amount"])
    return Verdict(
        applicant=data["applicant"],
        policy=data["policy"],
        category=data["category"],
        on=date.fromisoformat(plain_text(data["on"])),
        status=CaseStatus(data["status"]),
        requirements=tuple(map(_requirement, data["requirements"])),
        conditions=tuple(
            ConditionResult(c["id"], c["text"], Result(c["result"]), c["because"], c["basis"]) for c in data["conditions"]
        ),
        cap=Cap(amount, cap["kind"], tuple(cap["derivation"]), cap["basis"]),
        findings=tuple(map(_finding, data["findings"])),
    )


def _requirement(data: Mapping[str, Any]) -> RequirementResult:
    by = tuple(Evidence(one["source"], one["page"]) for one in data["by"])
    return RequirementResult(
        data["id"], data["label"], Met(data["status"]), by, data["basis"], tuple(map(_finding, data["findings"]))
    )


def _finding(data: Mapping[str, Any]) -> Finding:
    evidence = tuple(Evidence(one["source"], one["page"], raw=one["raw"]) for one in data["evidence"])
    severity = Severity(data["severity"])
    return Finding(data["code"], severity, data["subject"], data["message"], data["remedy"], data["basis"], evidence)
