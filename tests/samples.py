"""Small files made on the spot: pictures, PDFs, Word files, archives."""

import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

import docx
import numpy as np
import openpyxl
from PIL import Image


def picture(width: int = 60, height: int = 40, kind: str = "PNG", *, exif_turn: int = 0) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    image.paste("black", (width // 8, height // 8, width // 2, height // 4))
    made = io.BytesIO()
    exif = Image.Exif()
    if exif_turn:
        exif[0x0112] = exif_turn
    image.save(made, kind, exif=exif) if exif_turn else image.save(made, kind)
    return made.getvalue()


def pixels(width: int = 60, height: int = 40) -> "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]":
    return np.full((height, width, 3), 255, dtype=np.uint8)


def text_pdf(lines: Sequence[tuple[float, float, str]], *, pages: int = 1, rotate: int = 0, size: float = 12) -> bytes:
    """A PDF with ASCII text at (x, y from the bottom), by hand, so that nothing but the reader is under test."""
    show = "".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines)
    content = show.encode("latin-1")
    turn = f"/Rotate {rotate}" if rotate else ""
    kids = " ".join(f"{4 + i} 0 R" for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    objects += [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] {turn} /Resources << /Font << /F1 3 0 R >> >> "
        f"/Contents {4 + pages} 0 R >>".encode()
        for _ in range(pages)
    ]
    objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"endstream")
    return _pdf(objects)


def _pdf(objects: Sequence[bytes]) -> bytes:
    made, offsets = b"%PDF-1.7\n", []
    for i, item in enumerate(objects, start=1):
        offsets.append(len(made))
        made += f"{i} 0 obj\n".encode() + item + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return made + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def word(paragraphs: Sequence[str] = (), table: Sequence[Sequence[str]] = ()) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made_table = document.add_table(len(table), len(table[0]))
        for r, row in enumerate(table):
            for c, text in enumerate(row):
                made_table.cell(r, c).text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def archive(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return made.getvalue()


class _WindowsName(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own hook
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def windows_archive(files: Mapping[str, bytes]) -> bytes:
    """Names in GB18030 without the UTF-8 flag."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in files.items():
            package.writestr(_WindowsName(name), content)
    return made.getvalue()


def encrypted_archive() -> bytes:
    """A zip whose one entry says that it is encrypted."""
    raw = bytearray(archive({"a.jpg": b"x" * 40}))
    raw[6] |= 1
    central = raw.find(b"PK\x01\x02")
    raw[central + 8] |= 1
    return bytes(raw)


OFD_ROOT = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'


def ofd(objects: str, *, prefix: str = "ofd:", resources: str = "", files: Mapping[str, bytes] | None = None) -> bytes:
    """A one-page OFD package with these page objects."""
    space = f'xmlns{":" + prefix[:-1] if prefix else ""}="http://www.ofdspec.org/2016"'

    def element(name: str, body: str, attributes: str = "") -> str:
        return f"<{prefix}{name} {attributes}>{body}</{prefix}{name}>"

    area = element("PageArea", element("PhysicalBox", "0 0 210 297"))
    common = element("CommonData", area + element("DocumentRes", "DocumentRes.xml"))
    pages = element("Pages", element("Page", "", 'ID="1" BaseLoc="Pages/Page_0/Content.xml"'))
    return archive({
        "OFD.xml": OFD_ROOT.encode(),
        "Doc_0/Document.xml": element("Document", common + pages, space).encode(),
        "Doc_0/DocumentRes.xml": element("Res", resources, f'{space} BaseLoc="Res"').encode(),
        "Doc_0/Pages/Page_0/Content.xml": element("Page", element("Content", element("Layer", objects)), space).encode(),
        **(files or {}),
    })  # fmt: skip


def ofd_text(text: str, left: float, top: float, *, size: float = 5, more: str = "") -> str:
    step = f"g {len(text) - 1} {size}"
    box = f"{left} {top} {size * len(text)} {size * 1.2}"
    code = f'<ofd:TextCode X="0" Y="{size}" DeltaX="{step}">{text}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{box}" Size="{size}" {more}>{code}</ofd:TextObject>'


def mail(files: Mapping[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "申报材料"
    message.set_content("材料见附件")
    for name, content in files.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def tarball(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as package:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))
    return made.getvalue()


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
