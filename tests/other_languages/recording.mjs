// A recording's bytes as events, by FORMAT.md alone; numbers in brackets are its rules.
// Knows records, header, rows, blocks, index. Opens no file and prints nothing.

import { blake2b } from "./blake2b.mjs";
import { Catalogue, eventsOf, span } from "./blocks.mjs";
import { columns, listed, sums } from "./columns.mjs";
import { Malformed, pack, shallow } from "./messagepack.mjs";
import { MARK, SYNC, demand, isCount, isEnded, nextWhole, record } from "./records.mjs";
import { byPages } from "./pages.mjs";
import { startOf } from "./start.mjs";
import { stateOf } from "./states.mjs";

const FORMAT = 3;
const MAX_HEADER = 256 * 1024;
const END = 34;
const LEAF = 512;
const isPositive = (value) => isCount(value) && value > 0;
const isTime = (value) => value >= -62_135_596_800_000 && value < 253_402_300_800_000;
const isKeys = (value) =>
  Array.isArray(value) &&
  value.length <= 8 &&
  value.every((one) => typeof one === "string") &&
  new Set(value).size === value.length;
const HEADER = {
  format: isPositive,
  game: (value) => typeof value === "string",
  schema: isPositive,
  frame_rate: isPositive,
  started: (value) => Number.isSafeInteger(value) && isTime(value),
  first_frame: isCount,
  metadata: (value) => value instanceof Map,
  lineage: (value) => Array.isArray(value) && value.every((one) => one instanceof Map),
  rules: (value) => value === undefined || value === null || Number.isSafeInteger(value),
};
/** Kinds that say whether events are missing before them (15.3). */
const DECISIVE = ["rows", "block", "gap", "header", "index", "end"];

/** What is wrong with a file, and at which byte. */
export class Corrupt extends Error {
  constructor(problem, offset) {
    super(`${problem} (byte ${offset})`);
  }
}

export class Recording {
  constructor(data) {
    this.data = data;
    demand(data.subarray(0, SYNC.length).equals(SYNC), "this is no recording");
    const header = record(data, 0);
    demand(header.kind === "header" && header.head instanceof Map, "it begins with no header");
    demand(header.raw.length - header.body.length <= MAX_HEADER, "the header is too large");
    shallow(header.head);
    const format = header.head.get("format");
    demand(!(format > FORMAT), `its format is ${format}, this reader knows ${FORMAT}`);
    for (const [key, isRight] of Object.entries(HEADER)) {
      demand(isRight(header.head.get(key)), `the header's ${key} makes no sense`);
    }
    this.keys = format < 3 ? [] : (header.head.get("keys") ?? []);
    demand(isKeys(this.keys), "the header's keys make no sense");
    this.header = header.head;
    this.start = startOf(header);
    this.firstFrame = this.header.get("first_frame");
    this.catalogue = new Catalogue(this.header.get("catalogue"), this.header.get("frame_rate"));
    this.damage = null;
    if (!this.readIndex()) this.hop(header.raw.length);
  }

  /** Take the contents from the index (12, 13); false if there is none that is whole. */
  readIndex() {
    try {
      const end = record(this.data, this.data.length - END);
      const at = leadsTo(end);
      if (at === null || at >= BigInt(this.data.length)) return false;
      const index = record(this.data, Number(at));
      if (index.kind !== "index") return false;
      this.takeIndex(index, Number(at));
      return true;
    } catch (trouble) {
      if (trouble instanceof Malformed) return false;
      throw trouble;
    }
  }

  takeIndex(index, at) {
    const { head } = index;
    const isPaged = Array.isArray(head) && head.length === 13;
    demand(isPaged || (Array.isArray(head) && head.length === 10), "the index makes no sense");
    const [events, frames, complete, ofType, blocks, keyframes] = head;
    const [owners, gaps, others] = isPaged ? head.slice(8) : head.slice(6);
    const room = this.data.length / MARK;
    const counted = [events, frames, blocks, keyframes].every(isCount);
    demand(counted && blocks <= room && keyframes <= room, "the index makes no sense");
    const found = isPaged
      ? byPages(this.data, index, at, this.keys.length)
      : this.byColumns(index, blocks, keyframes);
    const last = found.blocks[found.blocks.length - 1];
    const fits = !last || (last.first + last.events <= events && last.last < frames);
    demand(fits && found.blocks.length === blocks, "the index lies");
    demand(found.leaves.length % 32 === 0, "the index makes no sense");
    const arrays = [ofType, owners, gaps, others].every(Array.isArray);
    demand(arrays && typeof complete === "boolean", "the index makes no sense");
    gaps.forEach(checkGap);
    Object.assign(this, { ...found, frames, gaps, closed: true });
  }

