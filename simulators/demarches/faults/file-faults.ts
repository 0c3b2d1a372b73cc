// Troubles that meet whoever downloads a file: which downloads, how often, and what they get.

export type FileFault =
  /** 403: the link expired at once; 404 or 410: the file is gone; 429, 5xx: the storage is in trouble. */
  | { readonly type: 'status'; readonly status: number; readonly retryAfter?: string }
  /** 200 with a page. */
  | { readonly type: 'html' }
  /** As many bytes at a time, so many ms between. */
  | { readonly type: 'slow'; readonly bytes: number; readonly ms: number }
  /** Half of what was announced, then the line is cut; `before`: not a byte. */
  | { readonly type: 'cut'; readonly before?: boolean }
  /** So many bytes more than the metadata says. */
  | { readonly type: 'longer'; readonly bytes: number }
  /** As many bytes, but others than the checksum tells. */
  | { readonly type: 'other_bytes' }
  | { readonly type: 'redirect'; readonly to: string };

export type FileFaultRule = {
  /** Only files of this name. */
  readonly filename?: string;
  /** Matching downloads to let through first. */
  readonly skip?: number;
  /** How many to strike; absent: for ever. */
  readonly times?: number;
  readonly fault: FileFault;
};

type Armed = { readonly rule: FileFaultRule; seen: number; struck: number };

/** The first rule that matches strikes. */
export class FileFaults {
  #armed: Armed[] = [];

  set(rules: readonly FileFaultRule[]): void {
    this.#armed = rules.map((rule) => ({ rule, seen: 0, struck: 0 }));
  }

  for(filename: string): FileFault | null {
    for (const armed of this.#armed) {
      const { rule } = armed;
      if (rule.filename !== undefined && rule.filename !== filename) continue;
      armed.seen += 1;
      if (armed.seen <= (rule.skip ?? 0)) continue;
      if (rule.times !== undefined && armed.struck >= rule.times) continue;
      armed.struck += 1;
      return rule.fault;
    }
    return null;
  }
}
