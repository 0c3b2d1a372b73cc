// What Grist tells a widget, as far as this one listens (facts/grist.md §6). Pure: anything else is nothing.

export type AccessLevel = 'none' | 'read table' | 'full';

export type Told = {
  /** How far the widget may go now. */
  readonly access?: AccessLevel;
  readonly theme?: { readonly appearance: 'light' | 'dark'; readonly isFirst: boolean };
  /** Where the cursor is, in the table of the widget's page; row 0: on none. */
  readonly cursor?: { readonly table: string; readonly row: number };
};

export function toldBy(message: unknown): Told {
  const { settings, theme, tableId, rowId, fromReady } = properties(message);
  const access = levelOf(properties(settings).accessLevel);
  const { appearance } = properties(theme);
  const isTheme = appearance === 'light' || appearance === 'dark';
  return {
    ...(access === null ? {} : { access }),
    ...(isTheme ? { theme: { appearance, isFirst: fromReady === true } } : {}),
    ...(typeof tableId === 'string'
      ? { cursor: { table: tableId, row: typeof rowId === 'number' ? rowId : 0 } }
      : {}),
  };
}

/** A document's token, as `getAccessToken` gives it; null when it is not that. */
export function tokenOf(result: unknown): { readonly token: string; readonly baseUrl: string } | null {
  const { token, baseUrl } = properties(result);
  return typeof token === 'string' && typeof baseUrl === 'string' ? { token, baseUrl } : null;
}

/** A message of Grist's RPC (grain-rpc) rather than of anybody else on the page. */
export function isRpcMessage(data: unknown): boolean {
  return typeof properties(data).mtype === 'number';
}

function levelOf(value: unknown): AccessLevel | null {
  return value === 'none' || value === 'read table' || value === 'full' ? value : null;
}

function properties(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
