// What passes by itself is left to the engine to try again; what does not comes out at once.

import { RetryAfterError } from 'inngest';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../lib/errors/catalogue';
import { Failure } from '../lib/errors/failure';
import { durably } from './durable';

const step = { run: (_id: string, work: () => Promise<unknown>) => work() };

const tried = (code: FailureCode, attempt: number) =>
  durably(step, { attempt, maxAttempts: 3 }, 'tirer', async () => {
    throw new Failure(code, { facts: { status: 200 } });
  });

describe('an attempt that fails', () => {
  it.each([
    'GRIST_PAS_GRIST',
    'GRIST_INDISPONIBLE',
    'DS_INDISPONIBLE',
    'RESEAU_COUPURE',
    'BASE_SURCHARGEE',
  ] as const)('%s is tried again, then told with its code', async (code) => {
    for (const attempt of [0, 1]) await expect(tried(code, attempt)).rejects.toBeInstanceOf(RetryAfterError);
    await expect(tried(code, 2)).rejects.toMatchObject({ code, facts: { status: 200 } });
  });

  it.each(['DS_JETON_REFUSE', 'GRIST_CLE_REFUSEE', 'GRIST_COLONNES_A_CONVERTIR'] as const)(
    '%s is told at once: nothing would be otherwise',
    async (code) => {
      await expect(tried(code, 0)).rejects.toMatchObject({ code });
    },
  );
});
