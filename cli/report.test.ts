// The report of a synchronisation in a terminal: files are told where some are copied, and only there.

import { expect, it } from 'vitest';
import type { RunReport } from '../lib/run/conduct';
import type { FileReport } from '../lib/run/files/copy';
import { namesOf, syncText } from './report';

const QUIET = { requests: 1, retries: 0, bytesSent: 10, bytesReceived: 20 };
const REPORT: RunReport = {
  status: 'avec_echecs',
  title: 'Aides',
  counts: {
    ...{ read: 3, added: 1, updated: 0, unchanged: 2, removed: 0 },
    ...{ outOfScope: 0, failed: 1, warnings: 0 },
  },
  departures: 'marquer',
  healed: 0,
  files: null,
  notices: [],
  upkeep: null,
  changes: [],
  form: { fromSample: false, unknownTypes: [] },
  warnings: [],
  failures: [{ number: 12, code: 'PIECE_INTROUVABLE', facts: {} }],
  ...{ verification: null, proofDue: null },
};

function text(files: FileReport | null): string {
  const report = { ...REPORT, files };
  const timed = { milliseconds: 1_000, source: QUIET, destination: QUIET };
  return syncText(report, namesOf({ demarche: 1234, tables: [] }), timed).replace(/[\u00a0\u202f ]+/g, ' ');
}

it('tells what became of the files', () => {
  const told = text({ copied: 1_234, copiedBytes: 2_500_000_000, waiting: 3, refused: 1 });
  expect(told).toContain('Fichiers copiés 1 234 (2,5 Go)\n Fichiers en attente 3\n Fichiers refusés 1\n');
  expect(told).toContain('Dossier 12 : Démarche numérique annonce une pièce jointe');
});

it('says nothing of files where none is copied', () => {
  expect(text(null)).not.toContain('Fichiers');
});
