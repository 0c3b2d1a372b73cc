// Answers kept back by the latency: all that wait, as long as it says now.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Waiting } from './waiting';

const said: string[] = [];
const say = (word: string) => () => void said.push(word);

beforeEach(() => {
  vi.useFakeTimers();
  said.length = 0;
});
afterEach(() => void vi.useRealTimers());

describe('what is kept back', () => {
  it('goes at once without latency', () => {
    new Waiting(0).afterLatency(0, say('now'));
    expect(said).toEqual(['now']);
  });

  it('goes after the latency and its own time', () => {
    const waiting = new Waiting(1_000);
    waiting.afterLatency(0, say('late'));
    waiting.afterLatency(500, say('later'));
    vi.advanceTimersByTime(999);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['late']);
    vi.advanceTimersByTime(500);
    expect(said).toEqual(['late', 'later']);
  });

  it('follows a latency that changes: let go, but for its own time, or kept longer', () => {
    const waiting = new Waiting(60_000);
    waiting.afterLatency(0, say('held'));
    waiting.afterLatency(500, say('slow'));
    vi.advanceTimersByTime(100);
    waiting.setLatency(0);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['held']);
    vi.advanceTimersByTime(399);
    expect(said).toEqual(['held', 'slow']);
    waiting.setLatency(1_000);
    waiting.afterLatency(0, say('again'));
    waiting.setLatency(2_000);
    vi.advanceTimersByTime(1_999);
    expect(said).not.toContain('again');
    vi.advanceTimersByTime(1);
    expect(said).toContain('again');
  });

  it('never goes once all is stopped', () => {
    const waiting = new Waiting(1_000);
    waiting.afterLatency(0, say('late'));
    waiting.after(500, say('half'));
    waiting.stop();
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual([]);
  });
});
