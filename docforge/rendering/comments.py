"""A copy of a template with what is wrong in it as Word comments, each at its place."""

import posixpath
from collections.abc import Iterable

from lxml import etree

from docforge.rendering.ooxml import (
    CONTENT_TYPES,
    DECLARATION,
    PPR,
    RELATIONSHIPS,
    Element,
    P,
    R,
    W,
    parse,
    plain_text,
    qn,
    serialised,
)
from docforge.rendering.package import Package, rewritten
from docforge.rendering.parts import TYPES, relations_of
from docforge.rendering.places import Place, Places
from docforge.rendering.tags import Problem

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EMPTY = f'{DECLARATION}<w:comments xmlns:w="{W}"/>'.encode()
_AUTHOR = "docforge"


def with_comments(content: bytes, problems: Iterable[Problem]) -> bytes:
    """The .docx with a comment for each problem; those outside the body stand at its first paragraph, with their place in words.

    Raises DocforgeError T503 when it is no .docx.
    """
    package = Package(content)
    main = package.main
    name = posixpath.join(posixpath.dirname(main), "comments.xml")
    document = parse(package.read(main))
    is_new = name not in package.names
    comments = parse(_EMPTY if is_new else package.read(name))
    first = 1 + max((int(node.get(qn("id")) or 0) for node in comments), default=-1)
    places = Places(main, document)
    paragraphs = [(places.of(paragraph), paragraph) for paragraph in document.iter(P)]
    for number, problem in enumerate(problems, start=first):
        comments.append(_comment(number, problem))
        _attach(_paragraph(problem.place, paragraphs), number)
    changed = {main: serialised(document), name: serialised(comments)}
    if is_new:
        changed |= _announced(package, main, name)
    return rewritten(package, changed)


def _paragraph(place: Place, paragraphs: list[tuple[Place, Element]]) -> Element:
    """The paragraph at the place; of several in one cell the one with the words."""
    spot = (place.table, place.row, place.column, place.paragraph)
    same = [node for own, node in paragraphs if (own.table, own.row, own.column, own.paragraph) == spot and own.part == place.part]
    named = [node for node in same if place.around in plain_text(node)]
    return next(iter([*named, *same]), paragraphs[0][1])


def _comment(number: int, problem: Problem) -> Element:
    made = etree.Element(qn("comment"), nsmap={"w": W})
    made.set(qn("id"), str(number))
    made.set(qn("author"), _AUTHOR)
    text = etree.SubElement(etree.SubElement(etree.SubElement(made, P), qn("r")), qn("t"))
    text.text = f"{problem.message}（{problem.place}）"
    return made


def _attach(paragraph: Element, number: int) -> None:
    """The comment over the whole paragraph."""
    start, end = (etree.Element(qn(name)) for name in ("commentRangeStart", "commentRangeEnd"))
    run = etree.Element(qn("r"))
    mark = etree.SubElement(run, qn("commentReference"))
    for node in (start, end, mark):
        node.set(qn("id"), str(number))
    paragraph.insert(1 if paragraph.find(PPR) is not None else 0, start)
    paragraph.extend((end, run))


def _announced(package: Package, main: str, name: str) -> dict[str, bytes]:
    """The relation and the content type of a comments part that was not there."""
    relations = relations_of(main)
    root = parse(package.read(relations))
    etree.SubElement(
        root, f"{{{RELATIONSHIPS}}}Relationship", Id="rIdRemarks", Type=f"{R}/comments", Target=posixpath.basename(name)
    )
    types = parse(package.read(TYPES))
    etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{name}", ContentType=_TYPE)
    return {relations: serialised(root), TYPES: serialised(types)}
