"""The papers of a case as a folder on this machine, wherever they lie."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.model import Finding, finding_of
from docforge.reading import archive, containers, formats, sniff
from docforge.reading.limits import DEFAULT_LIMITS

Members = Iterable[tuple[str, bytes | DocforgeError]]


@contextmanager
def unpacked(place: Path, passwords: Sequence[str] = ()) -> Iterator[tuple[Path, tuple[Finding, ...]]]:
    """The folder itself, or what an archive holds in a folder that is gone afterwards; and what could not be unpacked.

    A lone folder in the archive is the case's folder. Raises DocforgeError U705 for a file that is no archive, R141 to R146 for
    an archive that cannot be opened.
    """
    if not place.is_file():
        yield place, ()
        return
    with TemporaryDirectory(prefix="docforge-case-") as temporary:
        folder = Path(temporary) / "papers"
        folder.mkdir()
        findings = tuple(_written(_members(place, passwords), folder))
        inside = [path for path in folder.iterdir() if not formats.is_junk(f"{path.name}/")]
        yield (inside[0] if len(inside) == 1 and inside[0].is_dir() else folder), findings


def _written(members: Members, folder: Path) -> Iterator[Finding]:
    """Write the members into the folder; a finding for each that cannot be read or written."""
    for name, content in members:
        path = folder / name.replace("\\", "/")
        try:
            if isinstance(content, DocforgeError):
                raise content
            if archive.is_unsafe(path.relative_to(folder).as_posix()):
                raise DocforgeError(codes.ARCHIVE_UNSAFE_NAME, name=name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except DocforgeError as error:
            yield finding_of(error, name)
        except (OSError, ValueError):
            yield finding_of(DocforgeError(codes.ARCHIVE_BROKEN), name)


def _members(place: Path, passwords: Sequence[str]) -> Members:
    content = place.read_bytes()
    kind = sniff.media_type(content)
    if kind == sniff.ZIP:
        return archive.unpack(content, DEFAULT_LIMITS, passwords)
    if kind == sniff.SEVEN_ZIP:
        members: Members = resolve("docforge.reading.seven_zip:unpack_7z")(content, DEFAULT_LIMITS, passwords)
        return members
    if kind == sniff.RAR:
        return formats.unpack_rar(content, DEFAULT_LIMITS)
    if kind in sniff.TARS:
        return containers.unpack_tar(content, DEFAULT_LIMITS)
    raise DocforgeError(codes.NOT_A_FOLDER, str(place))
