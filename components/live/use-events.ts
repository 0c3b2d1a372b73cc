'use client';
// Following a stream of the server (server-sent events) while the page is looked at: a page in the background holds no
// connection (a browser has six for a whole site), and catches up when it is looked at again.

import { useEffect, useRef, useState } from 'react';

/** `perdu`: the connection broke, and is being made again. */
export type Connection = 'ouvert' | 'perdu';

export type Handlers = {
  /** By the event's name; `message` is the one without a name. */
  readonly on: Readonly<Record<string, (data: string, id: string) => void>>;
  /** The server will not have us, or not any more: the page should be read again. */
  readonly onRefused: () => void;
};

/** Waits before it asks again a server that refused, in milliseconds. */
const WAITS = [5_000, 15_000, 60_000] as const;

/** `url` null: nothing to follow. It is asked at each connection, so that it may say where one left. */
export function useEvents(url: (() => string) | null, handlers: Handlers): Connection {
  const [connection, setConnection] = useState<Connection>('ouvert');
  const latest = useRef({ url, handlers });
  useEffect(() => {
    latest.current = { url, handlers };
  });
  const isLive = url !== null;

  useEffect(() => {
    if (!isLive) return;
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let refusals = 0;

    const close = () => {
      clearTimeout(retry);
      source?.close();
      source = null;
    };
    const open = () => {
      close();
      const asked = latest.current.url;
      if (asked === null || document.visibilityState === 'hidden') return;
      const opened = new EventSource(asked());
      source = opened;
      for (const name of Object.keys(latest.current.handlers.on)) {
        opened.addEventListener(name, (event) => {
          if (event instanceof MessageEvent)
            latest.current.handlers.on[name]?.(String(event.data), event.lastEventId);
        });
      }
      opened.onopen = () => {
        refusals = 0;
        setConnection('ouvert');
      };
      opened.onerror = () => {
        if (source !== opened) return;
        setConnection('perdu');
        // Otherwise the browser comes back by itself.
        if (opened.readyState !== EventSource.CLOSED) return;
        if (refusals === 0) latest.current.handlers.onRefused();
        retry = setTimeout(open, WAITS[Math.min(refusals, WAITS.length - 1)]);
        refusals += 1;
      };
    };

    open();
    document.addEventListener('visibilitychange', open);
    return () => {
      document.removeEventListener('visibilitychange', open);
      close();
    };
  }, [isLive]);

  return connection;
}
