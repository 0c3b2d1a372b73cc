// What Prometheus reads: well-formed, complete, and nothing but counts.

import { describe, expect, it } from 'vitest';
import { exposition } from './metrics';

const COUNTS = {
  ...{ links: 12, paused: 1, scheduled: 10, late: 2, failing: 3, openRuns: 4 },
  ...{ dossierFailures: 5, unsentMessages: 6 },
  ended: [
    { status: 'reussi', count: 7 },
    { status: 'echoue', count: 1 },
  ],
};

describe('the measures', () => {
  it('give each count once, and those of the process', async () => {
    const engine = { queued: 8, running: 2, oldestWaitMs: 1500, sinceCronMs: 30_000 };
    const text = await exposition({ counts: COUNTS, engine });
    for (const line of [
      'otp_liaisons 12',
      'otp_liaisons_en_retard 2',
      'otp_executions_terminees_heure{issue="reussi"} 7',
      'otp_executions_terminees_heure{issue="echoue"} 1',
      'otp_tache_plus_ancienne_secondes 1.5',
      'otp_planification_silence_secondes 30',
    ]) {
      expect(text.split('\n').filter((one) => one === line)).toEqual([line]);
    }
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('leave out what an Inngest server measures itself, and may be read again', async () => {
    await exposition({ counts: COUNTS, engine: null });
    const again = await exposition({ counts: { ...COUNTS, links: 13 }, engine: null });
    expect(again).toContain('otp_liaisons 13');
    expect(again).not.toContain('otp_taches_en_file');
  });
});
