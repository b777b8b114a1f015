"""docforge template."""

import click

from docforge.faces.lazy_group import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "lint": ("docforge.faces.commands.template_check:lint", "一次列出模板里的全部问题"),
    "fields": ("docforge.faces.commands.template_check:fields", "列出占位符和位置"),
    "fill": ("docforge.faces.commands.template_fill:fill", "用一个数据文件填一个模板"),
    "bind": ("docforge.faces.commands.template_bind:bind", "把官方空白表做成模板"),
}


@click.group(cls=LazyGroup, table=COMMANDS, short_help="检查和填写 Word 模板，把官方空白表做成模板")
@click.help_option("-h", "--help", help="显示帮助")
def template() -> None:
    """Word 模板：一次列出全部错误，列出占位符，用数据文件填写，把官方空白表做成模板。"""
