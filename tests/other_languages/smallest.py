"""python smallest.py FILE: every event as JSON, by FORMAT.md's "The smallest reader", no more."""

import json
import re
import struct
import sys
import zlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import msgpack

NUMBERS = {"u1": "B", "u2": "H", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "f8": "d", "b1": "?"}
HIDDEN = "\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
HIDDEN = re.compile(f"[{HIDDEN}\U000e0000-\U000e007f]")


def objects(data):
    return list(msgpack.Unpacker(BytesIO(data), strict_map_key=False))


def records(data, at=0):
    while (end := at + 19 + int.from_bytes(data[at + 11 : at + 19], "big")) <= len(data):
        crc = struct.pack(">I", zlib.crc32(data[at + 11 : end]))
        if data[at : at + 11] != b"\x94\xd8\x52\xf5RPL" + crc:
            sys.exit(f"damaged at byte {at}")
        yield objects(data[at + 19 : end])
        at = end


def planes(width):
    return [8] * (width // 8) + [[], [1], [2], [3], [4], [4, 1], [6], [6, 1]][width % 8]


def bits(width, count):
    size = 1 + sum(-(-count * each // 8) for each in planes(width))
    return width, size, size


def packed(width, raw, count):
    values, at, shift = [raw[0] - 256 * (raw[0] > 127)] * count, 1, 0
    for bits in planes(width):
        size = -(-count * bits // 8)
        plane = int.from_bytes(raw[at : at + size], "big") >> -count * bits % 8
        for n in range(count - 1, -1, -1):
            values[n] += (plane & (1 << bits) - 1) << shift
            plane >>= bits
        at, shift = at + size, shift + bits
    return values


def column(code, raw, count):
    if isinstance(code, int):
        return packed(code, raw, count)
    if code in ("c", "mp"):
        return objects(raw)[0] if code == "mp" else objects(raw) * count
    raw = b"".join(raw[n::count] for n in range(count)) if code.isupper() else raw
    return struct.unpack(f"<{count}{NUMBERS[code.lower()]}", raw)


def in_block(head, body, types, rate):
    _, events, frame, _, _, _, time, stray, kinds, wires = head
    widths = {t: 1 if isinstance(types[t][1], str) else len(types[t][1][2]) for t, _ in kinds}
    counts, columns = [events, events, stray, *(n for t, n in kinds for _ in range(widths[t]))], []
    for wire, count in zip(wires, counts, strict=True):
        code, raw, stored = [*wire, wire[-1]][:3] if isinstance(wire, list) else bits(wire, count)
        part, body = body[:stored], body[stored:]
        part = zlib.decompress(part, -15) if stored < raw else part
        columns.append(iter(column(code, part, count)))
    numbers, steps, strays, *values = columns
    fields = {t: [values.pop(0) for _ in range(widths[t])] for t, _ in kinds}
    for n, (t, step) in enumerate(zip(numbers, steps, strict=True)):
        if n == 0 or step > 0 or stray == events:
            time += (frame + step) * 1000 // rate - frame * 1000 // rate + next(strays)
        frame += step
        yield types[t][0], frame, [next(field) for field in fields[t]], time


def plain(of, value):
    match of:
        case ["enum", _, members]:
            return members[value]
        case ["tuple", *items]:
            items = items[:-1] if items[-1] == "end" else items * len(value)
            return list(map(plain, items, value))
        case ["union", *others] if isinstance(value, list):
            return plain(others[value[0]], value[1])
        case ["record", _, fields]:
            return {name: plain(of, one) for (name, of), one in zip(fields, value, strict=True)}
    if isinstance(value, float) and value - value != 0:
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    return value.hex() if isinstance(value, bytes) else value


def told(of, number, name, frame, row, time):
    stamp = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time)
    line = {"n": number, "frame": frame, "timestamp": stamp.isoformat(timespec="milliseconds")}
    line |= {"type": name, "data": plain(of, row[0] if isinstance(of, str) else row)}
    text = json.dumps(line, ensure_ascii=False)
    return HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def events(data):
    (_, header, _), *rest = records(data)
    types, number, ended, waiting = header["catalogue"], 0, header["first_frame"] - 1, []
    for kind, head, body in rest if header["format"] <= 3 else sys.exit("a newer format"):
        if kind not in ("rows", "block", "gap"):
            continue
        if head[0] != number:
            sys.exit(f"event {number} is missing")
        if kind == "rows":
            times = head[6] if isinstance(head[6], list) else [head[6]] * head[1]
            found = ((*row, time) for row, time in zip(objects(body), times, strict=True))
        else:
            found = in_block(head, body, types, header["frame_rate"]) if kind == "block" else ()
        waiting += ((n, *event) for n, event in enumerate(found, number))
        number, ended = number + head[1], max(ended, head[3 if kind == "gap" else 4])
        yield from (told(dict(types)[e[1]], *e) for e in waiting if e[2] <= ended)
        waiting = [event for event in waiting if event[2] > ended]


sys.stdout.reconfigure(encoding="utf-8")
for event in events(Path(sys.argv[1]).read_bytes()):
    print(event)
