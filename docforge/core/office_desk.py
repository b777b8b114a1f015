"""A place where LibreOffice works alone: its own home, profile and temporary files; nothing fetched, no macro run.

A document can name pictures and texts elsewhere; LibreOffice would fetch them (measured: OPTIONS, HEAD and GET to the address), so
references out of a document are blocked in the profile, and what is asked for all the same goes to a port where nobody listens.
"""

import os
import shutil
import signal
import subprocess  # nosec B404 - soffice only, with a fixed argument list
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import md5
from pathlib import Path
from threading import Event
from time import monotonic
from xml.sax.saxutils import quoteattr

_GLANCE = 0.2  # seconds between two looks at what has been made
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
_FILTERS = {"docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}
"""Without a filter named, a damaged .docx is taken for plain text and printed as rubbish."""

_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_INTERNET = "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    (_INTERNET, "ooInetProxyType", "2"),
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
    (_INTERNET, "ooInetNoProxy", ""),
)


class Desk:
    """One worker's place under ``folder``; used by one thread at a time, its profile kept from call to call."""

    def __init__(self, program: str, folder: Path, settings: Mapping[str, str]) -> None:
        """``settings``: environment variables of LibreOffice beside the few that it gets from here."""
        self._program, self._folder, self._settings = program, folder, settings
        self._profile, self._out = folder / "profile", folder / "out"
        self._temporary = folder / "tmp"

    def convert(self, sources: Sequence[Path], target: str, seconds: float, stop: Event) -> str:
        """One call for all ``sources``; what is wrong with it as a Chinese phrase, else an empty one.

        The call ends by force, with all processes it started, when no further file was made in ``seconds``, or on ``stop``.
        What was made is fetched by ``made``.
        """
        self._tidy()
        with (self._folder / "errors.txt").open("w+b") as errors:
            process = subprocess.Popen(  # noqa: S603  # nosec B603
                self._command(sources, target),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=self._environment(),
                cwd=self._folder,
                start_new_session=True,
            )
            try:
                ended = self._watch(process, seconds, stop)
            finally:
                _end(process)
            errors.seek(0)
            reason = _reason(process.returncode, errors.read()) if ended else f"超过 {seconds:g} 秒"
        if not ended or process.returncode:
            self._forget_profile()
        return reason

    def made(self, source: Path, target: str) -> bytes | None:
        """What the last call made of the source, None when it made nothing."""
        with suppress(FileNotFoundError):
            return (self._out / source.with_suffix(f".{target}").name).read_bytes()
        return None

    def _tidy(self) -> None:
        shutil.rmtree(self._out, ignore_errors=True)
        shutil.rmtree(self._temporary, ignore_errors=True)
        self._out.mkdir(parents=True)
        self._temporary.mkdir()
        registry = self._profile / "user" / "registrymodifications.xcu"
        if not registry.exists():
            registry.parent.mkdir(parents=True, exist_ok=True)
            registry.write_text(_registry(), encoding="utf-8")

    def _command(self, sources: Sequence[Path], target: str) -> list[str]:
        command = [self._program, "--headless", "--norestore", f"-env:UserInstallation={self._profile.as_uri()}"]
        named = _FILTERS.get(sources[0].suffix[1:])
        command += [f"--infilter={named}"] if named else []
        return [*command, "--convert-to", target, "--outdir", str(self._out), *map(str, sources)]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return kept | {"HOME": str(self._folder), "TMPDIR": str(self._temporary), "SAL_USE_VCLPLUGIN": "svp"} | dict(self._settings)

    def _watch(self, process: "subprocess.Popen[bytes]", seconds: float, stop: Event) -> bool:
        """Whether the process came to its end by itself."""
        made, last = 0, monotonic()
        while not stop.is_set():
            with suppress(subprocess.TimeoutExpired):
                process.wait(min(_GLANCE, seconds))
                return True
            count = len([*self._out.iterdir()])
            if count > made:
                made, last = count, monotonic()
            elif monotonic() - last >= seconds:
                return False
        return False

    def _forget_profile(self) -> None:
        """The next call starts anew: a profile is not to be trusted after a crash, and a socket in /tmp may bear its name."""
        shutil.rmtree(self._profile, ignore_errors=True)
        for socket in sockets(self._profile):
            socket.unlink(missing_ok=True)


def sockets(profile: Path) -> Iterator[Path]:
    """The socket that LibreOffice opens for a profile, always in /tmp; it stays there when the program is killed."""
    digest = md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    return Path("/tmp").glob(f"OSL_PIPE_*_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}")  # noqa: S108  # nosec B108


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of the process and of all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _reason(status: int, errors: bytes) -> str:
    if b"could not be loaded" in errors:
        return "打不开这个文件"
    if b"could not be saved" in errors or b"Failed to write" in errors:
        return "写不出结果"
    if status < 0 or status > 128:
        return f"程序崩溃（信号 {-status if status < 0 else status - 128}）"
    return f"退出码 {status}" if status else ""


def _registry() -> str:
    """The settings in the form of registrymodifications.xcu."""
    items = "".join(
        f'<item oor:path={quoteattr(path)}><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
