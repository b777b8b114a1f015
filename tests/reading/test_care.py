"""What a careful reading adds to a glance."""

from docforge.reading.care import _better
from docforge.reading.ocr import Reading


def test_of_two_readings_under_a_seal_the_better_counts_and_doubt_stays() -> None:
    agreed = _better(Reading("甲公司", 0.9), Reading("甲公司", 0.99))
    assert agreed == Reading("甲公司", 0.99)
    disputed = _better(Reading("宏数据", 0.95), Reading("云数据", 0.999))
    assert disputed.text == "云数据"
    assert disputed.confidence <= 0.9
    assert _better(Reading("农业研发销售", 0.99), Reading("农业研发、销售", 0.98)).text == "农业研发、销售"
