// What a run says while it goes on: a live bar on a terminal, plain lines elsewhere, nothing for machines.

import type { Journal, JournalEvent, Phase } from '../lib/run/ports';
import { count, duration, number } from './words';

export type Screen = {
  /** Where progress goes: never the standard output, which belongs to the report. */
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
  now(): number;
};

export type Progress = Journal & {
  /** Clears the bar, so that what follows starts on a line of its own. */
  close(): void;
};

const PHASES: Readonly<Record<Phase, string>> = {
  preparation: 'Lecture du formulaire',
  structure: 'Tables et colonnes',
  lecture: 'Dossiers',
  suppressions: 'Dossiers supprimés',
  pieces: 'Pièces jointes',
  relecture: 'Relecture',
  recensement: 'Recensement',
  verification: 'Vérification',
  cloture: 'Clôture',
};

/** Plain lines are written this often at most. */
const LINE_INTERVAL = 5000;
/** Before this many milliseconds a rate means nothing, and no time left is shown. */
const RATE_AFTER = 2000;

export function openProgress(screen: Screen): Progress {
  return screen.isTerminal ? bar(screen) : lines(screen);
}

export function silentProgress(): Progress {
  return { write: () => undefined, close: () => undefined };
}

function bar(screen: Screen): Progress {
  const meter = openMeter(screen);
  let shown = false;
  const clear = () => {
    if (shown) screen.write('\r\u001b[2K');
    shown = false;
  };
  const show = (text: string) => {
    screen.write(`\r\u001b[2K${text.slice(0, Math.max(20, screen.columns - 1))}`);
    shown = true;
  };
  return {
    write(event) {
      const sentence = sentenceOf(event);
      if (sentence !== null) {
        clear();
        screen.write(`${sentence}\n`);
      } else if (event.type === 'phase') {
        meter.start();
        show(`${PHASES[event.phase]}…`);
      } else if (event.type === 'progress') {
        show(progressLine(event, meter.rate(event.done), true));
      }
    },
    close: clear,
  };
}

function lines(screen: Screen): Progress {
  const meter = openMeter(screen);
  let last = Number.NEGATIVE_INFINITY;
  return {
    write(event) {
      const sentence = sentenceOf(event);
      if (sentence !== null) screen.write(`${sentence}\n`);
      else if (event.type === 'phase') {
        meter.start();
        screen.write(`${PHASES[event.phase]}…\n`);
        last = screen.now();
      } else if (event.type === 'progress' && screen.now() - last >= LINE_INTERVAL) {
        last = screen.now();
        screen.write(`${progressLine(event, meter.rate(event.done), false)}\n`);
      }
    },
    close: () => undefined,
  };
}

function sentenceOf(event: JournalEvent): string | null {
  switch (event.type) {
    case 'notice':
      return `ℹ ${event.sentence}`;
    case 'failure':
      return `✗ ${event.dossier === null ? 'Un dossier' : `Dossier ${event.dossier}`} non écrit (${event.code}).`;
    case 'phase':
    case 'progress':
      return null;
  }
}

/** « Dossiers 1 200 / 2 000 [██████    ] 640/s, reste 2 s ». The time left is hidden while it is not known. */
export function progressLine(
  event: Extract<JournalEvent, { type: 'progress' }>,
  rate: number | null,
  withBar: boolean,
): string {
  const { done, total } = event;
  const known = total !== null && total >= done;
  const head = `${PHASES[event.phase]} ${number(done)}${known ? ` / ${number(total)}` : ''}`;
  const drawn = known && withBar && total > 0 ? ` ${draw(done / total)}` : '';
  const speed = rate === null ? '' : ` ${count(Math.round(rate), 'dossier')}/s`;
  const left =
    known && rate !== null && rate > 0 ? `, reste ${duration(((total - done) / rate) * 1000)}` : '';
  return `${head}${drawn}${speed}${left}`;
}

const WIDTH = 24;

function draw(ratio: number): string {
  const full = Math.round(Math.min(1, ratio) * WIDTH);
  return `[${'█'.repeat(full)}${' '.repeat(WIDTH - full)}]`;
}

function openMeter(screen: Screen) {
  let startedAt = screen.now();
  return {
    start() {
      startedAt = screen.now();
    },
    /** Dossiers a second since the phase began; null while too young. */
    rate(done: number): number | null {
      const elapsed = screen.now() - startedAt;
      return elapsed < RATE_AFTER || done === 0 ? null : (done / elapsed) * 1000;
    },
  };
}
