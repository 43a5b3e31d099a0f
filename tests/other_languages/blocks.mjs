// Blocks and rows records as events (FORMAT.md, 6 and 7). Knows the catalogue they are read by.

import { columns, listed, sums } from "./columns.mjs";
import { Reader } from "./messagepack.mjs";
import { demand, isCount, isEnded } from "./records.mjs";
import { checkDescription, conforms } from "./values.mjs";

const MAX_EVENTS = 65_536;
const MAX_VALUES = 1 << 20;
const MAX_TYPES = 250;
const FIRST_YEAR = -62_135_596_800_000n; // 0001-01-01
const PAST_YEARS = 253_402_300_800_000n; // 10000-01-01

/** What events there are: names, descriptions, and how many columns each has (4). */
export class Catalogue {
  constructor(entries, frameRate) {
    demand(Array.isArray(entries) && entries.length > 0 && entries.length <= MAX_TYPES, "there is no catalogue");
    for (const entry of entries) {
      demand(Array.isArray(entry) && entry.length === 2, "the catalogue makes no sense");
      const [name, description] = entry;
      const top = typeof description === "string" || description?.[0] === "record";
      demand(typeof name === "string" && top, "the catalogue makes no sense");
      checkDescription(description);
    }
    this.entries = entries;
    this.frameRate = frameRate;
    this.numbers = new Map(entries.map(([name], number) => [name, number]));
    demand(this.numbers.size === entries.length, "two event types have one name");
    this.widths = entries.map(([, of]) => (typeof of === "string" ? 1 : of[2].length));
  }
}

/** What the head of a block or rows record begins with (6.1). */
export function span(head) {
  demand(Array.isArray(head) && head.length >= 6, "a block's head makes no sense");
  const [first, events, firstFrame, lastFrame, ended, open] = head;
  const counts = [first, events, open].every(isCount) && isEnded(ended) && open <= events;
  demand(counts && events <= MAX_EVENTS, "a block's counts make no sense");
  const frames = isEnded(firstFrame) && isEnded(lastFrame) && firstFrame <= lastFrame;
  demand(frames && (events === 0 || firstFrame >= 0), "a block's frames make no sense");
  const quiet = events > 0 || (firstFrame === ended && lastFrame === ended && head[6] === 0);
  demand(quiet, "a frame in which nothing happened is another than the one that ended");
  return { first, events, firstFrame, lastFrame, ended, open };
}

/** The events of a record: {number, frame, time, type, description, row}. */
export function eventsOf(found, catalogue) {
  const known = span(found.head);
  const read = (found.kind === "rows" ? fromRows : fromColumns)(found, known, catalogue);
  const [first, last] = [read[0].frame, read.at(-1).frame];
  demand(first === known.firstFrame && last === known.lastFrame, "frames differ from the head's");
  const left = read.filter(({ frame }) => frame > known.ended).length;
  demand(left === known.open, "there are other events of an open frame than the head says");
  return read.map(({ type, frame, time, row }, n) => {
    const [name, description] = catalogue.entries[type];
    demand(n === 0 || frame >= read[n - 1].frame, "frames go back");
    demand(time >= FIRST_YEAR && time < PAST_YEARS, "a time is out of range");
    demand(conforms(description, row), `not a ${name}`);
    return { number: known.first + n, frame, time: Number(time), type: name, description, row };
  });
}

function fromRows({ head, body }, known, catalogue) {
  demand(head.length === 7, "a rows record's head makes no sense");
  const times = Array.isArray(head[6]) ? head[6] : Array(known.events).fill(head[6]);
  demand(times.length === known.events, "there should be one time, or one an event");
  const reader = new Reader(body);
  const read = [];
  while (!reader.done) {
    const event = reader.object();
    demand(Array.isArray(event) && event.length === 3 && isCount(event[1]), "not an event");
    const [name, frame, row] = event;
    const type = catalogue.numbers.get(name);
    demand(type !== undefined && read.length < times.length, "not an event of this recording");
    demand(Number.isSafeInteger(times[read.length]), "a time is no whole number");
    read.push({ type, frame, time: BigInt(times[read.length]), row });
  }
  demand(read.length === known.events, "there are other events than the head says");
  return read;
}

function fromColumns({ head, body }, known, catalogue) {
  demand(head.length === 10 && known.events > 0, "a block's head makes no sense");
  const [firstTime, timeSteps, counts, wires] = head.slice(6);
  demand(isCount(timeSteps) && timeSteps <= known.events, "the times make no sense");
  demand(Number.isSafeInteger(firstTime), "the times make no sense");
  checkCounts(counts, known.events, catalogue);
  const each = counts.flatMap(([type, count]) => Array(catalogue.widths[type]).fill(count));
  const values = each.reduce((sum, count) => sum + count, 0);
  demand(values <= MAX_VALUES, "a block claims too many values");
  const read = columns(wires, body, [known.events, known.events, timeSteps, ...each]);
  const types = listed(read[0], known.events);
  const steps = listed(read[1], known.events);
  const frames = sums([known.firstFrame + steps[0], ...steps.slice(1)]);
  const times = timesOf(frames, read[2], timeSteps, BigInt(firstTime), catalogue.frameRate);
  let place = 3;
  const queues = new Map();
  for (const [type, count] of counts) {
    const own = read.slice(place, (place += catalogue.widths[type]));
    queues.set(type, { own, taken: 0, count });
  }
  return types.map((type, n) => {
    const queue = queues.get(type);
    demand(queue && queue.taken < queue.count, "there are other types than the head says");
    const at = queue.taken++;
    return { type, frame: frames[n], time: times[n], row: queue.own.map((get) => get(at)) };
  });
}

function checkCounts(counts, events, catalogue) {
  demand(Array.isArray(counts), "a block's counts make no sense");
  let [sum, before] = [0, -1];
  for (const pair of counts) {
    demand(Array.isArray(pair) && pair.length === 2 && pair.every(isCount), "counts make no sense");
    const [type, count] = pair;
    demand(type > before && type < catalogue.entries.length && count > 0, "counts make no sense");
    [sum, before] = [sum + count, type];
  }
  demand(sum === events, "a block's counts make no sense");
}

/** The time of each event (7.3). */
function timesOf(frames, step, count, firstTime, frameRate) {
  const due = (frame) => (BigInt(frame) * 1000n) / BigInt(frameRate);
  const different = new Set(frames).size;
  demand(count === frames.length || count === different, "the times are not as many");
  let [sum, taken, frame, time] = [firstTime - due(frames[0]), 0, null, 0n];
  return frames.map((now) => {
    if (now !== frame || count === frames.length) {
      const value = step(taken++);
      demand(typeof value === "number" || typeof value === "bigint", "a time makes no sense");
      sum += BigInt(value);
      time = sum + due(now);
      frame = now;
    }
    return time;
  });
}
