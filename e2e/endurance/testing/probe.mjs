// Preloaded in the site while its endurance is measured (`NODE_OPTIONS=--import`): at each turn, collects all the garbage that
// can be, and writes down what is left. ENDURANCE_FILE: where, one JSON line a turn; ENDURANCE_MS: how often.

import { appendFileSync, readdirSync } from 'node:fs';
import { getHeapCodeStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const { ENDURANCE_FILE: file = '', ENDURANCE_MS: every = '30000' } = process.env;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

setInterval(() => {
  // Before: collecting borrows pages that are given back a little later.
  const { rss } = process.memoryUsage();
  // Twice: what the first one finalises lets go of the rest.
  collect();
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  const { code_and_metadata_size: code } = getHeapCodeStatistics();
  const line = {
    ...{ pid: process.pid, at: Date.now(), rss, heapUsed, code, external, arrayBuffers },
    handles: process.getActiveResourcesInfo().length,
    files: readdirSync('/proc/self/fd').length,
  };
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}, Number(every)).unref();
