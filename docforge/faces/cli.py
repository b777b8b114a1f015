"""The ``docforge`` program. Commands are loaded when called, so that ``--help`` costs next to nothing."""

import atexit
import gc
import os
import sys

import click

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.faces.chinese import ChineseFormatter, usage_message
from docforge.faces.lazy_group import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "process": ("docforge.faces.commands.process:process", "处理申报文件夹：识别、核对、填表、出告知书"),
    "extract": ("docforge.faces.commands.extract:extract", "识别证照和材料，读出各项内容"),
    "check": ("docforge.faces.commands.check:check", "核对材料是否齐全、有效、一致"),
    "fill": ("docforge.faces.commands.fill:fill", "填写申请表，或生成待填的数据表"),
    "sort": ("docforge.faces.commands.sort:sort", "把混在一起的材料按申报单位分开"),
    "notice": ("docforge.faces.commands.notice:notice", "生成公示、补正告知书"),
    "policy": ("docforge.faces.commands.policy:policy", "查看、检查、试算和编写政策文件夹"),
    "ledger": ("docforge.faces.commands.ledger:ledger", "以往资助和限制名单的台账"),
    "kind": ("docforge.faces.commands.kind:kind", "查看材料种类，试读一个文件"),
    "template": ("docforge.faces.commands.template:template", "检查和填写 Word 模板，把官方空白表做成模板"),
    "bench": ("docforge.faces.commands.bench:bench", "测量识别的准确度和速度"),
    "doctor": ("docforge.faces.commands.doctor:doctor", "检查安装：识别引擎、字体、LibreOffice"),
}


_UNCOLLECTED = 200_000
"""So many new objects, not 700, before Python looks for cycles among them: loading modules makes thousands and no garbage."""

click.Context.formatter_class = ChineseFormatter


@click.command(cls=LazyGroup, table=COMMANDS)
@click.help_option("-h", "--help", help="显示帮助")
@click.version_option(package_name="docforge", message="docforge %(version)s", help="显示版本")
def cli() -> None:
    """读证照、核材料、填表格、出公示。全部在本机完成，不联网。

    例：docforge process 某公司材料/ --policy yining --category 高新技术企业
    """


def main() -> None:
    """Run the program; every failure becomes a Chinese sentence with a code and an exit status, never a traceback."""
    gc.set_threshold(_UNCOLLECTED)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them takes as long as checking the policy
    atexit.register(gc.freeze)  # what the process still holds goes with it: no last search for cycles, a tenth of a short run
    try:
        status = cli.main(sys.argv[1:] or ["--help"], standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except DocforgeError as error:
        _fail(str(error), error.code.exit_status)
    except click.ClickException as error:
        _fail(usage_message(error), 2)
    except (click.Abort, KeyboardInterrupt):
        _fail("已中断", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # the last line of defence: whatever went wrong, the user gets a sentence
        if os.environ.get("DOCFORGE_DEBUG"):
            raise
        _fail(str(DocforgeError(codes.UNEXPECTED, reason=f"{type(error).__name__}: {error}")), 1)


def _fail(message: str, status: int) -> None:
    click.echo(message, err=True)
    sys.exit(status)
