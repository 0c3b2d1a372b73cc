// How much processor time the site's process has used: a figure that other work on the machine does not blur. Linux only.

import { readdir, readFile, readlink } from 'node:fs/promises';

/** Of the kernel's counters: a hundred a second on every Linux that there is. */
const TICK_MS = 10;

/** The process that listens on a port of this machine; null where /proc does not tell. */
export async function listenerOf(port: number): Promise<string | null> {
  const inode = await socketOf(port).catch(() => undefined);
  if (inode === undefined) return null;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (target === `socket:[${inode}]`) return pid;
    }
  }
  return null;
}

/** Milliseconds of processor since it began. */
export async function processorTime(pid: string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name comes second, between parentheses, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Inode of the socket that listens there. */
async function socketOf(port: number): Promise<string | undefined> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (await readFile(table, 'utf8')).split('\n')) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(wanted) && fields[3] === '0A') return fields[9];
    }
  }
  return undefined;
}
