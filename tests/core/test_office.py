"""LibreOffice played by a script on the path, so that it hangs, crashes and skips when it is told to; and the real one."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docforge.core import office_desk
from docforge.core.errors import DocforgeError
from docforge.core.office import convert, convert_many, soffice

FAKE = """#!{python}
import json, os, signal, subprocess, sys, time
from pathlib import Path

arguments = sys.argv[1:]
target, out = (arguments[arguments.index(option) + 1] for option in ("--convert-to", "--outdir"))
files = [Path(name) for name in arguments if name.endswith(".doc")]
profile = Path(next(a for a in arguments if a.startswith("-env:UserInstallation=")).partition("file://")[2])
child = subprocess.Popen(["sleep", "600"])
call = dict(files=[f.name for f in files], profile=str(profile), used=(profile / "used").exists(), environment=dict(os.environ),
            registry=(profile / "user/registrymodifications.xcu").read_text(), processes=[os.getpid(), child.pid])
with Path({log!r}).open("a") as log:
    log.write(json.dumps(call) + "\\n")
(profile / "used").touch()
for file in files:
    content, made = file.read_bytes(), Path(out, file.stem + "." + target)
    if b"HANG" in content:
        time.sleep(600)
    if b"CRASH" in content or (b"SHY" in content and len(files) > 1):
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"SKIP" in content:
        print("Error: source file could not be loaded", file=sys.stderr)
        continue
    if b"HALF" in content:
        made.write_bytes(b"%PDF")
        time.sleep(600)
    made.write_bytes(b"%PDF " + content + b" %%EOF")
"""
SECONDS = 2.0


@dataclass(frozen=True)
class Fake:
    log: Path
    temporary: Path

    @property
    def calls(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def left_nothing(self) -> bool:
        processes = [pid for call in self.calls for pid in call["processes"]]  # type: ignore[attr-defined]
        return list(self.temporary.iterdir()) == [] and not any(map(_runs, processes))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    made = Fake(tmp_path / "log", tmp_path / "tmp")
    made.temporary.mkdir()
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(FAKE.format(python=sys.executable, log=str(made.log)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setattr(tempfile, "tempdir", str(made.temporary))
    return made


def _documents(contents: list[str]) -> list[tuple[str, bytes]]:
    return [(f"{number}.doc", f"{number} {content}".encode()) for number, content in enumerate(contents)]


def _told(made: list[bytes | DocforgeError]) -> list[str]:
    return [f"{one.code.id} {one.where}" if isinstance(one, DocforgeError) else one.decode() for one in made]


def _wanted(contents: list[str]) -> list[str]:
    good = ("", "SHY")
    return [f"%PDF {n} {content} %%EOF" if content in good else f"W602 {n}.doc" for n, content in enumerate(contents)]


def test_many_files_share_a_call_and_each_worker_has_its_profile(fake: Fake) -> None:
    contents = [""] * 100
    assert _told(convert_many(_documents(contents), "doc", "pdf", workers=2)) == _wanted(contents)
    assert sorted(len(call["files"]) for call in fake.calls) == [25] * 4  # type: ignore[arg-type]
    assert len({str(call["profile"]) for call in fake.calls if not call["used"]}) == 2
    assert fake.left_nothing()


def test_a_few_files_are_not_worth_a_second_start(fake: Fake) -> None:
    convert_many(_documents([""] * 9), "doc", "pdf", workers=2)
    assert len(fake.calls) == 1


@pytest.mark.parametrize("poison", ["HANG", "CRASH", "SKIP", "HALF"])
@pytest.mark.parametrize("place", [0, 3, 5])
def test_a_poisonous_file_is_told_apart_from_its_neighbours(poison: str, place: int, fake: Fake) -> None:
    contents = [""] * 6
    contents[place] = poison
    assert _told(convert_many(_documents(contents), "doc", "pdf", seconds=SECONDS)) == _wanted(contents)
    assert len(fake.calls) <= 3
    assert fake.left_nothing()


@pytest.mark.parametrize(
    ("poison", "reason"), [("HANG", "超过 0.5 秒"), ("CRASH", "程序崩溃（信号 11）"), ("SKIP", "打不开这个文件")]
)
def test_the_reason_is_told(poison: str, reason: str, fake: Fake) -> None:
    with pytest.raises(DocforgeError, match=re.escape(f"[W602] LibreOffice 转换失败：{reason}")):
        convert(poison.encode(), "doc", "pdf", seconds=0.5)


@given(st.lists(st.sampled_from(["", "CRASH", "SKIP", "SHY"]), max_size=8), st.integers(1, 3))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_among_them_every_good_file_is_made(fake: Fake, contents: list[str], workers: int) -> None:
    assert _told(convert_many(_documents(contents), "doc", "pdf", workers=workers)) == _wanted(contents)
    assert fake.left_nothing()


def test_after_a_crash_the_profile_is_a_new_one(fake: Fake) -> None:
    convert_many(_documents(["", "CRASH", ""]), "doc", "pdf")
    assert [call["used"] for call in fake.calls] == [False] * 3
    fake.log.unlink()
    convert_many(_documents(["", "SKIP", ""]), "doc", "pdf")
    assert [call["used"] for call in fake.calls] == [False, True]


def test_the_environment_is_sealed(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    convert_many(_documents([""]), "doc", "pdf", settings={"FONTCONFIG_FILE": "<fontconfig/>"})
    (call,) = fake.calls
    environment = call["environment"]
    assert isinstance(environment, dict)
    assert not {"SECRET_TOKEN", "DISPLAY"} & environment.keys()
    assert environment["TZ"] == "Asia/Shanghai"
    home = str(fake.temporary)
    assert all(environment[name].startswith(home) for name in ("HOME", "TMPDIR", "FONTCONFIG_FILE"))
    registry = str(call["registry"])
    assert all(name in registry for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "MacroSecurityLevel"))


def test_the_socket_of_one_that_was_killed_goes_too(fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    left = tmp_path / "OSL_PIPE"
    left.touch()
    monkeypatch.setattr(office_desk, "sockets", lambda profile: iter([left]))
    convert_many(_documents([""]), "doc", "pdf")
    assert left.exists()
    convert_many(_documents(["CRASH"]), "doc", "pdf")
    assert not left.exists()


def test_an_interrupt_ends_the_calls_as_well(fake: Fake, tmp_path: Path) -> None:
    code = f"""import tempfile; tempfile.tempdir = {str(fake.temporary)!r}
