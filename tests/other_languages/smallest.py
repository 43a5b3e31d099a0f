"""python smallest.py FILE: every event as JSON, by FORMAT.md's "The smallest reader", no more."""

import json
import re
import struct
import sys
import zlib
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import msgpack

NUMBERS = {"u1": "B", "u2": "H", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "f8": "d", "b1": "?"}
HIDDEN = "\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
HIDDEN = re.compile(f"[{HIDDEN}\U000e0000-\U000e007f]")


def objects(data):
    unpacker = msgpack.Unpacker(strict_map_key=False, max_buffer_size=max(1, len(data)))
    unpacker.feed(data)
    return list(unpacker)


def records(data):
    at = 0
    while (end := at + 19 + int.from_bytes(data[at + 11 : at + 19], "big")) <= len(data):
        mark = b"\x94\xd8\x52\xf5RPL" + struct.pack(">I", zlib.crc32(data[at + 11 : end]))
        if not data.startswith(mark, at):
            sys.exit(f"damaged at byte {at}")
        yield objects(data[at + 19 : end])
        at = end


def column(code, raw, count):
    if code in ("c", "mp"):
        value = objects(raw)[0]
        return [value] * count if code == "c" else value
    width = int(code[1])
    if code.isupper():
        raw = b"".join(raw[n::count] for n in range(count))
    assert len(raw) == count * width
    return struct.unpack(f"<{count}{NUMBERS[code.lower()]}", raw)


def in_block(head, body, types, rate):
    widths = {t: 1 if isinstance(types[t][1], str) else len(types[t][1][2]) for t, _ in head[8]}
    counts = [head[1], head[1], head[7], *(n for t, n in head[8] for _ in range(widths[t]))]
    columns = []
    for (code, raw, stored), count in zip(head[9], counts, strict=True):
        part, body = body[:stored], body[stored:]
        columns.append(column(code, zlib.decompress(part, -15) if stored < raw else part, count))
    frames = [head[2] + sum_ for sum_ in accumulate(columns[1])]
    timed = frames if head[7] == head[1] else list(dict.fromkeys(frames))
    strays = accumulate(columns[2], initial=head[6] - frames[0] * 1000 // rate)
    times = [f * 1000 // rate + stray for f, stray in zip(timed, list(strays)[1:], strict=True)]
    if timed is not frames:
        times = map(dict(zip(timed, times, strict=True)).get, frames)
    rest, rows = iter(columns[3:]), {}
    for t, count in head[8]:
        own = [next(rest) for _ in range(widths[t])]
        rows[t] = iter(list(zip(*own, strict=True)) or [()] * count)
    each = zip(columns[0], frames, times, strict=True)
    return [[types[t][0], frame, next(rows[t]), time] for t, frame, time in each]


def in_rows(head, body):
    times = head[6] if isinstance(head[6], list) else [head[6]] * head[1]
    return [[*row, time] for row, time in zip(objects(body), times, strict=True)]


def plain(of, value):
    match of:
        case ["enum", _, members]:
            return members[value]
        case ["tuple", *items]:
            items = items[:-1] if items[-1] == "end" else items * len(value)
            return [plain(item, one) for item, one in zip(items, value, strict=True)]
        case ["union", *others]:
            return (
                plain(others[value[0]], value[1]) if isinstance(value, list) else plain("", value)
            )
        case ["record", _, fields]:
            return {
                name: plain(inner, one) for (name, inner), one in zip(fields, value, strict=True)
            }
    return value.hex() if isinstance(value, bytes) else value


def told(number, event, described):
    name, frame, row, time = event
    of = described[name]
    stamp = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time)
    data = plain(of, row[0] if isinstance(of, str) else row)
    line = {"n": number, "frame": frame, "timestamp": stamp.isoformat(timespec="milliseconds")}
    text = json.dumps({**line, "type": name, "data": data}, ensure_ascii=False)
    return HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def main(path):
    reading = records(Path(path).read_bytes())
    header = next(reading)[1]
    types, number, ended, waiting = header["catalogue"], 0, header["first_frame"] - 1, []
    assert header["format"] <= 2
    for kind, head, body in reading:
        if kind in ("index", "end"):
            break
        if kind not in ("rows", "block", "gap"):
            continue
        if head[0] != number:
            sys.exit(f"event {number} is missing")
        number += head[1]
        ended = max(ended, head[3 if kind == "gap" else 4])
        if kind != "gap":
            events = (
                in_rows(head, body)
                if kind == "rows"
                else in_block(head, body, types, header["frame_rate"])
            )
            waiting += enumerate(events, head[0])
        for n, event in waiting:
            if event[1] <= ended:
                print(told(n, event, dict(types)))
        waiting = [one for one in waiting if one[1][1] > ended]


sys.stdout.reconfigure(encoding="utf-8")
main(sys.argv[1])
