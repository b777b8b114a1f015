"""Types that cross a doorway also cross into another process."""

import pickle

from docforge.core.model import Record, Source


def test_a_record_without_fields_can_be_sent_to_another_process() -> None:
    record = Record("business_licence", "营业执照", Source("a.pdf", "0" * 64, "application/pdf"), (1,))
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - made on this line
