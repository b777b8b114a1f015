"""click's own words in Chinese."""

import click

from docforge.core import codes
from docforge.core.errors import DocforgeError

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class ChineseFormatter(click.HelpFormatter):
    """Help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …"), "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


def usage_message(error: click.ClickException) -> str:
    """A usage error as a Chinese sentence with what to do."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "docforge"
    return str(DocforgeError(codes.USAGE, problem=_sentence(error), command=path))


def _sentence(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是否想写 {error.possibilities[0]}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        name = (
            error.param.opts[0]
            if isinstance(error.param, click.Option)
            else (error.param.make_metavar(error.ctx) if error.param and error.ctx else "")
        )
        return f"缺少 {name}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else ""
        if isinstance(getattr(error.param, "type", None), click.Choice):
            choices = "、".join(map(str, error.param.type.choices))  # type: ignore[union-attr]
            return f"{name} 只能是 {choices}"
        return f"{name} 的值不对：{error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 需要一个值"
    message = error.format_message()
    if message.startswith("No such command"):
        return f"没有命令 {message.split(chr(39))[1]}"
    if "unexpected extra argument" in message:
        return f"多余的参数 {message.partition('(')[2].rstrip(').')}"
    return message.rstrip(".") or "缺少命令"
