// The scenarios that a real Inngest server passes (`npm run conformance:inngest`), on the embedded engine.

import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../lib/store/testing/database';
import { play } from './testing/play';
import { SCENARIOS } from './testing/scenarios';
import { embeddedStage } from './testing/stage';

const database = testDatabase();

describe('the embedded engine', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const stage = embeddedStage(database.url(), database.sql);
    try {
      const { notes, difference } = await play(scenario, stage);
      expect({ notes, difference }).toEqual({ notes, difference: null });
    } finally {
      await stage.close();
    }
  });
});
