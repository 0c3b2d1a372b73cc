// What the simulated DN counted since it started, or since the last reset.

export type DemarchesStats = {
  readonly requests: number;
  /** By operation name, `""` for unnamed ones. */
  readonly operations: Readonly<Record<string, number>>;
  /** By HTTP status, as text; `reset` for connections cut on purpose. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Dossiers served as nodes of a list or by number. */
  readonly dossiers: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Downloads of files; those that came with an Authorization header, which none should. */
  readonly files: { readonly requests: number; readonly bytes: number; readonly authorized: number };
  /** How many times each fault rule struck, in the order of the rules. */
  readonly faults: readonly number[];
  /** The same, of the rules on downloads. */
  readonly fileFaults: readonly number[];
};

export class Counters {
  #requests = 0;
  #dossiers = 0;
  #bytesReceived = 0;
  #bytesSent = 0;
  #files = { requests: 0, bytes: 0, authorized: 0 };
  #operations: Record<string, number> = {};
  #statuses: Record<string, number> = {};

  received(bytes: number): void {
    this.#requests += 1;
    this.#bytesReceived += bytes;
  }

  operation(name: string): void {
    this.#operations[name] = (this.#operations[name] ?? 0) + 1;
  }

  served(dossiers: number): void {
    this.#dossiers += dossiers;
  }

  sent(status: number | 'reset', bytes: number): void {
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    this.#bytesSent += bytes;
  }

  downloaded(bytes: number, isAuthorized: boolean): void {
    this.#files.requests += 1;
    this.#files.bytes += bytes;
    if (isAuthorized) this.#files.authorized += 1;
  }

  read(strikes: Pick<DemarchesStats, 'faults' | 'fileFaults'>): DemarchesStats {
    return {
      requests: this.#requests,
      operations: { ...this.#operations },
      statuses: { ...this.#statuses },
      dossiers: this.#dossiers,
      bytesReceived: this.#bytesReceived,
      bytesSent: this.#bytesSent,
      files: { ...this.#files },
      ...strikes,
    };
  }

  reset(): void {
    this.#requests = 0;
    this.#dossiers = 0;
    this.#bytesReceived = 0;
    this.#bytesSent = 0;
    this.#files = { requests: 0, bytes: 0, authorized: 0 };
    this.#operations = {};
    this.#statuses = {};
  }
}
