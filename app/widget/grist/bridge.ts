// The line to the Grist that frames this page: its own RPC over postMessage (grain-rpc), and the few calls that are made.

import { Rpc } from 'grain-rpc';
import { type AccessLevel, isRpcMessage, type Told, tokenOf, toldBy } from './messages';

export type Bridge = {
  /** Says what the widget works with. When that is more than it has, Grist asks whoever may answer, and loads it again. */
  require(access: AccessLevel): Promise<void>;
  /** Needs full access. Throws what Grist says. */
  token(readOnly: boolean): Promise<{ readonly token: string; readonly baseUrl: string }>;
  /** Every column of a row of the page's table. */
  record(row: number): Promise<Readonly<Record<string, unknown>>>;
  /** Every row of the page's table, by column. */
  rows(): Promise<Readonly<Record<string, unknown>>>;
  goTo(row: number): Promise<void>;
  close(): void;
};

type SectionApi = { configure(settings: object): Promise<void> };
type DocumentApi = { getAccessToken(options: { readOnly: boolean }): Promise<unknown> };
type ViewApi = {
  fetchSelectedRecord(row: number, options: object): Promise<Readonly<Record<string, unknown>>>;
  fetchSelectedTable(options: object): Promise<Readonly<Record<string, unknown>>>;
  setCursorPos(position: { rowId: number }): Promise<void>;
};

/** Also hidden columns: the number of the dossier may be one. */
const WHOLE = { includeColumns: 'normal' };

/**
 * Tells Grist that the widget is ready. Only the window that frames this one is listened to, and only as the origin that it
 * first spoke as; who may frame this page at all is the Content-Security-Policy's business.
 */
export function openBridge(onTold: (told: Told) => void): Bridge {
  let origin: string | null = null;
  const rpc = new Rpc({
    logger: {},
    sendMessage: (message) => window.parent.postMessage(message, origin ?? '*'),
  });
  const receive = (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || !isRpcMessage(event.data)) return;
    origin ??= event.origin;
    if (event.origin === origin) rpc.receiveMessage(event.data as Parameters<Rpc['receiveMessage']>[0]);
  };
  // An emitter without it would throw.
  rpc.on('error', () => undefined);
  rpc.on('message', (message: unknown) => {
    const told = toldBy(message);
    // Grist shows the widget once it has taken the theme.
    if (told.theme?.isFirst) void rpc.postMessage({ message: 'themeInitialized' });
    onTold(told);
  });
  rpc.registerFunc('print', () => window.print());
  window.addEventListener('message', receive);
  void rpc.sendReadyMessage();

  const section = rpc.getStub<SectionApi>('CustomSectionAPI');
  const document = rpc.getStub<DocumentApi>('GristDocAPI@grist');
  const view = rpc.getStub<ViewApi>('GristView');
  return {
    require: (access) =>
      section.configure({ requiredAccess: access, hasCustomOptions: false, allowSelectBy: true }),
    async token(readOnly) {
      const given = tokenOf(await document.getAccessToken({ readOnly }));
      if (given === null) throw new Error('no token came from Grist');
      return given;
    },
    record: (row) => view.fetchSelectedRecord(row, WHOLE),
    rows: () => view.fetchSelectedTable(WHOLE),
    // Not `setSelectedRows`: it would make a filter of the widget, and a table that the widget follows would be cut from it.
    goTo: (row) => view.setCursorPos({ rowId: row }),
    close: () => window.removeEventListener('message', receive),
  };
}
