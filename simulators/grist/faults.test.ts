// Which requests meet a trouble: once, several times, by chance.

import { describe, expect, it } from 'vitest';
import { type Fault, FaultPlan } from './faults';

const reset: Fault = { type: 'reset', when: 'before' };
const html: Fault = { type: 'html', when: 'before' };
const noBody = () => '';

describe('the plan of troubles', () => {
  it('hits once, then no more, unless told how many times', () => {
    const plan = new FaultPlan(1);
    const rule = plan.add({ path: '/apply', fault: reset });
    expect(plan.pick('POST', '/api/docs/d/sql', noBody)).toBeNull();
    expect(plan.pick('POST', '/api/docs/d/apply', noBody)).toEqual(reset);
    expect(plan.pick('POST', '/api/docs/d/apply', noBody)).toBeNull();
    expect(rule.hits).toBe(1);
    plan.add({ path: '/apply', times: 2, fault: reset });
    const picks = [1, 2, 3].map(() => plan.pick('POST', '/apply', noBody));
    expect(picks).toEqual([reset, reset, null]);
  });

  it('lets the first ones through, and asks all that the rule asks', () => {
    const plan = new FaultPlan(1);
    plan.add({ method: 'POST', path: '/apply', body: 'BulkAdd', skip: 1, fault: reset });
    const body = () => '[["BulkAddRecord"]]';
    expect(plan.pick('GET', '/apply', body)).toBeNull();
    expect(plan.pick('POST', '/apply', noBody)).toBeNull();
    expect(plan.pick('POST', '/apply', body)).toBeNull();
    expect(plan.pick('POST', '/apply', body)).toEqual(reset);
  });

  it('takes the first rule that matches, and none once cleared', () => {
    const plan = new FaultPlan(1);
    plan.add({ path: '/sql', fault: html });
    plan.add({ fault: reset });
    expect(plan.pick('POST', '/sql', noBody)).toEqual(html);
    plan.clear();
    expect(plan.pick('POST', '/sql', noBody)).toBeNull();
  });

  it('draws from the seed: the same seed, the same troubles; about the share that was asked', () => {
    const draws = (seed: number): string => {
      const plan = new FaultPlan(seed);
      plan.add({ chance: 0.3, fault: reset });
      return Array.from({ length: 1000 }, () => (plan.pick('POST', '/', noBody) === null ? '.' : 'X')).join(
        '',
      );
    };
    expect(draws(7)).toBe(draws(7));
    expect(draws(7)).not.toBe(draws(8));
    const hits = draws(7).replaceAll('.', '').length;
    expect(hits).toBeGreaterThan(230);
    expect(hits).toBeLessThan(370);
  });
});
