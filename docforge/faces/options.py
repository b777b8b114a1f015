"""Options that several commands share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from docforge.casework.batch.workers import Where
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve

if TYPE_CHECKING:
    from docforge.casework.readers import Reader

Command = TypeVar("Command", bound=Callable[..., Any])
_PATH = click.Path(path_type=Path)


class Day(click.ParamType[date]):
    """A date such as 2025-11-20 or 2025年11月20日."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        return value if isinstance(value, date) else parse_day(str(value))


def parse_day(text: str) -> date:
    """Raises DocforgeError U703 when it is no date."""
    try:
        return date.fromisoformat(text.replace("年", "-").replace("月", "-").rstrip("日"))
    except ValueError as error:
        raise DocforgeError(codes.DATE_INVALID, value=text) from error


def helped(function: Command) -> Command:
    """The help option in Chinese; stands under ``click.command``."""
    return click.help_option("-h", "--help", help="显示帮助")(function)


def policy(command: Command) -> Command:
    return click.option(
        "--policy", "policy_name", required=True, metavar="政策", help="政策名称（docforge policy list）或政策文件夹"
    )(command)


def overlays(command: Command) -> Command:
    return click.option(
        "--overlay",
        "overlays",
        multiple=True,
        metavar="补充文件",
        help="年度申报指南等补充文件：政策文件夹 overlays/ 里的名称，或文件",
    )(command)


def ledger(command: Command) -> Command:
    return click.option("--ledger", metavar="台账", help="查对以往资助和限制：台账文件或数据库 URL；own 为本机台账")(command)


def ledger_place(name: str | None) -> str | None:
    """The ledger meant: "" the user's own, None where none is to be looked into."""
    return "" if name == "own" else name


def category(command: Command) -> Command:
    return click.option("--category", metavar="类别", help="申报类别，如 高新技术企业")(command)


def data(command: Command) -> Command:
    return click.option("--data", type=_PATH, metavar="文件", help="填报数据：YAML、JSON、Excel 或 CSV")(command)


def sheet(command: Command) -> Command:
    return click.option(
        "--sheet", type=_PATH, metavar="核定表", help="经办人填写的核定表（process 生成的 核定表.xlsx，或 YAML、JSON）"
    )(command)


def on(command: Command) -> Command:
    return click.option("--on", type=Day(), metavar="日期", help="申报日期（或公示发布日期），默认今天")(command)


def calendars(command: Command) -> Command:
    return click.option(
        "--calendar",
        "calendars",
        type=_PATH,
        multiple=True,
        metavar="文件",
        help="自己编写的放假安排（YAML），可重复给出，后面的优先",
    )(command)


def pdf(command: Command) -> Command:
    return click.option("--pdf", is_flag=True, help="同时生成 PDF（需要 LibreOffice）")(command)


@dataclass(frozen=True)
class Reading:
    """How papers are to be read."""

    cache: bool
    passwords: tuple[str, ...]

    @cached_property
    def reader(self) -> "Reader":
        """A reader for this process."""
        return self._made()

    @cached_property
    def thorough_reader(self) -> "Reader":
        """One that reads with care what the shipped kinds would not look at too: for other kinds, or one that is told."""
        return self._made(thorough=True)

    def _made(self, **more: bool) -> "Reader":
        made: Reader = resolve("docforge.casework.readers:reader")(cache=self.cache, passwords=self.passwords, **more)
        return made


def reads(command: Command) -> Command:
    """The options of commands that read papers: the command gets ``own``, the reading that they ask for."""

    @wraps(command)
    def with_reader(*args: Any, no_cache: bool, password_file: Path | None, **kwargs: Any) -> Any:
        passwords = resolve("docforge.casework.readers:passwords")(password_file) if password_file else ()
        return command(*args, own=Reading(not no_cache, tuple(passwords)), **kwargs)

    secret = click.option("--password-file", type=_PATH, metavar="文件", help="加密文件的密码，文本文件，每行一个")
    fresh = click.option("--no-cache", is_flag=True, help="不使用也不保存识别缓存")
    return cast(Command, fresh(secret(with_reader)))


@dataclass(frozen=True)
class Many:
    """How many cases at once are to be done. ``is_asked``: something was said of it, so that one case is done that way too."""

    where: Where
    fresh: bool
    log: Path | None
    is_asked: bool


def many(command: Command) -> Command:
    """The options of commands that take many cases: the command gets ``many``."""

    @wraps(command)
    def with_many(*args: Any, jobs: int | None, scheduler: str, cluster: int, fresh: bool, log: Path | None, **kwargs: Any) -> Any:
        if bool(jobs) + bool(scheduler) + bool(cluster) > 1:
            raise click.UsageError("--jobs、--scheduler、--cluster 只能用一个")
        asked = bool(jobs or scheduler or cluster or fresh or log)
        return command(*args, many=Many(Where(jobs, scheduler, cluster), fresh, log, asked), **kwargs)

    made = with_many
    for option in (
        click.option("--log", type=_PATH, metavar="文件", help="运行日志，每件一行，不含个人信息"),
        click.option("--fresh", is_flag=True, help="全部重做；默认只做没有做过的和有改动的"),
        click.option("--cluster", type=Local(), default=0, metavar="local:N", help="在本机启动 N 个 Dask 进程"),
        click.option("--scheduler", default="", metavar="tcp://…", help="交给已有的 Dask 调度器"),
        click.option("--jobs", type=click.IntRange(1), metavar="N", help="同时处理几件，默认每个处理器核心一件"),
    ):
        made = option(made)
    return cast(Command, made)


class Local(click.ParamType[int]):
    """A cluster of this machine: ``local:4`` is 4."""

    name = "local:N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        kind, _, count = str(value).partition(":")
        if kind != "local" or not count.isdecimal() or int(count) < 1:
            self.fail("应写成 local:4", param, ctx)
        return int(count)


def kinds(command: Command) -> Command:
    return click.option("--kinds", "more", type=_PATH, metavar="文件夹", help="自己编写的材料种类（YAML）所在文件夹")(command)


def table_format(command: Command) -> Command:
    kinds = click.Choice(["table", "json", "xlsx"])
    return click.option("--format", "form", type=kinds, default="table", show_default=False, help="输出格式：table、json 或 xlsx")(
        command
    )


def table_target(form: str, output: Path | None) -> str:
    """The format meant: that of the file's suffix where only a file is named; raises UsageError where they do not go together."""
    suffix = output.suffix.lower().lstrip(".") if output else ""
    if form == "table" and output:
        form = suffix
    if form not in ("table", "json", "xlsx") or (output and suffix != form):
        raise click.UsageError("-o 的文件后缀应为 .json 或 .xlsx，并与 --format 一致")
    if form == "xlsx" and not output:
        raise click.UsageError("xlsx 格式需要用 -o 指定文件")
    return form


def output(command: Command) -> Command:
    return click.option("-o", "--output", type=_PATH, metavar="文件", help="写入文件（xlsx 格式必需）")(command)
