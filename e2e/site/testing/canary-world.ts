// What the canary test runs: a whole site of its own with a watched database, both sides with recognisable dossiers, a server
// that echoes what it is shown, a webhook, and all that was said so far.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { type Database, openDatabase } from '../../../lib/store/database';
import { type DemarchesSimulator, startDemarches } from '../../../simulators/demarches/start';
import { type Simulator as GristSimulator, startGrist } from '../../../simulators/grist/start';
import { Canaries, type Said } from './canaries';
import { type Echo, type Manner, startEcho } from './echo';
import { type EveryRow, watchEveryRow } from './every-row';
import { startWholeSite, type WholeSite } from './whole-site';

export type World = {
  readonly site: WholeSite;
  readonly database: Database;
  readonly rows: EveryRow;
  readonly demarches: DemarchesSimulator;
  readonly grist: GristSimulator;
  readonly echo: Echo;
  /** One more, that refuses in one manner for ever; closed with the others. */
  readonly echoing: (manner: Manner) => Promise<Echo>;
  readonly hook: string;
  readonly canaries: Canaries;
  /** Dossiers: whose value no cell can hold, and whose value is not of its column's type. */
  readonly tooLong: number;
  readonly said: Said[];
  readonly close: () => Promise<void>;
};

/** Letters and digits alone, as most programs leave them as they are. */
export function drawn(what: string): string {
  return `Temoin${what}${crypto.randomUUID().replaceAll('-', '').slice(-14)}`;
}

export async function openWorld(): Promise<World> {
  const canaries = new Canaries();
  const said: Said[] = [];
  const value = canaries.plant('dossier : valeur que cite un refus', drawn('Refus'));
  const [site, demarches, grist, echo, hook] = await Promise.all([
    startWholeSite(),
    startDemarches({ preset: 'small', demandeurs: 'physique' }),
    startGrist({ documentName: 'Suivi des demandes' }),
    startEcho(value),
    listen((text) => said.push({ place: 'webhook', text })),
  ]);
  const [database, rows] = await Promise.all([
    openDatabase(site.databaseUrl),
    watchEveryRow(site.databaseUrl),
  ]);
  canaries.plant('jeton de Démarche numérique', demarches.token);
  canaries.plant('clé de Grist', grist.key);
  canaries.plant('clé de chiffrement', site.secrets.sealKeys.replace(/^e2e:/, ''));
  canaries.plant('secret des sessions', site.secrets.sessions);
  canaries.plant('jeton des mesures', site.secrets.metricsToken);
  canaries.plant('secret de ProConnect', site.secrets.proConnect);
  const tooLong = plantDossiers(demarches, canaries);
  const others: Echo[] = [];
  return {
    ...{ site, database, rows, demarches, grist, echo, canaries, tooLong, said },
    echoing: async (manner) => {
      const other = await startEcho(value);
      others.push(other);
      other.refuse(manner);
      return other;
    },
    hook: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/alertes`,
    close: async () => {
      hook.closeAllConnections();
      hook.close();
      await Promise.all([database.close(), rows.close()]);
      await Promise.all([site.close(), demarches.close(), grist.close(), echo.close()]);
      await Promise.all(others.map((other) => other.close()));
    },
  };
}

/** One of each kind of thing that a dossier holds; then what its people are called. Returns the dossier that no cell can hold. */
function plantDossiers(demarches: DemarchesSimulator, canaries: Canaries): number {
  const plant = (what: string, name: string) => canaries.plant(`dossier : ${what}`, drawn(name));
  const [number = 0, tooLong = 0, odd = 0, decided = 0] = demarches.control({ type: 'numbers' });
  const { champs, annotations } = demarches.demarche().form;
  const field = (label: string, side = champs) => side.find((one) => one.label === label)?.id ?? label;
  const edit = (of: number, label: string, value: unknown, side = champs) =>
    demarches.control({ type: 'edit_champ', number: of, field: field(label, side), value });
  edit(number, 'Œuvre', plant('champ', 'Champ'));
  edit(number, 'Avis du service', plant('annotation', 'Annotation'), annotations);
  edit(tooLong, 'Global', `${plant('valeur trop longue', 'Longue')}${'x'.repeat(250_001)}`);
  edit(odd, 'Or', plant('valeur qui change de type', 'Surface'));
  edit(odd, 'IBAN', plant('IBAN', 'Iban'));
  demarches.control({
    ...{ type: 'set_files', number, field: field('Budget'), virusScan: 'safe' },
    names: [`${plant('fichier', 'Fichier')}.pdf`],
  });
  demarches.control({ type: 'change_usager', number, email: `${plant('usager', 'Usager')}@exemple.fr` });
  demarches.control({ type: 'add_message', number, body: plant('message', 'Message') });
  demarches.control({ type: 'ask_avis', number, question: plant('question', 'Question') });
  demarches.control({
    type: 'set_state',
    number: decided,
    state: 'refuse',
    motivation: plant('motivation', 'Motif'),
  });
  for (const dossier of demarches.truth()) {
    const { demandeur, usagerEmail, suiviPar } = dossier;
    for (const agent of suiviPar) canaries.plant(`dossier : instructeur ${agent}`, agent);
    if (usagerEmail !== null) canaries.plant(`dossier : usager de ${dossier.number}`, usagerEmail);
    if (demandeur.type !== 'physique') continue;
    const named = `${demandeur.prenom} ${demandeur.nom}`;
    if (named.length >= 8) canaries.plant(`dossier : demandeur de ${dossier.number}`, named);
  }
  return tooLong;
}

async function listen(tell: (text: string) => void): Promise<Server> {
  const server = createServer((request, response) => {
    let text = JSON.stringify([request.url, request.headers]);
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      tell(text);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** What every table holds now, of those that are there now: none may have come that was not watched. */
export async function tablesNow(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ tablename: string }>(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    return rows.map(({ tablename }) => tablename);
  } finally {
    await client.end();
  }
}
