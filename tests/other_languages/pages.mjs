// The index's two levels: lines and pages (FORMAT.md, 12). Knows columns; reads no event.

import { columns, listed, sums } from "./columns.mjs";
import { MARK, demand, isCount, record } from "./records.mjs";

const PAGE_BLOCKS = 1024;
const MOST_COUNTS = 4_194_304;
const LINE_COLUMNS = 10;
const senseless = "the index makes no sense";

/** The columns at these places, each a list of so many whole numbers. */
const lists = (read, first, end, count) => read.slice(first, end).map((get) => listed(get, count));

/** Tallies as a head names them (12.4), each of which has so many counts. */
function tallies(told, rows, keys) {
  demand(Array.isArray(told) && told.length * rows <= MOST_COUNTS, senseless);
  for (const tally of told) {
    demand(Array.isArray(tally) && (tally.length === 1 || tally.length === 3), senseless);
    demand(isCount(tally[0]) && (tally.length === 1 || tally[1] < keys), senseless);
  }
  return told;
}

/** The lines of an index whose record lies at this offset (12.1), each with its counts. */
function lines({ head, body }, at, keys) {
  const [count, begin, told, wires] = [head[6], head[7], head[11], head[12]];
  demand([count, begin].every(isCount) && count <= at / 128, senseless);
  const names = tallies(told, count, keys);
  const read = columns(wires, body, Array(LINE_COLUMNS + names.length).fill(count));
  const of = lists(read, 0, LINE_COLUMNS, count);
  const [sizes, steps, blocks, keyframes, events, before, within, frames, spans, kept] = of;
  const offsets = sums(sizes).map((end, n) => begin + end - sizes[n]);
  demand(begin + sizes.reduce((sum, size) => sum + size, 0) === at, "the index lies elsewhere");
  const [begins, firstFrames] = [sums(steps), sums(frames)];
  const ends = sums(events.map((held, n) => before[n] + held + within[n]));
  return offsets.map((offset, n) => {
    return {
      offset, begin: begins[n], blocks: blocks[n], keyframes: keyframes[n], events: events[n],
      first: ends[n] - within[n] - events[n], end: ends[n], frame: firstFrames[n],
      last: firstFrames[n] + spans[n], keyframe: kept[n], size: sizes[n],
    };
  });
}

/** The blocks of a page (12.2), and how often each tally occurs in each. */
function page(data, line, keys) {
  const { kind, head, body, raw } = record(data, line.offset);
  demand(kind === "page" && raw.length === line.size && Array.isArray(head), "there is no page");
  const [blocks, keyframes, told, wires] = head;
  demand(blocks === line.blocks && keyframes === line.keyframes, "a page has other blocks");
  demand(head.length === 4 && blocks <= PAGE_BLOCKS, "a page makes no sense");
  const names = tallies(told, blocks, keys);
  const counts = [...Array(6).fill(blocks), ...Array(4).fill(keyframes), 1];
  const read = columns(wires, body, [...counts, ...names.map(() => blocks)]);
  const [steps, sizes, held, lost, frameSteps, spans] = lists(read, 0, 6, blocks);
  const [offsets, frames] = [sums(steps), sums(frameSteps)];
  const ends = sums(held.map((count, n) => count + lost[n]));
  const counted = lists(read, 11, 11 + names.length, blocks);
  const found = offsets.map((offset, n) => {
    return {
      at: line.begin + offset, size: sizes[n], events: held[n], first: line.first + ends[n] - held[n],
      frame: line.frame + frames[n], last: line.frame + frames[n] + spans[n],
      counts: names.map((name, m) => [name, counted[m][n]]).filter(([, count]) => count > 0),
    };
  });
  const tail = found[found.length - 1];
  const whole = !tail || (tail.first + tail.events === line.end && tail.last === line.last);
  demand(whole && held.reduce((sum, one) => sum + one, 0) === line.events, "a page lies");
  return { blocks: found, leaves: read[10](0) };
}

/** All blocks and leaves that an index of two levels leads to. */
export function byPages(data, index, at, keys) {
  const read = lines(index, at, keys).map((line) => page(data, line, keys));
  return {
    blocks: read.flatMap((one) => one.blocks),
    leaves: Buffer.concat(read.map((one) => one.leaves)),
  };
}
