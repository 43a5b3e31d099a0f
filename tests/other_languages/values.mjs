// Values by their descriptions: FORMAT.md's 4.2, 5 and 22. Knows no file.

import { Float, Malformed } from "./messagepack.mjs";

const MAX_NESTING = 8;
const MAX_PARTS = 250;
const isInteger = (value) =>
  Number.isSafeInteger(value) || (typeof value === "bigint" && BigInt.asIntN(64, value) === value);
const isPosition = (value, count) => Number.isInteger(value) && value >= 0 && value < count;
const isText = (value) => typeof value === "string";

const PLAIN = {
  int: isInteger,
  float: (value) => value instanceof Float,
  bool: (value) => typeof value === "boolean",
  str: isText,
  bytes: (value) => value instanceof Uint8Array,
  None: (value) => value === null,
};

const isPlain = (description) => isText(description) && Object.hasOwn(PLAIN, description);
const isFixed = (parts) => parts.at(-1) === "end";

/** Malformed unless this is a description (4.2). */
export function checkDescription(description, depth = 0) {
  if (isPlain(description)) return;
  for (const inner of innerOf(description, depth)) checkDescription(inner, depth + 1);
}

function innerOf(description, depth) {
  const wrong = new Malformed("not the description of a payload");
  if (!Array.isArray(description)) throw wrong;
  const [kind, ...parts] = description;
  const [name, listed] = parts;
  if (kind === "enum" && parts.length === 2 && isText(name) && listed?.length > 0) {
    if (listed.every(isText)) return [];
  }
  if (depth >= MAX_NESTING || parts.length > MAX_PARTS) throw wrong;
  if (kind === "tuple" && (parts.length === 1 || isFixed(parts))) {
    return isFixed(parts) ? parts.slice(0, -1) : parts;
  }
  if (kind === "union" && parts.length > 0) return parts;
  if (kind === "record" && parts.length === 2 && isText(name) && Array.isArray(listed)) {
    const pairs = listed.every((field) => Array.isArray(field) && field.length === 2);
    const names = pairs ? listed.map(([field]) => field) : [];
    const differ = names.every(isText) && new Set(names).size === listed.length;
    if (pairs && differ && listed.length <= MAX_PARTS) return listed.map(([, of]) => of);
  }
  throw wrong;
}

/** Whether an event's row is of this payload (5.1, 5.2). */
export function conforms(description, row) {
  if (!Array.isArray(row)) return false;
  return isPlain(description)
    ? row.length === 1 && PLAIN[description](row[0])
    : fits(description, row);
}

function fits(description, value) {
  if (isPlain(description)) return PLAIN[description](value);
  const [kind, ...parts] = description;
  switch (kind) {
    case "enum": return isPosition(value, parts[1].length);
    case "tuple": {
      if (!Array.isArray(value)) return false;
      if (!isFixed(parts)) return value.every((item) => fits(parts[0], item));
      return value.length === parts.length - 1 && value.every((item, n) => fits(parts[n], item));
    }
    case "union": {
      if (parts.some((of) => isPlain(of) && PLAIN[of](value))) return true;
      if (!Array.isArray(value) || value.length !== 2) return false;
      const [position, inner] = value;
      if (!isPosition(position, parts.length) || isPlain(parts[position])) return false;
      return fits(parts[position], inner);
    }
    default: {
      const fields = parts[1];
      if (!Array.isArray(value) || value.length !== fields.length) return false;
      return fields.every(([, of], n) => fits(of, value[n]));
    }
  }
}

const ESCAPED =
  /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A text as JSON: only what is on the list is escaped (22). */
export function textJson(text) {
  return JSON.stringify(text).replace(ESCAPED, (letter) =>
    letter.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  );
}

/** An event's data as JSON (22). */
export function dataAsJson(description, row) {
  return json(description, isPlain(description) ? row[0] : row);
}

function json(description, value) {
  if (isPlain(description)) return plainJson(value);
  const [kind, ...parts] = description;
  switch (kind) {
    case "enum": return textJson(parts[1][value]);
    case "tuple": {
      const of = (n) => (isFixed(parts) ? parts[n] : parts[0]);
      return `[${value.map((item, n) => json(of(n), item)).join(", ")}]`;
    }
    case "union": return Array.isArray(value) ? json(parts[value[0]], value[1]) : plainJson(value);
    default: {
      const field = ([name, of], n) => `${textJson(name)}: ${json(of, value[n])}`;
      return `{${parts[1].map(field).join(", ")}}`;
    }
  }
}

function plainJson(value) {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("hex"));
  if (value instanceof Float) return floatJson(value.value);
  return isText(value) ? textJson(value) : String(value);
}

/** The shortest digits that read back as the same double, laid out as Python does. */
function floatJson(value) {
  if (!Number.isFinite(value)) return `"${value}"`;
  const sign = Object.is(value, -0) || value < 0 ? "-" : "";
  const [mantissa, exponent] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const point = Number(exponent) + 1;
  if (point < -3 || point > 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const power = String(Math.abs(point - 1)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}e${point > 0 ? "+" : "-"}${power}`;
  }
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  const whole = digits.slice(0, point).padEnd(point, "0");
  return `${sign}${whole}.${digits.slice(point) || "0"}`;
}
