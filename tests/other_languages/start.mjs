// The start: the state from which a recording begins that begins later than its match (FORMAT.md, 3.4).

import { inflated } from "./columns.mjs";
import { unpack } from "./messagepack.mjs";
import { demand, isCount } from "./records.mjs";

const SINCE = 3;
const MAX_START = 4 * 1024 * 1024;

/** The start that a header's record holds, inflated, null if it has none. */
export function startOf({ head, body }) {
  const length = head.get("format") >= SINCE ? (head.get("start") ?? null) : null;
  if (length === null) {
    demand(body.length === 0, "a header without a start has no body");
    return null;
  }
  demand(isCount(length) && length > 0 && length <= MAX_START, "the start's length makes no sense");
  const start = inflated(body, length, "the start does not unfold");
  const plain = unpack(start);
  demand(Array.isArray(plain) && plain.length === 5, "the start makes no sense");
  const [projection, version, schema, parameters] = plain;
  const isNumber = (value) => typeof value === "bigint" || Number.isSafeInteger(value);
  const named = typeof projection === "string" && parameters instanceof Uint8Array;
  demand(isNumber(version) && isNumber(schema) && named, "the start makes no sense");
  demand(parameters.length <= 512, "the start's parameters are too large");
  return start;
}
