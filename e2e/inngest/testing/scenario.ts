// What a conformance scenario is: functions, what happens to them, and what must have been seen.

import type { Inngest, InngestFunction } from 'inngest';

export type Kit = {
  readonly client: Inngest;
  /** Name of the client's app: a function's whole id is `<app>-<id>`. */
  readonly app: string;
  /** Writes down something that was seen. */
  note(text: string): void;
  /** A name of an event that no other scenario uses. */
  named(event: string): string;
};

export type Act = {
  readonly notes: readonly string[];
  /** Sends to the kit's names; resolves once the events are accepted. */
  send(...events: readonly SentEvent[]): Promise<void>;
  /** Until this has been noted (so many times). */
  until(text: string, times?: number): Promise<void>;
  /** Until nothing more happens by itself: what should not come has had its chance. */
  quiet(): Promise<void>;
  /** Lets so many seconds go by. The embedded engine's clock is put forward; a real server's is waited for. */
  elapse(seconds: number): Promise<void>;
  /** Writes down something that the scenario itself saw. */
  note(text: string): void;
  /** What sending these events is refused with; null when they are accepted. */
  refusal(...events: readonly SentEvent[]): Promise<string | null>;
};

export type SentEvent = {
  readonly name: string;
  readonly data?: Record<string, unknown>;
  readonly id?: string;
  /** Seconds from now, as the event's `ts`. */
  readonly inSeconds?: number;
};

export type Scenario = {
  readonly name: string;
  /** Why it is not played on a real server. */
  readonly embeddedOnly?: string;
  functions(kit: Kit): readonly InngestFunction.Any[];
  play(act: Act): Promise<void>;
  readonly expected: readonly string[];
  /** When the order in which things are seen is nobody's promise. */
  readonly anyOrder?: boolean;
};

/** Functions that note the lifecycle events of another one: `finished Completed`, `failed Failed`… */
export function lifecycle({ client, app, note }: Kit, fn: string): readonly InngestFunction.Any[] {
  return (['finished', 'failed', 'cancelled'] as const).map((what) =>
    client.createFunction(
      {
        id: `${fn}-saw-${what}`,
        triggers: [{ event: `inngest/function.${what}`, if: `event.data.function_id == '${app}-${fn}'` }],
      },
      async ({ event }) => {
        const { _inngest } = Object(event.data);
        note(`${what} ${Object(_inngest).status}`);
      },
    ),
  );
}

/** Holds a function in the middle of a step until the scenario lets it go on. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
