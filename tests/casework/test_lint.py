"""Faults of a pack that its schema cannot see."""

import shutil
from pathlib import Path

import pytest

from docforge.casework.lint import lint
from docforge.core.codes import Severity
from docforge.policy.loader import load_policy, shipped_packs
from tests import samples


def faults(tmp_path: Path, old: str, new: str, file: str = "policy.yaml") -> list[str]:
    folder = tmp_path / "pack"
    shutil.copytree(shipped_packs()["yining"], folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return [f.message for f in lint(load_policy(folder)) if f.severity is Severity.ERROR]


def test_the_shipped_pack_has_no_fault() -> None:
    assert [f for f in lint(load_policy("yining")) if f.severity is not Severity.INFO] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("met: business_licence.address", "met: business_licence.adress", "business_licence.adress"),
        ("[{field: term}, {field: licence_term}]", "[{field: terms}]", "business_licence.terms"),
        ("relies_on: [name, legal_representative, term]", "relies_on: [nmae]", "business_licence.nmae"),
        ("known(tech_sme_number)", "known(tech_sme_nummer)", "tech_sme_nummer"),
        ("any_of: [hnt_certificate]", "any_of: [hnt_certifikate]", "hnt_certifikate"),
        ("code: [business_licence.uscc, form.uscc]", "code: [form.usccc]", "form.usccc"),
    ],
)
def test_references_to_nothing_are_faults(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert any(said in message for message in faults(tmp_path, old, new))


def test_forms_and_templates_must_match(tmp_path: Path) -> None:
    wrong = faults(tmp_path, "label: 企业地址", "label: 单位地址", "forms/annex3.yaml")
    assert any("企业地址" in message for message in wrong)


def test_a_broken_template_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(shipped_packs()["yining"], folder)
    (folder / "notices/publicity.docx").write_bytes(samples.word(["{{ 年度 "]))
    assert any(f.code == "T501" for f in lint(load_policy(folder)))