  /** The blocks and leaves of an index of formats 1 and 2 (12.5). */
  byColumns({ head, body }, blocks, keyframes) {
    const wires = head[9];
    const counts = [...Array(6).fill(blocks), ...Array(4).fill(keyframes), 1];
    const read = columns(wires, body, counts);
    const ofBlocks = read.slice(0, 6).map((get) => listed(get, blocks));
    const [steps, sizes, held, lost, frameSteps, spans] = ofBlocks;
    const leaves = read[10](0);
    demand(leaves instanceof Uint8Array, "the index makes no sense");
    const ends = sums(held.map((count, n) => count + lost[n]));
    const lastFrames = sums(frameSteps).map((frame, n) => frame + spans[n]);
    const found = sums(steps).map((at, n) => {
      return { at, size: sizes[n], first: ends[n] - held[n], events: held[n], last: lastFrames[n] };
    });
    return { blocks: found, leaves };
  }

  /** Find the contents from record to record (15.2), over damage that cost no event (15.3). */
  hop(at) {
    this.blocks = [];
    Object.assign(this, { frames: this.firstFrame, gaps: [], closed: false });
    this.state = { next: 0, since: this.firstFrame, keyframe: 0 };
    while (at !== null && at < this.data.length) at = this.step(at);
  }

  /** Note the record there; return where the next begins, null where nothing more is read. */
  step(at) {
    let found;
    try {
      found = record(this.data, at);
      if (found.kind === "index" || found.kind === "end") return this.finish(found, at);
    } catch (trouble) {
      if (!(trouble instanceof Malformed)) throw trouble;
      return this.stepOver(at, new Corrupt(trouble.message, at));
    }
    try {
      this.note(found, at);
    } catch (trouble) {
      if (!(trouble instanceof Malformed)) throw trouble;
      if (found.kind !== "keyframe") return this.stop(trouble.message, at);
    }
    return at + found.raw.length;
  }

  stop(problem, at) {
    this.damage = new Corrupt(problem, at);
    return null;
  }

  /** Behind damaged bytes, go on where it is proved that no event was in them (15.3). */
  stepOver(at, damage) {
    let [kept, places, next] = [0, 1, nextWhole(this.data, at)];
    while (next >= 0 && next < this.data.length) {
      let found;
      try {
        found = record(this.data, next);
      } catch (trouble) {
        if (!(trouble instanceof Malformed)) throw trouble;
        places += 1;
        next = nextWhole(this.data, next);
        continue;
      }
      if (DECISIVE.includes(found.kind)) {
        const last = next + found.raw.length === this.data.length;
        const only = kept === 0 && places === 1 && last && leadsTo(found) === BigInt(at);
        if (found.kind === "end" && only) return null;
        if (found.kind !== "end" && this.isDue(found)) return next;
        break;
      }
      kept += 1;
      next += found.raw.length;
    }
    if (kept > 0 || (next >= 0 && next < this.data.length)) this.damage = damage;
    return null;
  }

  /** Whether no event is missing before this record. */
  isDue({ kind, head }) {
    if (!Array.isArray(head)) return false;
    if (kind === "index") return head[0] === this.state.next && head[1] === this.frames;
    return kind !== "header" && head[0] === this.state.next;
  }

  /** Hold an index or an end against what was found before it (15.3). */
  finish(found, at) {
    const { kind, head, raw } = found;
    const behind = at + raw.length;
    if (kind === "end") {
      if (leadsTo(found) !== BigInt(at)) return this.stop("the end leads to an index that is elsewhere", at);
      return behind < this.data.length ? this.nothingBehind(behind) : null;
    }
    const [events, frames] = Array.isArray(head) ? head : [];
    if (isCount(events) && events > this.state.next) return this.stop("events are missing", at);
    if (isCount(frames) && frames > this.frames) return this.stop("frames are missing", at);
    return this.nothingBehind(behind);
  }

  /** Nothing whole may stand behind an index, but an end. */
  nothingBehind(at) {
    try {
      const found = record(this.data, at);
      if (found.kind !== "end") return this.stop("records stand behind the index", at);
      at += found.raw.length;
    } catch (trouble) {
      if (!(trouble instanceof Malformed)) throw trouble;
    }
    const more = at < this.data.length && nextWhole(this.data, at - 1) >= 0;
    return more ? this.stop("records stand behind the end", at) : null;
  }

