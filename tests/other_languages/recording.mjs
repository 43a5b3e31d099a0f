// A recording's bytes as events, by FORMAT.md alone; numbers in brackets are its rules.
// Knows records, header, rows, blocks, index. Opens no file and prints nothing.

import { blake2b } from "./blake2b.mjs";
import { Catalogue, eventsOf, span } from "./blocks.mjs";
import { columns, listed, sums } from "./columns.mjs";
import { Malformed, pack } from "./messagepack.mjs";
import { MARK, SYNC, anyRecordFrom, demand, isCount, isEnded, peek, record } from "./records.mjs";

const FORMAT = 2;
const END = 34;
const LEAF = 512;
const HEADER = {
  format: isCount,
  game: (value) => typeof value === "string",
  schema: Number.isSafeInteger,
  frame_rate: (value) => isCount(value) && value > 0,
  started: Number.isSafeInteger,
  first_frame: isCount,
  metadata: (value) => value instanceof Map,
  lineage: Array.isArray,
};

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
    const format = header.head.get("format");
    demand(!(format > FORMAT), `its format is ${format}, this reader knows ${FORMAT}`);
    for (const [key, isRight] of Object.entries(HEADER)) {
      demand(isRight(header.head.get(key)), `the header's ${key} makes no sense`);
    }
    this.header = header.head;
    this.firstFrame = this.header.get("first_frame");
    this.catalogue = new Catalogue(this.header.get("catalogue"), this.header.get("frame_rate"));
    this.damage = null;
    if (!this.readIndex()) this.hop(header.raw.length);
  }

  /** Take the contents from the index (12, 13); false if there is none that is whole. */
  readIndex() {
    try {
      const end = record(this.data, this.data.length - END);
      if (end.kind !== "end" || end.body.length !== 8) return false;
      const at = new DataView(end.body.buffer, end.body.byteOffset).getBigUint64(0);
      if (at >= BigInt(this.data.length)) return false;
      const index = record(this.data, Number(at));
      if (index.kind !== "index") return false;
      this.takeIndex(index);
      return true;
    } catch (trouble) {
      if (trouble instanceof Malformed) return false;
      throw trouble;
    }
  }

  takeIndex({ head, body }) {
    demand(Array.isArray(head) && head.length === 10, "the index makes no sense");
    const [events, frames, complete, ofType, blocks, keyframes, owners, gaps, others, wires] = head;
    const room = this.data.length / MARK;
    const counted = [events, frames, blocks, keyframes].every(isCount);
    demand(counted && blocks <= room && keyframes <= room, "the index makes no sense");
    const counts = [...Array(6).fill(blocks), ...Array(4).fill(keyframes), 1];
    const read = columns(wires, body, counts);
    const ofBlocks = read.slice(0, 6).map((get) => listed(get, blocks));
    const [steps, sizes, held, lost, frameSteps, spans] = ofBlocks;
    const leaves = read[10](0);
    demand(leaves instanceof Uint8Array && leaves.length % 32 === 0, "the index makes no sense");
    const offsets = sums(steps);
    const ends = sums(held.map((count, n) => count + lost[n]));
    this.blocks = offsets.map((at, n) => {
      return { at, size: sizes[n], first: ends[n] - held[n], events: held[n] };
    });
    const lastFrames = sums(frameSteps).map((frame, n) => frame + spans[n]);
    const last = blocks - 1;
    demand(blocks === 0 || (ends[last] <= events && lastFrames[last] < frames), "the index lies");
    const arrays = [ofType, owners, gaps, others].every(Array.isArray);
    demand(arrays && typeof complete === "boolean", "the index makes no sense");
    gaps.forEach(checkGap);
    Object.assign(this, { frames, gaps, leaves, closed: true });
  }

  /** Find the contents from record to record (15.2), up to a torn tail or to damage (15.3). */
  hop(at) {
    this.blocks = [];
    Object.assign(this, { frames: this.firstFrame, gaps: [], closed: false });
    const state = { next: 0, lastFrame: this.firstFrame, keyframe: 0 };
    while (at < this.data.length) {
      try {
        const { kind, head, size } = peek(this.data, at);
        if (kind === "index" || kind === "end") break;
        if (at + size === this.data.length) record(this.data, at);
        this.note(kind, head, at, size, state);
        at += size;
      } catch (trouble) {
        if (!(trouble instanceof Malformed)) throw trouble;
        if (anyRecordFrom(this.data, at + 1)) this.damage = new Corrupt(trouble.message, at);
        break;
      }
    }
  }

  /** What a record met while hopping adds to the contents (14.1, 14.2). */
  note(kind, head, at, size, state) {
    if (kind === "gap") {
      checkGap(head);
      const [first, lost, , lastFrame] = head;
      demand(first === state.next, `event ${state.next} should be lost, not ${first}`);
      this.gaps.push(head);
      state.next += lost;
      this.frames = Math.max(this.frames, lastFrame + 1);
    } else if (kind === "keyframe") {
      state.keyframe = checkKeyframe(head, state.keyframe);
    } else if (kind === "block" || kind === "rows") {
      const { first, events, firstFrame, lastFrame, ended } = span(head);
      demand(first === state.next, `event ${state.next} should follow, not ${first}`);
      demand(events === 0 || firstFrame >= state.lastFrame, "a block goes back");
      if (events > 0) {
        this.blocks.push({ at, size, first, events });
        state.lastFrame = lastFrame;
      }
      state.next += events;
      this.frames = Math.max(this.frames, ended + 1);
    }
  }

  /** The events that count, in order: {number, frame, time, type, description, row} (14). */
  *events() {
    for (const block of this.blocks) {
      let events;
      try {
        const found = record(this.data, block.at);
        const { first, events: count } = span(found.head);
        const same = first === block.first && count === block.events;
        const whole = found.raw.length === block.size && ["rows", "block"].includes(found.kind);
        demand(same && whole, "other events should lie here");
        events = eventsOf(found, this.catalogue);
        demand(events[0].frame >= this.firstFrame, "an event lies before the first frame");
      } catch (trouble) {
        throw trouble instanceof Malformed ? new Corrupt(trouble.message, block.at) : trouble;
      }
      yield* events.filter((event) => event.frame < this.frames);
    }
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
    const start = [null, this.firstFrame, this.frames, end];
    const described = this.gaps.length ? [...start, this.gaps] : start;
    return blake2b(Buffer.concat([pack(described), whole])).toString("hex");
  }
}

/** Malformed unless this is a gap's head (10.1). */
function checkGap(head) {
  demand(Array.isArray(head) && head.length === 5, "a gap makes no sense");
  const [first, lost, firstFrame, lastFrame, reason] = head;
  const counts = isCount(first) && isCount(lost) && isEnded(firstFrame) && isEnded(lastFrame);
  demand(counts && firstFrame <= lastFrame && typeof reason === "string", "a gap makes no sense");
}

/** How many events a keyframe counts (9.1); Malformed if its head makes no sense. */
function checkKeyframe(head, before) {
  demand(Array.isArray(head) && head.length === 6, "a keyframe makes no sense");
  const [events, frame, projection, ...versions] = head;
  const numbers = isCount(events) && isEnded(frame) && versions.every(Number.isSafeInteger);
  const named = typeof projection === "string";
  demand(numbers && named && events >= before, "a keyframe makes no sense");
  return events;
}
