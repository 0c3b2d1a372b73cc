// Browsers that follow runs: `tsx bench/followers.ts <how many>`. Told `follow <url>` on its input, it connects and says
// `connected`; told `report`, it says how long lines took to reach each of them, in milliseconds. Lines carry the instant
// at which they were told (`t=<epoch ms>`), by a clock that is ours too.

import { get } from 'node:http';
import { createInterface } from 'node:readline';

const count = Number(process.argv[2] ?? '1');
const delays: number[] = [];
const say = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`);

function follow(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      response.once('data', () => resolve());
      response.setEncoding('utf8').on('data', (text: string) => {
        const now = performance.timeOrigin + performance.now();
        for (const [, told] of text.matchAll(/"information","sentence":"t=(\d+(?:\.\d+)?)/g))
          delays.push(now - Number(told));
      });
      response.on('error', () => undefined);
    }).once('error', reject);
  });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, url = ''] = line.split(' ');
  if (word === 'follow') {
    void Promise.all(Array.from({ length: count }, () => follow(url))).then(() => say('connected'));
  }
  if (word === 'report') {
    say(delays.splice(0).map((delay) => Math.round(delay * 10) / 10));
  }
});
