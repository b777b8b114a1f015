"""Texts that say nearly the same: 5-character shingles, MinHash signatures, bands of them (see ``resemblance``)."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b

from datasketch import MinHash

from docforge.casework.batch.resemblance import BANDS, ROWS
from docforge.core.text import letters

_SEED = 20251101
_SHINGLE = 5
_SHORTEST = 60
"""Letters below which a text says too little: 不适用, 详见附件."""


def bands(text: str) -> Iterator[str]:
    """What is compared of a text, ``BANDS`` marks such as ``07:1f3a…``; none of a short one. Punctuation and width do not count."""
    plain = letters(text)
    if len(plain) < _SHORTEST:
        return
    signature = _blank().copy()
    signature.update_batch([plain[i : i + _SHINGLE].encode() for i in range(len(plain) - _SHINGLE + 1)])
    values = signature.hashvalues.astype("<u8").reshape(BANDS, ROWS)
    for number, row in enumerate(values):
        yield f"{number:02}:{blake2b(row.tobytes(), digest_size=8).hexdigest()}"


@cache
def _blank() -> MinHash:
    return MinHash(num_perm=BANDS * ROWS, seed=_SEED)
