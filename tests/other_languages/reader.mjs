// node reader.mjs FILE            every event, as `replay events FILE --json` prints them
// node reader.mjs FILE --digest   the digest of the history
// node reader.mjs FILE --blocks   where its blocks lie and what they have, as its index says
// node reader.mjs FILE --states   the saved states, each with the number of the event behind it
//
// A reader of recordings written from replay/file/FORMAT.md alone, to prove that this is possible.
// Exit code 2 and a sentence on standard error if the file is none, or is damaged; what stands
// before the damage is printed.

import { readFileSync } from "node:fs";
import { Corrupt, Recording } from "./recording.mjs";
import { Malformed } from "./messagepack.mjs";
import { plainJson } from "./states.mjs";
import { dataAsJson, textJson } from "./values.mjs";

function line(n, { frame, time, type, description, row }) {
  const timestamp = new Date(time).toISOString().replace("Z", "+00:00");
  const data = dataAsJson(description, row);
  const when = `"n": ${n}, "frame": ${frame}, "timestamp": "${timestamp}"`;
  return `{${when}, "type": ${textJson(type)}, "data": ${data}}\n`;
}

/** Where a block lies, which events and frames it has, and how often each tally occurs. */
function blockLine({ at, size, first, events, frame, last, counts }) {
  return `${JSON.stringify([at, size, first, events, frame, last, counts])}\n`;
}

function main([path, option]) {
  const lines = [];
  try {
    const recording = new Recording(readFileSync(path));
    const last = recording.frames - 1;
    if (!recording.closed) console.error(`${path} was not closed: it goes to frame ${last}`);
    if (option === "--digest") lines.push(`${recording.digest()}\n`);
    else if (option === "--blocks") for (const one of recording.blocks) lines.push(blockLine(one));
    else if (option === "--states") {
      for (const saved of recording.states()) lines.push(`${plainJson(saved)}\n`);
    } else for (const event of recording.events()) lines.push(line(event.number, event));
  } catch (trouble) {
    if (!(trouble instanceof Malformed || trouble instanceof Corrupt)) throw trouble;
    console.error(`${path}: ${trouble.message}`);
    process.exitCode = 2;
  }
  process.stdout.write(lines.join(""));
}

main(process.argv.slice(2));
