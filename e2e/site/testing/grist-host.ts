// A page that frames the widget as Grist does: the same messages (grain-rpc over postMessage), the same query, the same access
// levels, over a simulated Grist's document. Written from the protocol, without the package that the widget speaks it with.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Person, Simulator } from '../../../simulators/grist/start';

export type HostOptions = {
  readonly grist: Simulator;
  /** Address of the widget. */
  readonly widget: string;
  readonly document?: string;
  readonly person?: Person;
  readonly access?: 'none' | 'read table' | 'full';
  /** As Grist says it in the query. */
  readonly readonly?: boolean;
  /** The table of the page. */
  readonly table?: string;
  /** More of a query, as anybody may write it. */
  readonly query?: string;
};

export type GristHost = {
  readonly url: string;
  /** What `getAccessToken` was asked, in order: was it for reading only? */
  readonly tokens: readonly boolean[];
  /** Changed in place: taken at the next call. */
  readonly options: { person: Person | undefined; document: string | undefined };
  close(): Promise<void>;
};

export async function startGristHost(options: HostOptions): Promise<GristHost> {
  const { grist } = options;
  const current = { person: options.person, document: options.document };
  const tokens: boolean[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    const json = (value: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const document = grist.document(current.document ?? grist.docId);
    switch (url.pathname) {
      case '/':
        return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(options));
      case '/token': {
        const readOnly = url.searchParams.get('readOnly') === 'true';
        tokens.push(readOnly);
        return json(
          grist.accessToken({
            document: document.id,
            readOnly,
            ...(current.person === undefined ? {} : { person: current.person }),
          }),
        );
      }
      case '/rows':
        return json(document.rows(url.searchParams.get('table') ?? ''));
      default:
        return response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    tokens,
    options: current,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pageOf({
  widget,
  access = 'none',
  readonly = false,
  table = 'Table1',
  query = '',
}: HostOptions): string {
  const settings = JSON.stringify({ widget, access, readonly, table, query }).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="fr"><head><title>Un document</title><link rel="icon" href="data:,">
<style>body{margin:0}iframe{width:100%;height:560px;border:0}</style></head><body><main><h1>Un document</h1>
<div id="question" hidden><button id="accept">Accepter</button></div><iframe title="Widget"></iframe></main>
<script>const SETTINGS = ${settings};(${hostScript.toString()})(SETTINGS)</script></body></html>`;
}

type PageSettings = Required<Pick<HostOptions, 'widget' | 'readonly' | 'table' | 'query'>> & {
  access: string;
};

type Rpc = {
  mtype: number;
  mdest?: string;
  reqId?: number;
  iface?: string;
  meth?: string;
  args?: readonly unknown[];
  data?: unknown;
};

/** Runs in the page. Nothing of this file is known there. */
function hostScript(settings: PageSettings): void {
  const LEVELS = ['none', 'read table', 'full'];
  const NEEDS: Record<string, string> = {
    CustomSectionAPI: 'none',
    WidgetAPI: 'none',
    GristView: 'read table',
    GristDocAPI: 'full',
  };
  const frame = document.querySelector('iframe') as HTMLIFrameElement;
  const question = document.getElementById('question') as HTMLElement;
  const state = { access: settings.access, wanted: '', appearance: 'light', row: 0, ready: false };
  const host = {
    state,
    asked: [] as unknown[],
    theme(appearance: string) {
      state.appearance = appearance;
      post({ mtype: 4, data: { theme: { appearance, name: `Grist${appearance}`, colors: {} } } });
    },
    select(row: number) {
      state.row = row;
      tellRow(false);
    },
  };
  Object.assign(window, { host });

  const open = () => {
    state.ready = false;
    const url = new URL(settings.widget);
    url.searchParams.append('access', state.access);
    url.searchParams.append('readonly', String(settings.readonly));
    for (const [name, value] of Object.entries({
      culture: 'fr-FR',
      language: 'fr',
      timeZone: 'Europe/Paris',
      currency: 'EUR',
    })) {
      url.searchParams.append(name, value);
    }
    frame.src = url.href + settings.query;
  };
  const post = (message: Rpc) => {
    if (state.ready) frame.contentWindow?.postMessage(message, '*');
  };
  const isEnough = (need: string) => LEVELS.indexOf(state.access) >= LEVELS.indexOf(need);
  const tellRow = (isData: boolean) => {
    if (isEnough('read table')) {
      post({
        mtype: 4,
        data: {
          tableId: settings.table,
          rowId: state.row || undefined,
          dataChange: isData,
          ...(isData ? { mappingsChange: true } : {}),
        },
      });
    }
  };
  const rows = async (): Promise<readonly Record<string, unknown>[]> =>
    (await fetch(`/rows?table=${encodeURIComponent(settings.table)}`)).json();

  const call = async (iface: string, meth: string, args: readonly unknown[]): Promise<unknown> => {
    const need = NEEDS[iface];
    if (need === undefined) throw new Error('Unknown interface');
    if (!isEnough(need)) throw new Error(`Access not granted. Current access level ${state.access}`);
    const first = args[0] as Record<string, unknown> & number;
    switch (`${iface}.${meth}`) {
      case 'CustomSectionAPI.configure':
        host.asked.push(first.requiredAccess);
        if (
          first.requiredAccess !== undefined &&
          first.requiredAccess !== state.access &&
          !settings.readonly
        ) {
          state.wanted = String(first.requiredAccess);
          question.hidden = false;
        }
        return undefined;
      case 'GristDocAPI.getAccessToken':
        return (await fetch(`/token?readOnly=${first.readOnly === true}`)).json();
      case 'GristView.fetchSelectedRecord':
        return (await rows()).find(({ id }) => id === first);
      case 'GristView.fetchSelectedTable': {
        const all = await rows();
        const names = Object.keys(all[0] ?? { id: 0 });
        return Object.fromEntries(names.map((name) => [name, all.map((row) => row[name])]));
      }
      case 'GristView.setCursorPos':
        host.select(Number(first.rowId));
        return undefined;
      default:
        throw new Error('Unknown method');
    }
  };

  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow) return;
    const message = event.data as Rpc;
    if (message.mdest === 'grist') message.mdest = '';
    if (message.mtype === 5) {
      state.ready = true;
      // In Grist's own order: where the cursor is comes first.
      tellRow(true);
      post({
        mtype: 4,
        data: { theme: { appearance: state.appearance, name: 'GristLight', colors: {} }, fromReady: true },
      });
      post({
        mtype: 4,
        data: { options: null, settings: { accessLevel: state.access, linking: {} }, fromReady: true },
      });
    }
    if (message.mtype === 1) {
      call(message.iface ?? '', message.meth ?? '', message.args ?? []).then(
        (data) => post({ mtype: 2, ...{ reqId: message.reqId ?? 0 }, data }),
        (error: Error) => post({ mtype: 3, ...{ reqId: message.reqId ?? 0 }, ...{ mesg: error.message } }),
      );
    }
  });
  document.getElementById('accept')?.addEventListener('click', () => {
    question.hidden = true;
    state.access = state.wanted;
    open();
  });
  open();
}
