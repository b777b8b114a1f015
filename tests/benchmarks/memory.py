"""Memory while many large photographs are read one after another. ``python -m tests.benchmarks.memory [count]``.

Prints resident memory (MB) after every tenth of 12-megapixel photographs made from the fixtures, and the peak.
"""

import io
import resource
import sys
import tempfile
from pathlib import Path

from PIL import Image

from docforge.reading.reader import Reader
from tests.conftest import FIXTURES

SIZE = (4000, 3000)
PHOTOS = ("licence-landscape-photo.jpg", "certificate-photo.jpg", "degree-photo.jpg")


def enlarged(path: Path) -> bytes:
    """The photograph at twelve megapixels."""
    target = io.BytesIO()
    Image.open(path).convert("RGB").resize(SIZE).save(target, "JPEG", quality=88)
    return target.getvalue()


def resident() -> float:
    """Resident memory of this process in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def main(count: int) -> None:
    """Read ``count`` photographs."""
    reader = Reader()
    pictures = [enlarged(FIXTURES / "papers" / name) for name in PHOTOS if (FIXTURES / "papers" / name).is_file()]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, count + 1):
            path = Path(folder) / "photo.jpg"
            path.write_bytes(pictures[number % len(pictures)] + number.to_bytes(4, "big"))
            list(reader.read_path(path))
            if number % 10 == 0:
                print(f"{number} photographs: {resident():.0f} MB", flush=True)  # noqa: T201
    print(f"peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
