// Counters of what went through a door.

/** Bytes are those of bodies, as they travel (compressed). `requests` counts every try that reached a socket. */
export type Traffic = {
  readonly requests: number;
  readonly retries: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
};

export type TrafficMeter = {
  sent(bodyBytes: number): void;
  /** More of the body of a request that was counted already: one sent as it comes. */
  sentMore(bytes: number): void;
  received(bytes: number): void;
  retried(): void;
  read(): Traffic;
};

export function makeMeter(): TrafficMeter {
  const traffic = { requests: 0, retries: 0, bytesSent: 0, bytesReceived: 0 };
  return {
    sent: (bodyBytes) => {
      traffic.requests += 1;
      traffic.bytesSent += bodyBytes;
    },
    sentMore: (bytes) => {
      traffic.bytesSent += bytes;
    },
    received: (bytes) => {
      traffic.bytesReceived += bytes;
    },
    retried: () => {
      traffic.retries += 1;
    },
    read: () => ({ ...traffic }),
  };
}
