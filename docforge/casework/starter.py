"""A new policy folder to start from: commented, complete, passing lint and its own examples."""

import re
from importlib.resources import as_file, files
from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic

_NAME = re.compile(r"[a-z][a-z0-9-]*")


def start(folder: Path) -> Path:
    """Write the starter into ``folder``, whose name becomes the policy's id.

    Raises DocforgeError U707 for a folder that is not empty, U708 for a name that cannot be an id, W604 where it cannot be written.
    """
    if not _NAME.fullmatch(folder.name):
        raise DocforgeError(codes.NAME_INVALID, str(folder), name=folder.name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DocforgeError(codes.FOLDER_NOT_EMPTY, str(folder))
    with as_file(files("docforge.casework") / "starter") as source:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            content = file.read_bytes()
            if file.name == "policy.yaml":
                content = content.replace(b"id: starter ", f"id: {folder.name} ".encode(), 1)
            write_atomic(folder / file.relative_to(source), content)
    return folder