from docforge.core.office import convert
convert(b"HANG", "doc", "pdf", seconds=300)"""
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL) as process:
        while not fake.calls:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
    assert process.returncode
    assert fake.left_nothing()


def test_what_is_no_package_is_never_given_to_it(fake: Fake) -> None:
    with pytest.raises(DocforgeError, match=r"不是有效的 \.docx 文件"):
        convert(b"PK\3\4 half of a document", "docx", "pdf")
    assert fake.calls == []


def test_nothing_to_do_is_done(fake: Fake) -> None:
    assert convert_many([], "docx", "pdf") == []
    assert fake.calls == []


def test_a_program_that_does_not_start_is_an_error_of_ours(fake: Fake, tmp_path: Path) -> None:
    (tmp_path / "bin" / "soffice").write_text("#!/nowhere/at/all\n")
    with pytest.raises(DocforgeError, match="W602"):
        convert(b"", "doc", "pdf")
    assert list(fake.temporary.iterdir()) == []


real = [pytest.mark.office, pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")]


def _word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _text(pdf: bytes | DocforgeError) -> str:
    assert isinstance(pdf, bytes)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert isinstance(text, str)
    return text.strip()


class TestReal:
    pytestmark = real

    def test_each_document_gets_its_own_pdf_and_a_broken_one_its_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        documents = [(f"{number}.docx", _word(f"No {number}")) for number in range(11)]
        whole = documents[4][1]
        documents[4] = "broken.docx", whole[: len(whole) // 2]
        documents[7] = "odd.docx", _package({"a.txt": "no document at all"})
        made = convert_many(documents, "docx", "pdf", workers=2)
        assert [number for number, one in enumerate(made) if isinstance(one, DocforgeError)] == [4, 7]
        assert [str(made[n])[-80:].split("（")[-1].split("）")[0] for n in (4, 7)] == ["broken.docx", "odd.docx"]
        assert all(_text(one) == f"No {number}" for number, one in enumerate(made) if number not in (4, 7))
        assert list(tmp_path.iterdir()) == []

    def test_nothing_outside_the_document_is_fetched(self, tmp_path: Path) -> None:
        picture = tmp_path / "picture.png"
        picture.write_bytes(PNG)
        with _serving() as server:
            made = convert_many([("a.docx", _linking(server.address)), ("b.docx", _linking(picture.as_uri()))], "docx", "pdf")
        assert server.asked == []
        assert all(isinstance(one, bytes) and _pictures(one) == 0 for one in made)

    def test_the_name_of_its_socket_is_known(self, tmp_path: Path) -> None:
        source = tmp_path / "a.docx"
        source.write_bytes(_word("a"))
        desk = office_desk.Desk(str(soffice()), tmp_path, {})
        ended = threading.Event()
        seen: list[Path] = []

        def look() -> None:
            while not ended.wait(0.01):
                seen.extend(office_desk.sockets(tmp_path / "profile"))

        watcher = threading.Thread(target=look)
        watcher.start()
        desk.convert([source], "pdf", 120, threading.Event())
        ended.set()
        watcher.join()
        assert seen
        assert list(office_desk.sockets(tmp_path / "profile")) == []


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
W = "http://schemas.openxmlformats.org"
BODY = f"""<w:document xmlns:w="{W}/wordprocessingml/2006/main" xmlns:r="{W}/officeDocument/2006/relationships"
 xmlns:wp="{W}/drawingml/2006/wordprocessingDrawing" xmlns:a="{W}/drawingml/2006/main" xmlns:pic="{W}/drawingml/2006/picture">
<w:body><w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="x"/><a:graphic>
<a:graphicData uri="{W}/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:link="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>
</a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>"""
RELATIONS = f'<Relationships xmlns="{W}/package/2006/relationships">{{}}</Relationships>'
RELATION = f'<Relationship Id="rId1" Type="{W}/officeDocument/2006/relationships/{{}}" Target="{{}}"/>'
TYPES = f"""<Types xmlns="{W}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""


def _package(parts: dict[str, str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def _linking(folder: str) -> bytes:
    """A document whose picture lies elsewhere."""
    link = RELATION.format("image", f"{folder.removesuffix('/picture.png')}/picture.png").replace("/>", ' TargetMode="External"/>')
    return _package(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS.format(RELATION.format("officeDocument", "word/document.xml")),
            "word/document.xml": BODY,
            "word/_rels/document.xml.rels": RELATIONS.format(link),
        }
    )


def _pictures(pdf: bytes) -> int:
    (page,) = pypdfium2.PdfDocument(pdf)
    return sum(1 for _ in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)))


class _Server(HTTPServer):
    """Notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def _serving() -> Iterator[_Server]:
    with _Server() as server:
        threading.Thread(target=server.serve_forever).start()
        yield server
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    def answer(self) -> None:
        assert isinstance(self.server, _Server)
        self.server.asked.append(self.path)
        self.send_error(404)

    do_GET = do_HEAD = do_OPTIONS = answer  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:
        pass
