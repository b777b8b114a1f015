"""Which papers belong to which applicant: by code, by exact name, by the person on a contract. Conflicts are told, not guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docforge.casework.batch.sorting_reading import Paper, Person, Reading
from docforge.casework.delivery import distinct, file_name
from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.model import Evidence, Finding, finding
from docforge.core.text import letters


@dataclass(frozen=True, slots=True)
class Applicant:
    """One applicant: its name as printed, its code ("" where no paper bears one), every folded name, its folder."""

    name: str
    code: str
    names: frozenset[str]
    folder: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One file and where it belongs: the folders (none: it could not be placed), why, what is to be said."""

    reading: Reading
    folders: tuple[str, ...]
    why: str
    findings: tuple[Finding, ...] = ()


class Applicants:
    """The applicants that the papers name."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        by_code, loose = _names(readings)
        codes_of: dict[str, list[str]] = {}
        for code, names in by_code.items():
            for name in names:
                codes_of.setdefault(name, []).append(code)
        self.split = {name: tuple(own) for name, own in codes_of.items() if len(own) > 1}
        """Names that stand beside several codes."""
        alone = {name: shown for name, shown in loose.items() if name not in codes_of}
        found = [(next(iter(names.values())), code, frozenset(names)) for code, names in by_code.items()]
        found += [(shown, "", frozenset({name})) for name, shown in alone.items()]
        repeated = set(self.split)
        labels = [f"{shown} {code}" if names & repeated else shown for shown, code, names in found]
        folders = distinct([file_name(label) for label in labels])
        self.all = tuple(Applicant(*own, folder) for own, folder in zip(found, folders, strict=True))
        self._by_code = {own.code: own for own in self.all if own.code}
        self._by_name = {name: own for own in self.all for name in own.names if name not in self.split}
        self._persons: dict[str, list[tuple[Person, Applicant]]] = {}
        for paper in (paper for reading in readings for paper in reading.papers if paper.has_employer):
            firms = self._of(paper)
            for person in paper.persons if len(firms) == 1 else ():
                self._persons.setdefault(person.name, []).append((person, firms[0]))

    def named(self, reading: Reading) -> list[Applicant]:
        """The applicants that the papers of a file name."""
        return list(dict.fromkeys(firm for paper in reading.papers for firm in self._of(paper)))

    def _of(self, paper: Paper) -> list[Applicant]:
        """By code, else as the applicant, else by any exact name: the former employers in a form do not count."""
        by_code = [self._by_code[code] for code in paper.codes if code in self._by_code]
        own = by_code or [self._by_name[own.name] for own in paper.own if own.name in self._by_name]
        return own or [self._by_name[name] for name in paper.names if name in self._by_name]

    def in_text(self, text: str) -> list[Applicant]:
        """The applicants whose names stand in running text; the longest name is looked for first."""
        found = []
        for name in sorted(self._by_name, key=len, reverse=True):
            if name in text:
                found.append(self._by_name[name])
                text = text.replace(name, " ")
        return list(dict.fromkeys(found))

    def of_person(self, person: Person) -> list[Applicant]:
        """The applicants that employ the person; one of the same name and another citizen number is another."""
        known = self._persons.get(person.name, [])
        return list(
            dict.fromkeys(firm for other, firm in known if not (person.number and other.number) or person.number == other.number)
        )

    def conflicts(self) -> list[Finding]:
        """Names with several codes, codes with several names."""
        names = {name: own.name for own in self.all for name in own.names}
        found = [
            finding(codes.SORT_CONFLICT, names.get(name, name), name=names.get(name, name), others="、".join(own))
            for name, own in self.split.items()
        ]
        several = [own for own in self.all if len(own.names) > 1]
        return found + [
            finding(codes.SORT_TWO_NAMES, own.name, number=own.code, others="、".join(sorted(own.names))) for own in several
        ]


def _names(readings: Iterable[Reading]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """By code the folded names beside it with how they are printed; and the names of applicants' papers that bear no code."""
    by_code: dict[str, dict[str, str]] = {}
    loose: dict[str, str] = {}
    for reading in readings:
        for own in reading.own:
            if own.code:
                by_code.setdefault(own.code, {}).setdefault(own.name, own.shown)
            else:
                loose.setdefault(own.name, own.shown)
    return by_code, loose


def place(reading: Reading, applicants: Applicants) -> Placed:
    """Where one file belongs."""
    if reading.failure:
        by_file = applicants.in_text(_file_text(reading))
        said = _said(reading, codes.SORT_UNREADABLE, reason=reading.failure.message)
        return _to(reading, by_file, "文件名", said) if len(by_file) == 1 else Placed(reading, (), "不能读取", (said,))
    if firms := applicants.named(reading):
        return _to(reading, firms, _how(reading, firms))
    split = {name: shown for paper in reading.papers for name, shown in paper.names.items() if name in applicants.split}
    for name, shown in split.items():
        said = _said(reading, codes.SORT_CONFLICT, name=shown, others="、".join(applicants.split[name]))
        return Placed(reading, (), "同名不同代码", (said,))
    if by_person := _by_person(reading, applicants):
        return by_person
    if firms := applicants.in_text(reading.text):
        return _to(reading, firms, "页面文字写明名称")
    by_file = applicants.in_text(_file_text(reading))
    if len(by_file) == 1:
        return _to(reading, by_file, "文件名写明名称")
    names = "、".join(dict.fromkeys((*(own.shown for own in reading.own), *(p.shown for p in reading.persons))))
    code = codes.SORT_STRANGER if names else codes.SORT_NO_NAME
    return Placed(reading, (), "没有可归入的申报单位" if names else "没有读到名称", (_said(reading, code, names=names),))


def _by_person(reading: Reading, applicants: Applicants) -> Placed | None:
    """By the persons whom the papers are about, where a contract or form names their employer."""
    for person in reading.persons:
        firms = applicants.of_person(person)
        if len(firms) == 1:
            return _to(reading, firms, f"{person.shown}在该单位的合同、申请表或社保证明上")
        if firms:
            names = "、".join(firm.name for firm in firms)
            said = _said(reading, codes.SORT_PERSON_TWICE, person=person.shown, names=names)
            return Placed(reading, (), "同名人员在几家的材料中", (said,))
    return None


def _to(reading: Reading, firms: Sequence[Applicant], why: str, *more: Finding) -> Placed:
    names = "、".join(firm.name for firm in firms)
    several = (_said(reading, codes.SORT_SEVERAL, names=names),) if len(firms) > 1 else ()
    return Placed(reading, tuple(firm.folder for firm in firms), why, (*several, *more))


def _how(reading: Reading, firms: Sequence[Applicant]) -> str:
    ways = dict.fromkeys("统一社会信用代码" if firm.code in reading.codes else "名称" for firm in firms)
    return "、".join(ways)


def _file_text(reading: Reading) -> str:
    return letters(reading.name)


def _said(reading: Reading, code: Code, **details: str) -> Finding:
    return finding(code, reading.name, evidence=(Evidence(reading.name),), **details)
