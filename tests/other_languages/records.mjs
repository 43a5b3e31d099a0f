// Records: the checksummed frame around everything in a file (FORMAT.md, 2). Knows no meaning.

import { Malformed, Reader } from "./messagepack.mjs";

export const SYNC = Buffer.from("94d852f552504c", "hex");
export const MARK = 19;
const MAX_RECORD = 32 * 1024 * 1024;

/** Malformed unless this holds. */
export function demand(holds, problem) {
  if (!holds) throw new Malformed(problem);
}

/** Whether this is a whole number, 0 or more, that a number holds exactly (1.3). */
export const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

/** Whether this can be the last frame that had ended: -1 if none had. */
export const isEnded = (value) => value === -1 || isCount(value);

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The size of the record at this offset (2.1, 2.3). */
function recordSize(data, at) {
  const begin = data.subarray(at, at + MARK);
  demand(begin.length === MARK, "the file ends within a record");
  demand(begin.subarray(0, SYNC.length).equals(SYNC), "no record begins here");
  const length = begin.readBigUInt64BE(11);
  demand(length <= MAX_RECORD, "a record claims too many bytes");
  demand(at + MARK + Number(length) <= data.length, "the file ends within a record");
  return MARK + Number(length);
}

/** The record at this offset, its checksum proved right (2.2). */
export function record(data, at) {
  const size = recordSize(data, at);
  const raw = data.subarray(at, at + size);
  demand(crc32(raw.subarray(11)) === raw.readUInt32BE(7), "a checksum is wrong");
  const reader = new Reader(raw, MARK);
  const [kind, head, body] = [reader.object(), reader.object(), reader.object()];
  const shaped = typeof kind === "string" && body instanceof Uint8Array && reader.done;
  demand(shaped, "a record is a kind, a head and a body, nothing else");
  return { kind, head, body, raw };
}

/** Where the next whole record behind a damaged one begins; -1 if there is none (15.3). */
export function nextWhole(data, at) {
  const length = at + MARK <= data.length ? data.readBigUInt64BE(at + 11) : 0n;
  const end = length <= MAX_RECORD ? at + MARK + Number(length) : at;
  if (end > at && isWhole(data, end)) return end;
  let found = data.indexOf(SYNC, at + 1);
  while (found >= 0 && !isWhole(data, found)) found = data.indexOf(SYNC, found + 1);
  return found;
}

function isWhole(data, at) {
  try {
    record(data, at);
    return true;
  } catch (trouble) {
    if (trouble instanceof Malformed) return false;
    throw trouble;
  }
}
