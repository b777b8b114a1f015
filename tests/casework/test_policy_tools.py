"""What the author of a policy has: trying, reading, comparing, costing, starting anew."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from docforge.casework.comparison import compare
from docforge.casework.costing import cost
from docforge.casework.lint import lint
from docforge.casework.policy_page import policy_html, policy_markdown
from docforge.casework.starter import start
from docforge.casework.trials import run_examples
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.faces.commands.policy import policy
from docforge.policy.loader import load_policy, shipped_packs

PACKS = sorted(shipped_packs())


@pytest.mark.parametrize("name", PACKS)
def test_every_example_of_a_shipped_policy_holds(name: str) -> None:
    trials = run_examples(load_policy(name))
    assert [trial for trial in trials if trial.differences] == []


def test_three_examples_at_least_for_each_category_of_yining() -> None:
    pack = load_policy("yining")
    tried = [trial.category for trial in run_examples(pack)]
    assert [c.id for c in pack.categories if tried.count(c.id) < 3] == []


@pytest.mark.parametrize("name", PACKS)
def test_the_shipped_policies_have_no_error(name: str) -> None:
    assert [f for f in lint(load_policy(name)) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize(("name", "count"), [("yining", 40), ("changji", 19)])
def test_every_ambiguity_is_a_line_in_the_file(name: str, count: int) -> None:
    points = load_policy(name).policy.open_points
    letter = {"yining": "A", "changji": "B"}[name]
    assert {f"{letter}{i}" for i in range(1, count + 1)} <= {point.id for point in points}
    assert not any(point.confirmed for point in points)


def test_an_example_that_is_wrong_is_told(tmp_path: Path) -> None:
    folder = start(tmp_path / "next")
    path = folder / "examples.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("cap: 10", "cap: 11"), encoding="utf-8")
    failed = [trial for trial in run_examples(load_policy(folder)) if trial.differences]
    assert [trial.example for trial in failed] == ["首次认定"]
    assert "核定上限应为11，得10" in failed[0].differences[0]
    path.write_text(path.read_text(encoding="utf-8").replace("papers: [licence]", "papers: [license]"), encoding="utf-8")
    told = [difference for trial in run_examples(load_policy(folder)) for difference in trial.differences]
    assert any("是否想写“licence”" in difference for difference in told)


def test_the_page_says_every_clause() -> None:
    pack = load_policy("yining")
    text = policy_markdown(pack)
    for category in pack.categories:
        assert category.name in text
    for point in pack.policy.open_points:
        assert f"| {point.id} |" in text
    assert "征求意见稿" in text
    page = policy_html(pack)
    assert page.startswith("<!doctype html>")
    assert "<table>" in page
    assert "<script" not in page


def test_two_versions_compared(tmp_path: Path) -> None:
    folder = tmp_path / "next"
    shutil.copytree(shipped_packs()["yining"], folder)
    text = (folder / "policy.yaml").read_text(encoding="utf-8")
    text = text.replace("amount: 10, wording: 一次性给予最高支持资金", "amount: 12, wording: 一次性给予最高支持资金", 1)
    text = text.replace("      - {id: PLT-KL, name: 重点实验室}\n", "")
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    changes = compare(load_policy("yining"), load_policy(folder))
    assert {(c.where, c.how) for c in changes} == {("高新技术企业", "修改"), ("重点实验室", "删除")}
    assert compare(load_policy("yining"), load_policy("yining")) == []


def test_a_new_folder_passes_lint_and_its_examples(tmp_path: Path) -> None:
    pack = load_policy(start(tmp_path / "tacheng-2027"))
    assert pack.policy.id == "tacheng-2027"
    assert [f for f in lint(pack) if f.severity is not Severity.INFO] == []
    trials = run_examples(pack)
    assert trials
    assert not any(trial.differences for trial in trials)
    with pytest.raises(DocforgeError, match="U707"):
        start(tmp_path / "tacheng-2027")
    with pytest.raises(DocforgeError, match="U708"):
        start(tmp_path / "塔城")


def verdict(applicant: str, category: str, amount: str | None) -> dict[str, object]:
    return {
        "applicant": applicant,
        "policy": "yining",
        "on": "2025-11-10",
        "category": category,
        "cap": {"amount": amount, "kind": "cap"},
    }


def test_what_the_caps_add_up_to(tmp_path: Path) -> None:
    for i, own in enumerate([verdict("甲", "HNT", "100000"), verdict("甲", "SRD-S", "50000"), verdict("乙", "ACA-WS", None)]):
        (tmp_path / str(i)).mkdir()
        (tmp_path / str(i) / "核对结果.json").write_text(json.dumps(own), encoding="utf-8")
    found = cost(load_policy("yining"), [tmp_path])
    assert found.total == 100_000
    assert [(c.category, c.cases, c.without_figure) for c in found.categories] == [("HNT", 1, 0), ("SRD-S", 1, 0), ("ACA-WS", 1, 1)]
    with pytest.raises(DocforgeError, match="U704"):
        cost(load_policy("changji"), [tmp_path])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list",), "changji"),
        (("show", "yining"), "就高不重复"),
        (("show", "changji", "--format", "markdown"), "| CJ-KEY |"),
        (("show", "changji", "--overlay", "guide-2027-example", "--format", "markdown"), "示例，非正式文件"),
        (("test", "yining"), "0 个不符"),
        (("diff", "yining", "changji"), "处不同"),
        (("schema", "overlay"), "json-schema.org"),
        (("lint", "changji"), "0 处错误"),
    ],
)
def test_commands(arguments: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(policy, arguments, env={"COLUMNS": "200"}, standalone_mode=False)
    assert done.exception is None
    assert said in done.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('members: ["*"]', "members: [HNTT]", "HNTT（是否想写“HNT”？）"),
        ("first_day: 1, last_day: 30", "first_day: 20, last_day: 10", "不成立"),
        ("- {id: G2,", "- {id: G1,", "条件编号 G1 重复"),
        ("met: not dishonest", "met: on", "应是一个成立或不成立的判断"),
        ("met: not dishonest", "met: on > 3", "日期和数不能比较"),
        ("supports: [G1]", "supports: [G9]", "G9"),
        ("award: {kind: cap, amount: 5,", "award: {kind: rate, rate: 10%, of: basse,", "basse"),
    ],
)
def test_names_that_point_to_nothing_are_faults(old: str, new: str, said: str, tmp_path: Path) -> None:
    folder = start(tmp_path / "next")
    path = folder / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert any(said in f.message for f in lint(load_policy(folder)) if f.severity is Severity.ERROR)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("{kind: prize, prizes: {一等奖: 十}, prize: event,", "award.prizes.一等奖”应为数字"),
        ("{kind: rate, rate: 2, of: event,", "award.rate”不能大于 1"),
        ("{kind: rates, amount: 5,", "'kind' 只能是"),
    ],
)
def test_faults_of_an_award_name_its_key(new: str, said: str, tmp_path: Path) -> None:
    folder = start(tmp_path / "next")
    path = folder / "policy.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{kind: cap, amount: 5,", new), encoding="utf-8")
    with pytest.raises(DocforgeError, match=said):
        load_policy(folder)


def test_an_example_that_cannot_be_run_does_not_keep_the_others_from_it(tmp_path: Path) -> None:
    folder = start(tmp_path / "next")
    path = folder / "examples.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("category: HNT", "category: HMT", 1), encoding="utf-8")
    trials = run_examples(load_policy(folder))
    assert len(trials) == 3
    assert [bool(trial.differences) for trial in trials] == [True, False, False]
