"""How alike two texts are by the bands of their signatures that are the same.

192 permutations (Broder 1997) in 32 bands of 6. Two texts of Jaccard similarity s share a band with probability s⁶; they are
told when they share ``LEAST`` bands: at s = 0.8 in 98 of 100 cases, at s = 0.4 in one of 100 000.
"""

BANDS, ROWS = 32, 6
LEAST = 4
"""Of the bands, how many must be the same."""


def similarity(shared: int) -> float:
    """The Jaccard similarity that so many shared bands speak for."""
    return float((min(shared, BANDS) / BANDS) ** (1 / ROWS))
