"""Whether a finished Word file may be published: every part of it is searched for personal data, and what was searched is kept.

The bytes are searched, not what went into them: a template, a property or a hidden run may hold what no list held.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.personal import HEADS, Personal, folded, personal, split_personal
from docforge.core.text import squeeze
from docforge.rendering import ooxml

_GUID_OR_SPACE = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|(?:http|urn):\S*|[0-9A-Fa-f]{8}")
_OF_FONTS = ("panose1", "sig")
"""Elements whose figures describe the look of a typeface."""
_BLANKS = ("tab", "br", "cr")
_XML = (".xml", ".rels", ".vml", ".xhtml", ".html", ".txt")
_PICTURE, _OBJECT, _HEAD = "图片", "嵌入对象", "个人信息栏目"


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not be published: what, and in which part of the file."""

    what: str
    part: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched: the number of texts and characters by part, and what was found in them."""

    name: str
    digest: str
    texts: tuple[tuple[str, int, int], ...]
    leaks: tuple[Leak, ...]

    def told(self, more: Sequence[str] = ()) -> str:
        """The check log: what was looked for, where, in how many places, with what result; ``more`` lines at the end."""
        lines = ["公示内容检查记录", f"文件：{self.name}", f"SHA-256：{self.digest}"]
        lines.append(f"检查内容：{'、'.join(Personal)}，个人信息栏目，图片和嵌入对象")
        lines.append("检查范围：文件名、正文、页眉页脚、隐藏文字、批注和修订、属性、各部件的文字和属性值")
        lines += [f"  {part}：{count}处文字，{characters}字" for part, count, characters in self.texts]
        found = Counter(f"{leak.what}（{leak.part}）" for leak in self.leaks)
        lines.append("结果：" + ("；".join(f"{what} {n} 处" for what, n in found.items()) if found else "没有发现个人信息"))
        return "\n".join([*lines, *more]) + "\n"


def searched(name: str, content: bytes, allowed: Iterable[str] = (), template: bytes | None = None) -> Search:
    """Every part of a .docx and its name searched. ``allowed``: the offices' own contacts; pictures of ``template`` pass."""
    known = tuple(filter(None, allowed))
    own = _media(template) if template else frozenset()
    counts: list[tuple[str, int, int]] = [("文件名", 1, len(name))]
    leaks = [Leak(kind, "文件名") for kind in personal(name, known)]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        leaks += [Leak(kind, "压缩包注释") for kind in personal(package.comment.decode("utf-8", "replace"), known)]
        for part in package.namelist():
            leaks += [Leak(kind, f"部件名 {part}") for kind in personal(part, known)]
            data = package.read(part)
            if not part.lower().endswith(_XML):
                leaks += [] if sha256(data).hexdigest() in own else [Leak(_OBJECT if "embed" in part else _PICTURE, part)]
                continue
            root = ooxml.parse(data)
            texts = list(_texts(root))
            counts.append((part, len(texts), sum(map(len, texts))))
            leaks += [Leak(kind, part) for text in texts for kind in _wrong(text, known)]
            leaks += [Leak(f"分在几格里的{kind}", part) for cells in _rows(root) for kind in split_personal(cells, known)]
    return Search(name, sha256(content).hexdigest(), tuple(counts), tuple(leaks))


def refuse(found: Search) -> None:
    """Raises DocforgeError W605 that names kinds and parts, never the data, where something was found."""
    if found.leaks:
        told = dict.fromkeys(f"{leak.what}（{leak.part}）" for leak in found.leaks)
        raise DocforgeError(codes.PERSONAL_DATA, what="、".join(told))


def table_rows(content: bytes) -> Iterator[tuple[str, ...]]:
    """The rows of the tables of a .docx: the text of each cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = ooxml.parse(package.read("word/document.xml"))
    for table in root.iter(ooxml.TBL):
        for row in ooxml.rows_of(table):
            yield tuple(ooxml.plain_text(cell).strip() for cell in ooxml.cells_of(row))


def _wrong(text: str, allowed: Sequence[str]) -> list[str]:
    return [*personal(text, allowed), *([_HEAD] if HEADS.fullmatch(squeeze(text)) else [])]


def _media(content: bytes) -> frozenset[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return frozenset(sha256(package.read(n)).hexdigest() for n in package.namelist() if not n.lower().endswith(_XML))


def _rows(root: Any) -> Iterator[list[str]]:
    """The cells of each row of a table."""
    return ([_joined(cell) for cell in ooxml.cells_of(row)] for row in root.iter(ooxml.TR))


def _texts(root: Any) -> Iterator[str]:
    """The texts of a part: each paragraph with its runs joined, each cell, every text by itself, every attribute that can tell
    something."""
    for node in root.iter():
        name = _local(node)
        if name in ("p", "tc"):
            yield _joined(node)
        yield from filter(None, ((node.text or "").strip(), (node.tail or "").strip()))
        yield from (value for value in node.attrib.values() if name not in _OF_FONTS and _tells(value))


def _tells(value: str) -> bool:
    digits = sum(map(str.isdigit, folded(value)))
    return not _GUID_OR_SPACE.fullmatch(value) and (digits >= 7 or "@" in value or not value.isascii())


def _joined(node: Any) -> str:
    """The text of a paragraph or cell, hidden, deleted and field text among it."""
    pieces = []
    for one in node.iter():
        name = _local(one)
        if name in _BLANKS:
            pieces.append(" ")
        elif name == "p" and pieces:
            pieces.append("\n")
        elif isinstance(one.text, str):
            pieces.append(one.text)
    return "".join(pieces)


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]
