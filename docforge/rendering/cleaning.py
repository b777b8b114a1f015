"""What must not travel from a template to its products: comments, tracked changes, hidden text, names of people, paths."""

from collections.abc import Iterator

from lxml import etree

from docforge.rendering.ooxml import RPR, RUN, TR, TRPR, Element, P, cut_out, is_on, parse, plain_text, qn, unwrapped, value_of

_INSERTED = [qn(name) for name in ("ins", "moveTo")]
_DELETED = [qn(name) for name in ("del", "moveFrom")]
_MARKS = [
    qn(name)
    for name in (
        *(f"{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tcPr", "trPr", "tblGrid", "tblPrEx", "numbering")),
        *("cellIns", "cellDel", "cellMerge", "proofErr", "commentRangeStart", "commentRangeEnd", "lastRenderedPageBreak"),
        *(f"{move}Range{end}" for move in ("moveFrom", "moveTo") for end in ("Start", "End")),
        *(f"customXml{move}Range{end}" for move in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
    )
]
_SETTINGS = [qn(name) for name in ("trackRevisions", "attachedTemplate", "mailMerge", "docVars", "rsids", "revisionView")]
_VANISH, _RUN_STYLE = qn("vanish"), qn("rStyle")
_PROPERTY_MARKS = (RPR, TRPR)
DROPPED_PARTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
"""Parts that hold nothing but reviewers' names and remarks."""


def clean(root: Element, hidden_styles: frozenset[str] = frozenset()) -> list[Element]:
    """Accept tracked changes, remove comments and hidden text; the paragraphs whose hidden text holds a tag, left as they are."""
    for node in list(root.iter(*_DELETED)):
        _drop_deleted(node)
    for node in list(root.iter(*_INSERTED)):
        if node.getparent().tag in _PROPERTY_MARKS:
            cut_out(node)
        else:
            unwrapped(node)
    for node in list(root.iter(*_MARKS)):
        cut_out(node)
    for node in list(root.iter(qn("commentReference"))):
        run = node.getparent()
        cut_out(node)
        if not [child for child in run if child.tag != RPR]:
            cut_out(run)
    return [run for run in _hidden(root, hidden_styles) if not _dropped(run)]


def _drop_deleted(node: Element) -> None:
    """Deleted text goes; the mark of a deleted row takes the row with it, that of a paragraph end only itself."""
    parent = node.getparent()
    if parent is None:
        return
    if parent.tag == TRPR and parent.getparent().tag == TR:
        cut_out(parent.getparent())
    else:
        cut_out(node)


def _hidden(root: Element, styles: frozenset[str]) -> Iterator[Element]:
    for mark in list(root.iter(_VANISH, *([_RUN_STYLE] if styles else ()))):
        properties = mark.getparent()
        run = properties.getparent()
        if properties.tag != RPR or run is None or run.tag != RUN:
            continue
        by_style = mark.tag == _RUN_STYLE and properties.find(_VANISH) is None and value_of(mark) in styles
        if by_style or (mark.tag == _VANISH and is_on(mark)):
            yield run


def _dropped(run: Element) -> bool:
    """Whether the hidden run could go: one with a tag in it is the author's mistake, to be told."""
    text = plain_text(run)
    if "{" in text:
        return False
    if text or run.getparent().tag != P:
        cut_out(run)
    return True


def hidden_styles(styles: Element) -> frozenset[str]:
    """The character styles that hide text."""
    found = (style for style in styles.iter(qn("style")) if is_on(style.find(f"{RPR}/{qn('vanish')}")))
    return frozenset(name for style in found if (name := style.get(qn("styleId"))))


def clean_settings(root: Element) -> None:
    """No tracking of changes, no path of a template, no source of a mail merge."""
    for node in list(root.iter(*_SETTINGS)):
        cut_out(node)


def clean_properties(root: Element) -> None:
    """Names of people, of their firm and of a path in docProps, where they are not placeholders."""
    names = {"creator", "lastModifiedBy", "description", "lastPrinted", "Manager", "Company", "Template", "HyperlinkBase"}
    for node in list(root):
        name = node.tag.rpartition("}")[2]
        if name in names and "{{" not in (node.text or ""):
            if name == "lastPrinted":
                root.remove(node)
            else:
                node.text = ""


def differs(data: bytes, root: Element) -> bool:
    """Whether cleaning changed the part."""
    return bool(etree.tostring(parse(data), method="c14n") != etree.tostring(root, method="c14n"))