  /** What a record met while hopping adds to the contents (14). */
  note({ kind, head, body, raw }, at) {
    const state = this.state;
    demand(kind !== "header", "a second header");
    if (kind === "gap") {
      checkGap(head);
      demand(body.length === 0, "a gap has no body");
      const [first, lost, , lastFrame] = head;
      demand(first === state.next, `event ${state.next} should be lost, not ${first}`);
      this.gaps.push(head);
      state.next += lost;
      state.since = Math.max(state.since, lastFrame);
      this.frames = Math.max(this.frames, lastFrame + 1);
    } else if (kind === "keyframe") {
      state.keyframe = checkKeyframe(head, state.keyframe);
    } else if (kind === "block" || kind === "rows") {
      const { first, events, firstFrame, lastFrame, ended } = span(head);
      demand(first === state.next, `event ${state.next} should follow, not ${first}`);
      demand(events === 0 || firstFrame >= state.since, "a block goes back");
      demand(events > 0 || body.length === 0, "a quiet frame has something in it");
      if (events > 0) this.blocks.push({ at, size: raw.length, first, events });
      state.next += events;
      state.since = Math.max(state.since, ended + 1, events > 0 ? lastFrame : 0);
      this.frames = Math.max(this.frames, ended + 1);
    }
  }

  /** The saved states of an undamaged file, each [number of the event behind it, state] (9). */
  *states() {
    for (let at = record(this.data, 0).raw.length; at < this.data.length; ) {
      const found = record(this.data, at);
      if (found.kind === "keyframe") yield [found.head[0], stateOf(found)];
      at += found.raw.length;
    }
  }

  /** The events that count, in order: {number, frame, time, type, description, row} (14). */
  *events() {
    let [waiting, ended] = [[], this.firstFrame - 1];
    const gaps = [...this.gaps];
    for (const block of this.blocks) {
      while (gaps.length > 0 && gaps[0][0] < block.first) ended = Math.max(ended, gaps.shift()[3]);
      yield* waiting.filter(({ frame }) => frame <= ended);
      waiting = waiting.filter(({ frame }) => frame > ended);
      try {
        const found = record(this.data, block.at);
        const { first, events: count, ended: now } = span(found.head);
        const same = first === block.first && count === block.events;
        const whole = found.raw.length === block.size && ["rows", "block"].includes(found.kind);
        demand(same && whole, "other events should lie here");
        waiting.push(...eventsOf(found, this.catalogue));
        demand(waiting[0].frame >= this.firstFrame, "an event lies before the first frame");
        ended = Math.max(ended, now);
      } catch (trouble) {
        throw trouble instanceof Malformed ? new Corrupt(trouble.message, block.at) : trouble;
      }
    }
    yield* waiting.filter(({ frame }) => frame < this.frames);
    if (this.damage) throw this.damage;
  }

  /** The digest of the history in hexadecimal (16); Malformed if it is not the index's. */
  digest() {
    const leaves = [];
    let rows = [];
    let end = 0;
    const close = () => leaves.push(blake2b(Buffer.concat(rows.splice(0))));
    for (const { number, type, frame, row } of this.events()) {
      if (rows.push(pack([type, frame, row])) === LEAF) close();
      end = number + 1;
    }
    if (rows.length) close();
    const whole = Buffer.concat(leaves);
    demand(!this.closed || whole.equals(this.leaves), "the digest is not the one in the index");
    for (const [first, lost] of this.gaps) end = Math.max(end, first + lost);
    const start = [this.start && blake2b(this.start), this.firstFrame, this.frames, end];
    const described = this.gaps.length ? [...start, this.gaps] : start;
    return blake2b(Buffer.concat([pack(described), whole])).toString("hex");
  }
}

/** The offset of the index that an end names (13.1), null if it is none. */
function leadsTo({ kind, head, body }) {
  if (kind !== "end" || head !== null || body.length !== 8) return null;
  return new DataView(body.buffer, body.byteOffset).getBigUint64(0);
}

/** Malformed unless this is a gap's head (10.1). */
function checkGap(head) {
  demand(Array.isArray(head) && head.length === 5, "a gap makes no sense");
  const [first, lost, firstFrame, lastFrame, reason] = head;
  const counts = isCount(first) && isCount(lost) && lost > 0;
  demand(counts && isCount(firstFrame) && isCount(lastFrame), "a gap makes no sense");
  demand(firstFrame <= lastFrame && typeof reason === "string", "a gap makes no sense");
}

/** How many events a keyframe counts (9.1); Malformed if its head makes no sense. */
function checkKeyframe(head, before) {
  demand(Array.isArray(head) && [6, 7, 8].includes(head.length), "a keyframe makes no sense");
  const [events, frame, projection, ...rest] = head;
  const versions = rest.slice(0, 3);
  const [parameters, tables] = rest.slice(3);
  if (parameters !== undefined) {
    const [least, size] = [tables === undefined ? 1 : 0, parameters?.length];
    const isOfSome = parameters instanceof Uint8Array && size >= least && size <= 512;
    demand(isOfSome && Array.isArray(tables ?? []), "a keyframe makes no sense");
  }
  const numbers = isCount(events) && isEnded(frame) && versions.every(Number.isSafeInteger);
  const named = typeof projection === "string";
  demand(numbers && named && events >= before, "a keyframe makes no sense");
  return events;
}
