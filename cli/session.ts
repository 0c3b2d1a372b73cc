// What every command works with: the configuration, the database, both sides, and where to say things.

import { keptSchemaCache } from '../lib/demarches/schema/kept-schema-cache';
import { Failure } from '../lib/errors/failure';
import { readDocumentAddress } from '../lib/grist/address';
import { EVERYWHERE } from '../lib/http/reach';
import { beat } from '../lib/run/heartbeat';
import type { Link, LinkSettings, RunRequest } from '../lib/run/ports';
import { openWorkshop, type Workshop } from '../lib/run/workshop';
import { openDatabase } from '../lib/store/database';
import { openKept } from '../lib/store/kept';
import { openLedger } from '../lib/store/ledger';
import { type Access, SYSTEM_CLOCK, type Wired, wire } from '../lib/wiring';
import { listenForInterrupt } from './interrupt';
import { openProgress, type Screen, silentProgress } from './progress';

export type Output = {
  /** The report: standard output. */
  print(text: string): void;
  /** Everything else: standard error. */
  say(text: string): void;
  readonly json: boolean;
  /** Where progress is drawn. */
  readonly screen: Screen;
};

export type Session = {
  readonly wired: Wired;
  readonly settings: LinkSettings;
  readonly output: Output;
  readonly stop: AbortSignal;
  readonly demarchesOrigin: string;
  openLink(): Promise<Link>;
  /** Takes the lease, works, and keeps the lease alive meanwhile: the work itself ends its run. */
  withRun<T>(kind: RunRequest['kind'], work: (workshop: Workshop) => Promise<T>): Promise<T>;
};

/** Opens everything, works, and closes everything whatever happens. */
export async function withSession<T>(
  given: {
    readonly access: Access;
    readonly settings: LinkSettings;
    /** Where DN's files may be copied from, besides the instance itself. */
    readonly fileOrigins: readonly string[];
    readonly databaseUrl: string;
    readonly output: Output;
  },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { access, settings, output, fileOrigins } = given;
  const progress = output.json ? silentProgress() : openProgress(output.screen);
  const interrupt = listenForInterrupt(output.say);
  const lost = new AbortController();
  const stop = AbortSignal.any([interrupt.signal, lost.signal]);
  const database = await openDatabase(given.databaseUrl);
  const ledger = openLedger(database, SYSTEM_CLOCK);
  const exclude = settings.options.exclus;
  const schemas = keptSchemaCache(openKept(database, SYSTEM_CLOCK));
  const wired = wire(access, {
    ...{ ledger, journal: progress, stop, exclude, schemas },
    ...{ fileOrigins, reach: EVERYWHERE },
  });
  const demarchesOrigin = originOf(access.demarchesUrl);
  const openLink = async () =>
    ledger.openLink({
      sourceUrl: demarchesOrigin,
      demarche: access.demarche,
      destinationUrl: readDocumentAddress({ url: access.gristUrl, document: access.document }).origin,
      document: await wholeDocumentId(access, wired),
    });
  try {
    return await work({
      wired,
      settings,
      output,
      stop,
      demarchesOrigin,
      openLink,
      async withRun(kind, conductIt) {
        const link = await openLink();
        const begun = await ledger.beginRun({ linkId: link.id, kind, trigger: 'cli' });
        if (begun.status === 'busy') {
          throw new Failure('SYNCHRO_DEJA_EN_COURS', { facts: { run: begun.runId } });
        }
        const heart = beat(ledger, begun.handle, () => lost.abort());
        try {
          return await conductIt(openWorkshop(wired.ports, begun.handle, settings));
        } finally {
          heart.stop();
        }
      },
    });
  } finally {
    progress.close();
    interrupt.release();
    await wired.close();
    await database.close();
  }
}

/** Grist's own spelling: 22 characters, without those that look alike. */
const WHOLE_ID = /^[1-9A-HJ-NP-Za-km-z]{22}$/;

/** A whole id has 22 characters. A shorter spelling may be given to another document one day: Grist is asked. */
async function wholeDocumentId(access: Access, wired: Wired): Promise<string> {
  const { document } = readDocumentAddress({ url: access.gristUrl, document: access.document });
  return WHOLE_ID.test(document) ? document : (await wired.ports.destination.check()).documentId;
}

function originOf(url: string): string {
  return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(url.trim()) ? url.trim() : `https://${url.trim()}`).origin;
}
