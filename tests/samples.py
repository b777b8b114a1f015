"""Small files made on the spot: pictures, PDFs, Word files, archives."""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

import docx
import numpy as np
import openpyxl
import py7zr
from PIL import Image
from pypdf import PdfReader, PdfWriter


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
    return pdf_of(objects)


def pdf_of(objects: Sequence[bytes]) -> bytes:
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


def ofd(
    objects: str, *, prefix: str = "ofd:", resources: str = "", files: Mapping[str, bytes] | None = None, pages: int = 1
) -> bytes:
    """An OFD package whose pages, one or more, all show these page objects."""
    space = f'xmlns{":" + prefix[:-1] if prefix else ""}="http://www.ofdspec.org/2016"'

    def element(name: str, body: str, attributes: str = "") -> str:
        return f"<{prefix}{name} {attributes}>{body}</{prefix}{name}>"

    area = element("PageArea", element("PhysicalBox", "0 0 210 297"))
    common = element("CommonData", area + element("DocumentRes", "DocumentRes.xml"))
    shown = "".join(element("Page", "", f'ID="{i + 1}" BaseLoc="Pages/Page_0/Content.xml"') for i in range(pages))
    return archive({
        "OFD.xml": OFD_ROOT.encode(),
        "Doc_0/Document.xml": element("Document", common + element("Pages", shown), space).encode(),
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


def seven_zip(files: Mapping[str, bytes], password: str | None = None) -> bytes:
    made = io.BytesIO()
    with py7zr.SevenZipFile(made, "w", password=password) as package:
        for name, content in files.items():
            package.writestr(content, name)
    return made.getvalue()


def rar(files: Mapping[str, bytes]) -> bytes:
    """A RAR 5.0 archive of stored files, by hand: there is no free program that writes one."""

    def number(value: int) -> bytes:
        made = b""
        while value > 0x7F:
            made, value = made + bytes([value & 0x7F | 0x80]), value >> 7
        return made + bytes([value])

    def block(body: bytes) -> bytes:
        sized = number(len(body)) + body
        return zlib.crc32(sized).to_bytes(4, "little") + sized

    made = b"Rar!\x1a\x07\x01\x00" + block(number(1) + number(0) + number(0))
    for name, content in files.items():
        raw = name.encode()
        head = number(2) + number(2) + number(len(content)) + number(4) + number(len(content)) + number(0o100644)
        head += zlib.crc32(content).to_bytes(4, "little") + number(0) + number(1) + number(len(raw)) + raw
        made += block(head) + content
    return made + block(number(5) + number(0) + number(0))


def form_pdf(label: str, value: str) -> bytes:
    """A PDF with an ASCII label, whose one field holds a value that is not in the page's text."""
    text = f"BT /F1 12 Tf 50 545 Td ({label}) Tj ET".encode("latin-1")
    utf16 = value.encode("utf-16-be").hex()
    field = f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V <feff{utf16}> /Rect [150 540 350 560] /P 4 0 R >>"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /NeedAppearances true >> >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R "
            b"/Annots [6 0 R] >>",
            f"<< /Length {len(text)} >>\nstream\n".encode() + text + b"endstream",
            field.encode(),
        ]
    )


def rewritten(pdf: bytes, *, attached: Mapping[str, bytes] | None = None, password: str = "") -> bytes:
    """The PDF with files embedded in it, or encrypted."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for name, content in (attached or {}).items():
        writer.add_attachment(name, content)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def encrypted_zip(name: str, content: bytes, password: bytes) -> bytes:
    """A zip with the traditional PKWARE encryption (APPNOTE 6.1), which Python reads and does not write."""
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = [zlib.crc32(bytes([i])) ^ zlib.crc32(b"\0") for i in range(256)]

    def crc(value: int, byte: int) -> int:
        return table[(value ^ byte) & 0xFF] ^ (value >> 8)

    def update(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    def encrypt(data: bytes) -> bytes:
        made = bytearray()
        for byte in data:
            temp = (keys[2] | 2) & 0xFFFF
            made.append(byte ^ ((temp * (temp ^ 1)) >> 8 & 0xFF))
            update(byte)
        return bytes(made)

    for byte in password:
        update(byte)
    check = zlib.crc32(content)
    body = encrypt(bytes(11) + bytes([check >> 24]) + content)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as package:
        package.writestr(zipfile.ZipInfo(name), bytes(len(body)))
    made = bytearray(plain.getvalue())
    at = made.index(bytes(len(body)), 30)
    made[at : at + len(body)] = body
    central = made.index(b"PK\x01\x02")
    for offset, size_at in ((0, 14), (central, 16)):
        flags_at = offset + (6 if offset == 0 else 8)
        made[flags_at] |= 1
        made[offset + size_at : offset + size_at + 4] = check.to_bytes(4, "little")
        made[offset + size_at + 8 : offset + size_at + 12] = len(content).to_bytes(4, "little")
    return bytes(made)
