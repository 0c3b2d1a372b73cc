// What the door is asked to send, and how patiently.

import type { Answer } from './answer';

export type OutboundRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A streamed one is sent once: nothing is tried again after its first byte was asked for. */
  readonly body?: string | Uint8Array | StreamedBody;
  /**
   * May it be sent again although the server may have received it? True for what only reads, whatever the method.
   * A request that is not repeatable is still sent again when it certainly never left (connection refused).
   */
  readonly repeatable: boolean;
  readonly timeouts?: Partial<Timeouts>;
  /** Largest answer accepted, in bytes once decompressed. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** Absent or `none`: one try, whatever happens. */
  readonly retry?: RetryPolicy | 'none';
};

/** A body as it comes: never whole in memory. */
export type StreamedBody = {
  /** In bytes, announced to the server: with more or fewer the request is dropped, never completed. */
  readonly length: number;
  /** Asked for a chunk when the server took the former ones. What it throws is what `send` throws, as it is. */
  readonly chunks: AsyncIterable<Uint8Array>;
};

/** Asks for an answer whose body is read as it comes. Always a GET, never tried again: that is the caller's patience. */
export type ReceiveRequest = {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Largest body accepted, in bytes. It is asked for as it is: an answer that is compressed all the same is refused. */
  readonly maxBytes: number;
  /** `total` counts what we wait for the server, not what the reader takes its time for. */
  readonly timeouts?: Partial<Timeouts>;
  readonly signal?: AbortSignal;
};

/** Milliseconds. The connection's own limit belongs to the door (`connectMs`). */
export type Timeouts = {
  /** From the request's first byte written (the last one of a streamed body) to the answer's headers. */
  readonly firstByte: number;
  /** Of a body as it comes: between two chunks, or until the server takes the next one. */
  readonly idle?: number;
  /** One whole try, from the call to the answer's last byte; waits between tries are not counted. */
  readonly total: number;
};

export type RetryPolicy = {
  /** Tries in all, the first included. */
  readonly maxTries: number;
  /** Ceiling of the first wait and of any wait, in milliseconds (full jitter). */
  readonly baseMs: number;
  readonly capMs: number;
  /** Statuses worth another try; only for a repeatable request. */
  readonly statuses: readonly number[];
  /** Statuses by which the server says that it did nothing (429…): worth another try for any request. */
  readonly refusals?: readonly number[];
  /**
   * Wait that this answer asks for, in ms, before `Retry-After` is looked at; null: no opinion. `now` is the
   * injected clock, epoch ms.
   */
  readonly waitFor?: (answer: Answer, now: number) => number | null;
  /** A server that asks for more than this is not waited for: its answer is given as it is. Default 120 000 ms. */
  readonly maxWaitMs?: number;
};

export const DEFAULT_TIMEOUTS: Required<Timeouts> = { firstByte: 60_000, idle: 60_000, total: 120_000 };

/** 64 MiB: ten times the largest page of 100 dossiers ever measured. */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
