"""Text with a look of its own inside a paragraph: ``{{r 名称 }}``. Takes what docxtpl's RichText takes."""

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.rendering.ooxml import escaped, quoted
from docforge.rendering.printing import ILLEGAL

_UNDERLINES = ("single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave")


class RichText:
    """Runs of text, each with its look."""

    def __init__(self, text: object = "", **look: object) -> None:
        """The first run, where there is one; ``look`` as in ``add``."""
        self._runs: list[str] = []
        if text:
            self.add(text, **look)  # type: ignore[arg-type]

    def add(
        self,
        text: object,
        *,
        style: str = "",
        font: str = "",
        bold: bool = False,
        italic: bool = False,
        strike: bool = False,
        color: str = "",
        size: int = 0,
        highlight: str = "",
        underline: bool | str = False,
        superscript: bool = False,
        subscript: bool = False,
    ) -> "RichText":
        """Another run. ``size`` in half points, ``color`` and ``highlight`` as RRGGBB; a font counts for Chinese text too.

        Raises DocforgeError T505 for characters that Word cannot keep.
        """
        if isinstance(text, RichText):
            self._runs += text._runs
            return self
        written = str(text)
        if bad := ILLEGAL.search(written):
            raise DocforgeError(codes.VALUE_NOT_TEXT, f"U+{ord(bad[0]):04X}", field=written[:20])
        line = underline if underline in _UNDERLINES else "single"
        position = "superscript" if superscript else "subscript" if subscript else ""
        properties = [
            _property("rStyle", style),
            _fonts(font),
            *(f"<w:{name}/>" for name, on in (("b", bold), ("i", italic), ("strike", strike)) if on),
            _property("color", color.lstrip("#")),
            *(_property(name, str(size or "")) for name in ("sz", "szCs")),
            _property("u", str(line) if underline else ""),
            f'<w:shd w:val="clear" w:fill={quoted(highlight.lstrip("#"))}/>' if highlight else "",
            _property("vertAlign", position),
        ]
        look = "".join(properties)
        shown = f"<w:rPr>{look}</w:rPr>" if look else ""
        self._runs.append(f'<w:r>{shown}<w:t xml:space="preserve">{escaped(written)}</w:t></w:r>')
        return self

    def __html__(self) -> str:
        """The runs as WordprocessingML."""
        return "".join(self._runs)


def _property(name: str, value: str) -> str:
    return f"<w:{name} w:val={quoted(value)}/>" if value else ""


def _fonts(name: str) -> str:
    return f"<w:rFonts {' '.join(f'w:{kind}={quoted(name)}' for kind in ('ascii', 'hAnsi', 'eastAsia', 'cs'))}/>" if name else ""
