// Columns: many values of one kind, packed narrow and deflated (FORMAT.md, 8).

import zlib from "node:zlib";
import { Float, Malformed, integer, unpack } from "./messagepack.mjs";
import { demand, isCount } from "./records.mjs";

const MAX_RAW = 16 * 1024 * 1024;

/** Deflated bytes unfolded (8.1); Malformed unless they are so many. */
export function inflated(stored, length, problem) {
  demand(length <= MAX_RAW, `a column claims ${length} bytes`);
  try {
    const options = { maxOutputLength: length + 1, info: true };
    const { buffer, engine } = zlib.inflateRawSync(stored, options);
    if (buffer.length === length && engine.bytesWritten === stored.length) return buffer;
  } catch {
    // What zlib says of broken bytes adds nothing to the sentence below.
  }
  throw new Malformed(problem);
}

const NUMBERS = {
  u1: [1, (view, at) => view.getUint8(at)],
  i1: [1, (view, at) => view.getInt8(at)],
  u2: [2, (view, at) => view.getUint16(at, true)],
  i2: [2, (view, at) => view.getInt16(at, true)],
  i4: [4, (view, at) => view.getInt32(at, true)],
  i8: [8, (view, at) => integer(view.getBigInt64(at, true))],
  f8: [8, (view, at) => new Float(view.getBigUint64(at, true))],
};

/** The bytes of numbers of `size` bytes that lie in planes, each number's together. */
function outOfPlanes(raw, size) {
  const count = raw.length / size;
  return Uint8Array.from(raw, (_, n) => raw[(n % size) * count + Math.floor(n / size)]);
}

/** The bits of each plane of numbers of so many bits, from their lowest bits up (8.3). */
function planesOf(width) {
  const whole = Array(Math.floor(width / 8)).fill(8);
  return [...whole, ...[[], [1], [2], [3], [4], [4, 1], [6], [6, 1]][width % 8]];
}

/** How many bytes so many packed numbers have, with the one that they are counted from. */
function packedSize(width, count) {
  demand(width >= 1 && width <= 16, `a column has the unknown code ${width}`);
  return planesOf(width).reduce((size, bits) => size + Math.ceil((count * bits) / 8), 1);
}

/** Packed numbers (8.3): each the least, and so many bits more. */
function packed(raw, width, count) {
  const values = Array(count).fill(raw.readInt8(0));
  let [at, shift] = [1, 0];
  for (const bits of planesOf(width)) {
    const size = Math.ceil((count * bits) / 8);
    const plane = raw.subarray(at, (at += size));
    const part = (n) => {
      const bit = n * bits;
      const two = (plane[bit >> 3] << 8) | (plane[(bit >> 3) + 1] ?? 0);
      return (two >> (16 - bits - (bit & 7))) & ((1 << bits) - 1);
    };
    for (let n = 0; n < count; n++) values[n] += part(n) << shift;
    const left = size * 8 - count * bits;
    demand((plane[size - 1] & ((1 << left) - 1)) === 0, "last bits are not 0");
    shift += bits;
  }
  return values;
}

/** A column as a function from a position to a value (8). */
function column(code, raw, count) {
  if (typeof code === "number") {
    demand(raw.length === packedSize(code, count), `a column should have ${count} values`);
    const values = packed(Buffer.from(raw), code, count);
    return (n) => values[n];
  }
  const planes = /^[UIF][248]$/.test(code);
  const plain = planes ? code.toLowerCase() : code;
  if (Object.hasOwn(NUMBERS, plain)) {
    const [size, get] = NUMBERS[plain];
    demand(raw.length === size * count, `a column should have ${count} values`);
    const bytes = planes ? outOfPlanes(raw, size) : raw;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return (n) => get(view, n * size);
  }
  if (code === "b1") {
    demand(raw.length === count && raw.every((byte) => byte < 2), "a column of truths has others");
    return (n) => raw[n] === 1;
  }
  if (code === "c") {
    const value = unpack(raw);
    return () => value;
  }
  demand(code === "mp", `a column has the unknown code ${code}`);
  const values = unpack(raw, count);
  return (n) => values[n];
}

/** Columns' entries (8.1), each [code, raw length, stored length]. */
function entriesOf(told, counts) {
  demand(Array.isArray(told) && told.length === counts.length, "the columns are not as many");
  return told.map((entry, n) => {
    if (isCount(entry)) return [entry, ...Array(2).fill(packedSize(entry, counts[n]))];
    const shaped = Array.isArray(entry) && (entry.length === 2 || entry.length === 3);
    demand(shaped, "a column makes no sense");
    const [code, raw, size = raw] = entry;
    const named = typeof code === "string" || isCount(code);
    demand(named && isCount(raw) && isCount(size), "a column makes no sense");
    return [code, raw, size];
  });
}

/** How many bytes the columns with these entries take. */
export function sizeOf(told, counts) {
  return entriesOf(told, counts).reduce((sum, [, , size]) => sum + size, 0);
}

/** The columns of a block or an index: `counts` says how many values each should have. */
export function columns(told, body, counts) {
  let at = 0;
  const read = entriesOf(told, counts).map(([code, raw, size], n) => {
    const stored = body.subarray(at, (at += size));
    demand(stored.length === size && size <= raw, "a column does not fit");
    const bytes = size === raw ? stored : inflated(stored, raw, "a column does not unfold");
    return column(code, bytes, counts[n]);
  });
  demand(at === body.length, "the columns do not fill the body");
  return read;
}

/** A column of whole numbers as an array. */
export function listed(get, count) {
  return Array.from({ length: count }, (_, n) => {
    const value = get(n);
    demand(isCount(value), "a column of whole numbers holds something else");
    return value;
  });
}

export function sums(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}
