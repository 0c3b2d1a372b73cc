// Processor time of processes, as the kernel counts it: where the machine's cores went during a measure.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit in /proc: a hundredth of a second wherever Node runs. */
const TICK_MS = 10;

/**
 * Milliseconds of processor used so far by each of these processes with its children, those that ended included (a
 * Postgres is one process a connection). A process that the kernel does not tell of is absent.
 */
export function processorMs(pids: Readonly<Record<string, number | null>>): Readonly<Record<string, number>> {
  const used = new Map<number, number>();
  for (const name of existsSync('/proc') ? readdirSync('/proc') : []) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat === null) continue;
    used.set(stat.pid, (used.get(stat.pid) ?? 0) + stat.used + stat.usedByDead);
    used.set(stat.parent, (used.get(stat.parent) ?? 0) + stat.used);
  }
  return Object.fromEntries(
    Object.entries(pids).flatMap(([name, pid]) => {
      const ticks = pid === null ? undefined : used.get(pid);
      return ticks === undefined ? [] : [[name, ticks * TICK_MS]];
    }),
  );
}

/** Milliseconds of processor used so far by every program of the machine. Null where the kernel does not tell. */
export function machineMs(): number | null {
  const line = textOf('/proc/stat')?.split('\n', 1)[0];
  if (line === undefined) return null;
  // man 5 proc: user, nice, system, idle, iowait, irq, softirq.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) * TICK_MS;
}

type Stat = {
  readonly pid: number;
  readonly parent: number;
  readonly used: number;
  readonly usedByDead: number;
};

function statOf(pid: number): Stat | null {
  const line = textOf(`/proc/${pid}/stat`);
  if (line === null) return null;
  // The name, in parentheses, may hold anything: fields are counted after it. man 5 proc: 4 ppid, 14–17 times.
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (field: number) => fields[field - 3] ?? 0;
  return { pid, parent: at(4), used: at(14) + at(15), usedByDead: at(16) + at(17) };
}

/** Null for a file that is not there: a process that ended, a system without /proc. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return null;
    throw error;
  }
}

/** Megabytes that a process holds in memory now, and at its peak, e.g. `310 (crête 355)`. */
export function memoryOf(pid: string): string {
  const status = textOf(`/proc/${pid}/status`) ?? '';
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1_000);
  return `${megabytes('VmRSS')} (crête ${megabytes('VmHWM')})`;
}
