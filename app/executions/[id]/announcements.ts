'use client';
// What a run says aloud: phases, notices and the end, one sentence at a time and never in a hurry. Progress and single
// failures are not read out; failures are summed up.

import { useEffect, useRef, useState } from 'react';
import { plural } from '../../../components/run/words';
import type { Line } from './live-state';

/** Between two sentences: a screen reader has the time to say one. */
const SPACED_MS = 5_000;

export type Voice = {
  /** For a polite live region. */
  readonly said: string;
  readonly hear: (line: Line) => void;
};

export function useVoice(): Voice {
  const [said, setSaid] = useState('');
  const waiting = useRef<{ sentence: string | null; failures: number }>({ sentence: null, failures: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);

  const speak = () => {
    const { sentence, failures } = waiting.current;
    waiting.current = { sentence: null, failures: 0 };
    last.current = Date.now();
    const parts = [sentence, failures === 0 ? null : `${plural(failures, 'dossier')} en échec.`];
    setSaid(parts.filter((part) => part !== null).join(' '));
  };

  const hear = (line: Line) => {
    if (line.type === 'progression') return;
    if (line.type === 'echec') waiting.current.failures += 1;
    // The latest replaces what nobody has heard yet.
    else waiting.current.sentence = line.sentence;
    clearTimeout(timer.current);
    const wait = line.type === 'fin' ? 0 : Math.max(0, last.current + SPACED_MS - Date.now());
    timer.current = setTimeout(speak, wait);
  };

  return { said, hear };
}
