"""Keeps a copy of all connected calendars in step, in an SQLite file.

    pip install fastavro confluent-kafka
    unzip kalends-schemas-*.jar 'avro/*' -d kalends
    python crm_calendar.py localhost:9092 kalends/avro calendar.db
"""

import io
import json
import sqlite3
import sys
from pathlib import Path

from fastavro import parse_schema, schemaless_reader
from fastavro.schema import fingerprint, to_parsing_canonical_form

TOPIC = "calendar.event.changed.v1"
MARKER = b"\xc3\x01"
TABLES = """
CREATE TABLE IF NOT EXISTS event (key TEXT PRIMARY KEY, title TEXT, starts_at TEXT, ends_at TEXT, all_day INTEGER);
CREATE TABLE IF NOT EXISTS seen (event_id TEXT PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS set_aside (part INTEGER, pos INTEGER, value BLOB, cause TEXT, PRIMARY KEY (part, pos));
"""


class Unreadable(Exception):
    """Bytes that no retry will make readable."""


class Codec:
    """Reads Avro single-object encoding: C3 01, the writer's fingerprint (8 bytes, little-endian), the body."""

    def __init__(self, folder):
        self.readers = {}  # today's schemas by record name
        self.writers = {}  # today's and all released schemas by fingerprint
        for path in sorted(Path(folder).rglob("*.avsc")):
            schema = json.loads(path.read_text(encoding="utf-8"))
            crc = fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO")
            self.writers[bytes.fromhex(crc)] = (schema["name"], parse_schema(schema))
            if "released" not in path.parts:
                self.readers[schema["name"]] = parse_schema(schema)

    def decode(self, data):
        """The name of the record and its fields; instants are datetimes in UTC, dates are dates."""
        if len(data) < 10 or data[:2] != MARKER:
            raise Unreadable("not Avro single-object encoding")
        if data[2:10] not in self.writers:
            raise Unreadable("unknown schema " + data[2:10].hex() + ": get the .avsc files of a newer kalends-schemas")
        name, writer = self.writers[data[2:10]]
        body = io.BytesIO(data[10:])
        try:
            fields = schemaless_reader(body, writer, self.readers[name])
        except Exception as e:  # fastavro has no common base class for what bad bytes lead to
            raise Unreadable(f"not a {name}: {e!r}") from e
        if body.read(1):
            raise Unreadable(f"bytes follow the {name}")
        return name, fields


def apply(db, codec, key, data):
    """One message, within the caller's transaction."""
    if data is None:  # a tombstone: the user disconnected, erase
        db.execute("DELETE FROM event WHERE key = ?", (key,))
        return
    name, change = codec.decode(data)
    if name != "CalendarEventChanged":
        raise Unreadable(f"{name} is not for this topic")
    if db.execute("INSERT OR IGNORE INTO seen (event_id) VALUES (?)", (change["eventId"],)).rowcount == 0:
        return  # a repeat
    if change["change"] == "UPSERTED":
        event = change["event"]
        if event is None:  # the tenant shares ids only
            row = (key, None, None, None, None)
        else:
            row = (key, event["title"], event["start"].isoformat(), event["end"].isoformat(), event["allDay"])
        db.execute("INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?)", row)
    elif change["change"] in ("DELETED", "LEFT_WINDOW"):
        db.execute("DELETE FROM event WHERE key = ?", (key,))
    else:  # UNKNOWN
        print(f"{key}: Kalends is newer than these schemas, please update them", file=sys.stderr)


def step(db, codec, messages):
    """Some messages in one transaction: all of them or, when this throws, none."""
    with db:
        for message in messages:
            if message.error():
                raise RuntimeError(message.error())
            try:
                apply(db, codec, (message.key() or b"").decode("utf-8", "replace"), message.value())
            except Unreadable as e:
                row = (message.partition(), message.offset(), message.value(), str(e))
                db.execute("INSERT OR REPLACE INTO set_aside VALUES (?, ?, ?, ?)", row)
        db.execute("DELETE FROM seen WHERE at < datetime('now', '-14 days')")


def main(brokers, schemas, file):
    from confluent_kafka import Consumer

    codec = Codec(schemas)
    db = sqlite3.connect(file)
    db.executescript(TABLES)
    consumer = Consumer({
        "bootstrap.servers": brokers,
        "group.id": "crm-calendar",
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    })
    consumer.subscribe([TOPIC])
    try:
        while True:
            messages = consumer.consume(num_messages=500, timeout=1.0)
            if messages:
                step(db, codec, messages)
                consumer.commit(asynchronous=False)  # only after the database has it
    finally:
        consumer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
