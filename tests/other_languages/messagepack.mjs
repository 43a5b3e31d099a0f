// MessagePack as FORMAT.md needs it (1, 16.1, 19): bounded reading, shortest writing.
// Integers are numbers, or BigInts where a number would round; floats are Floats, so that 1 and
// 1.0 stay two things; binaries are Uint8Arrays, maps are Maps. Knows nothing of recordings.

export class Malformed extends Error {}

/** A double, kept as its 64 bits: what is read is written again bit for bit, NaNs included. */
export class Float {
  constructor(bits) {
    this.bits = bits;
  }

  get value() {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, this.bits);
    return view.getFloat64(0);
  }
}

/** A double as a Float. */
function wide(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return new Float(view.getBigUint64(0));
}

const MAX_DEPTH = 1024;
const MAX_LEVELS = 64;
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A BigInt as a number where that is safe: −2⁵³ is not. */
export const integer = (big) => (Number.isSafeInteger(Number(big)) ? Number(big) : big);

export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  get done() {
    return this.at >= this.bytes.length;
  }

  /** The next object. */
  object(depth = 0) {
    if (depth > MAX_DEPTH) throw new Malformed("objects are nested too deeply");
    const first = this.unsigned(1);
    if (first < 0x80) return first;
    if (first >= 0xe0) return first - 0x100;
    if (first < 0x90) return this.map(first & 15, depth);
    if (first < 0xa0) return this.array(first & 15, depth);
    if (first < 0xc0) return this.string(first & 31);
    switch (first) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc4: case 0xc5: case 0xc6: return this.take(this.unsigned(1 << (first - 0xc4)));
      case 0xca: return wide(this.view.getFloat32(this.step(4)));
      case 0xcb: return new Float(this.view.getBigUint64(this.step(8)));
      case 0xcc: case 0xcd: case 0xce: return this.unsigned(1 << (first - 0xcc));
      case 0xcf: return integer(this.view.getBigUint64(this.step(8)));
      case 0xd0: return this.view.getInt8(this.step(1));
      case 0xd1: return this.view.getInt16(this.step(2));
      case 0xd2: return this.view.getInt32(this.step(4));
      case 0xd3: return integer(this.view.getBigInt64(this.step(8)));
      case 0xd9: case 0xda: case 0xdb: return this.string(this.unsigned(1 << (first - 0xd9)));
      case 0xdc: case 0xdd: return this.array(this.unsigned(2 << (first - 0xdc)), depth);
      case 0xde: case 0xdf: return this.map(this.unsigned(2 << (first - 0xde)), depth);
      default: throw new Malformed(`no object begins with the byte ${first}`);
    }
  }

  /** The next object, an array of just so many: refused before its items are read. */
  arrayOf(count) {
    const first = this.bytes[this.at];
    const length = first >= 0x90 && first < 0xa0 ? first & 15 : this.longLength(first);
    if (length !== count) throw new Malformed(`there should be an array of ${count}`);
    return this.object();
  }

  longLength(first) {
    const size = { 0xdc: 2, 0xdd: 4 }[first];
    if (size === undefined) return undefined;
    const ahead = new Reader(this.bytes, this.at + 1);
    return ahead.unsigned(size);
  }

  step(size) {
    const at = this.at;
    if (size > this.bytes.length - at) throw new Malformed("the bytes end within an object");
    this.at += size;
    return at;
  }

  take(size) {
    const at = this.step(size);
    return this.bytes.subarray(at, at + size);
  }

  unsigned(size) {
    const at = this.step(size);
    if (size === 1) return this.view.getUint8(at);
    return size === 2 ? this.view.getUint16(at) : this.view.getUint32(at);
  }

  string(size) {
    try {
      return text.decode(this.take(size));
    } catch (cause) {
      throw cause instanceof Malformed ? cause : new Malformed("a text is no UTF-8");
    }
  }

  array(count, depth) {
    this.fits(count);
    const items = [];
    for (let n = 0; n < count; n++) items.push(this.object(depth + 1));
    return items;
  }

  map(count, depth) {
    this.fits(count);
    const entries = new Map();
    for (let n = 0; n < count; n++) {
      const key = this.object(depth + 1);
      if (Array.isArray(key) || key instanceof Map) throw new Malformed("a map's key is no value");
      entries.set(key, this.object(depth + 1));
    }
    return entries;
  }

  fits(count) {
    if (count > this.bytes.length - this.at) throw new Malformed("an array claims too much");
  }
}

/** The one object that fills these bytes; an array of `count` if that is given. */
export function unpack(bytes, count) {
  const reader = new Reader(bytes);
  const value = count === undefined ? reader.object() : reader.arrayOf(count);
  if (!reader.done) throw new Malformed("bytes are left over behind an object");
  return value;
}

/** Malformed if arrays and maps lie deeper within each other than free data may (19). */
export function shallow(value, levels = MAX_LEVELS) {
  const inner = Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : null;
  if (inner === null) return;
  if (levels === 0) throw new Malformed("it is nested too deeply");
  for (const one of inner) shallow(one, levels - 1);
}

/** A value in its shortest form, as the digest wants it (16.1). */
export function pack(value) {
  const parts = [];
  write(value, parts);
  return Buffer.concat(parts);
}

function write(value, parts) {
  if (value === null) parts.push(Buffer.of(0xc0));
  else if (typeof value === "boolean") parts.push(Buffer.of(value ? 0xc3 : 0xc2));
  else if (["number", "bigint"].includes(typeof value)) parts.push(packed(BigInt(value)));
  else if (value instanceof Float) parts.push(Buffer.of(0xcb), bigEndian(value.bits, 8));
  else if (typeof value === "string") {
    const bytes = Buffer.from(value, "utf8");
    parts.push(lengthOf(bytes.length, 0xa0, 32, [0xd9, 0xda, 0xdb]), bytes);
  } else if (value instanceof Uint8Array) {
    parts.push(lengthOf(value.length, 0, 0, [0xc4, 0xc5, 0xc6]), value);
  } else {
    parts.push(lengthOf(value.length, 0x90, 16, [undefined, 0xdc, 0xdd]));
    for (const item of value) write(item, parts);
  }
}

function packed(big) {
  if (big >= -32n && big < 128n) return bigEndian(BigInt.asUintN(8, big), 1);
  const code = big < 0n ? 0xd0 : 0xcc;
  const room = (bits) => (big < 0n ? BigInt.asIntN(bits, big) : BigInt.asUintN(bits, big));
  const power = [0, 1, 2, 3].find((n) => room(8 << n) === big);
  const size = 1 << power;
  return Buffer.concat([Buffer.of(code + power), bigEndian(BigInt.asUintN(8 * size, big), size)]);
}

function lengthOf(length, short, shorterThan, codes) {
  if (length < shorterThan) return Buffer.of(short + length);
  const power = length < 0x100 && codes[0] !== undefined ? 0 : length < 0x10000 ? 1 : 2;
  return Buffer.concat([Buffer.of(codes[power]), bigEndian(BigInt(length), 1 << power)]);
}

function bigEndian(big, size) {
  return Buffer.from(big.toString(16).padStart(2 * size, "0"), "hex");
}
