'use client';
// The voice of a run's page, for a polite live region.

import { useEffect, useRef, useState } from 'react';
import type { Line } from './live-state';
import { heard, NOTHING_UNSAID, silence, spoken } from './voice';

export type Voice = {
  readonly said: string;
  readonly hear: (line: Line) => void;
};

export function useVoice(): Voice {
  const [said, setSaid] = useState('');
  const unsaid = useRef(NOTHING_UNSAID);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);

  const speak = () => {
    const sentence = spoken(unsaid.current);
    unsaid.current = NOTHING_UNSAID;
    if (sentence === null) return;
    last.current = Date.now();
    setSaid(sentence);
  };

  const hear = (line: Line) => {
    unsaid.current = heard(unsaid.current, line);
    if (line.type === 'progression') return;
    clearTimeout(timer.current);
    timer.current = setTimeout(speak, silence(line, last.current, Date.now()));
  };

  return { said, hear };
}
