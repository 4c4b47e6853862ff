from openai_nb.core.record import Record
from openai_nb.magics.formatters import record


def test_a_record_shows_its_times_as_dates_and_hides_what_is_null():
    shown = record(Record(id="f", created_at=1795261737, expires_at=None, name="<b>bold</b>"))
    assert "2026-11-21 11:48:57" in shown["text/html"] and "expires_at" not in shown["text/html"]
    assert "&lt;b&gt;bold" in shown["text/html"] and "1795261737" in shown["text/plain"]
