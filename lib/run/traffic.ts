// What a run asked of both sides, as it is kept with it.

import type { RunEnd, Traffic } from './ports';

export type RunTraffic = RunEnd['traffic'];

const NONE: Traffic = { requests: 0, retries: 0, bytesSent: 0, bytesReceived: 0 };

export const NO_TRAFFIC: RunTraffic = { source: NONE, destination: NONE };

export function addTraffic(left: RunTraffic, right: RunTraffic): RunTraffic {
  return {
    source: combine(left.source, right.source, 1),
    destination: combine(left.destination, right.destination, 1),
  };
}

/** What was counted since `before`. */
export function trafficSince(before: RunTraffic, now: RunTraffic): RunTraffic {
  return {
    source: combine(now.source, before.source, -1),
    destination: combine(now.destination, before.destination, -1),
  };
}

function combine(left: Traffic, right: Traffic, sign: 1 | -1): Traffic {
  return {
    requests: left.requests + sign * right.requests,
    retries: left.retries + sign * right.retries,
    bytesSent: left.bytesSent + sign * right.bytesSent,
    bytesReceived: left.bytesReceived + sign * right.bytesReceived,
  };
}
