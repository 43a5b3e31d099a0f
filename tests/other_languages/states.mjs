// Saved states (FORMAT.md, 9): what a keyframe holds, with its tables again where they were.

import { columns, inflated, sizeOf } from "./columns.mjs";
import { Float, unpack } from "./messagepack.mjs";
import { demand, isCount } from "./records.mjs";
import { textJson } from "./values.mjs";

const senseless = "a state's tables make no sense";

/** The state of a keyframe's record, as plain data. */
export function stateOf({ head, body }) {
  const [length, tables] = [head[5], head[7] ?? []];
  demand(isCount(length) && Array.isArray(tables), "a keyframe makes no sense");
  let at = 0;
  const placed = tables.map((told) => {
    demand(Array.isArray(told) && told.length === 4, senseless);
    const [path, rows, shape, entries] = told;
    demand(Array.isArray(path) && isCount(rows) && rows > 0, senseless);
    const counts = Array(Array.isArray(shape) ? shape.length : shape).fill(rows);
    const size = sizeOf(entries, counts);
    const read = columns(entries, body.subarray(at, (at += size)), counts);
    const row = (n) => read.map((get) => get(n));
    const made = Array.from({ length: rows }, (_, n) => {
      return Array.isArray(shape) ? new Map(row(n).map((value, m) => [shape[m], value])) : row(n);
    });
    return [path, made];
  });
  let state = unpack(inflated(body.subarray(at), length, "a state does not unfold"));
  for (const [path, made] of placed) state = put(state, path, made);
  return state;
}

/** Plain data with something put where it has nil. */
function put(data, [step, ...rest], made) {
  if (step === undefined) {
    demand(data === null, senseless);
    return made;
  }
  if (data instanceof Map) {
    demand(data.has(step), senseless);
    return data.set(step, put(data.get(step), rest, made));
  }
  demand(Array.isArray(data) && step in data, senseless);
  data[step] = put(data[step], rest, made);
  return data;
}

/** Plain data as JSON; bytes as hexadecimal, a map as an array of its keys and values. */
export function plainJson(data) {
  if (Array.isArray(data)) return `[${data.map(plainJson).join(", ")}]`;
  if (data instanceof Map) return plainJson([...data].map(([key, value]) => [key, value]));
  if (data instanceof Uint8Array) return textJson(Buffer.from(data).toString("hex"));
  if (data instanceof Float) return textJson(`float ${data.bits.toString(16).padStart(16, "0")}`);
  if (typeof data === "string") return textJson(data);
  return String(data);
}
