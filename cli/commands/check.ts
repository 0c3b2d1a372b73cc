// `otp check`: tests both accesses and says what is missing, and where to get it. Writes nothing.

import { Failure } from '../../lib/errors/failure';
import type { DestinationCheck, SourceCheck } from '../../lib/run/ports';
import { EXIT, type ExitCode } from '../exit';
import { failureJson, failureText } from '../failure-text';
import type { Session } from '../session';
import { count } from '../words';

const ROLES = { owners: 'propriétaire', editors: 'éditeur', viewers: 'lecteur' } as const;
const STATES: Readonly<Record<string, string>> = {
  brouillon: 'en test',
  publiee: 'publiée',
  close: 'close',
  depubliee: 'dépubliée',
};

export async function check({ wired, output }: Session): Promise<ExitCode> {
  const { source, destination } = wired.ports;
  const [demarches, grist] = await Promise.all([
    attempt(() => source.check()),
    attempt(() => destination.check()),
  ]);
  if (output.json) {
    output.print(JSON.stringify({ demarches: json(demarches), grist: json(grist) }));
  } else {
    output.print(
      demarches instanceof Failure ? `Démarche\n${failureText(demarches)}` : demarcheText(demarches),
    );
    output.print(grist instanceof Failure ? `Document Grist\n${failureText(grist)}` : gristText(grist));
  }
  return demarches instanceof Failure || grist instanceof Failure ? EXIT.impossible : EXIT.clean;
}

function demarcheText({ title, state, dossiersCount }: SourceCheck): string {
  return [
    `✓ Démarche : ${title}`,
    `  État : ${STATES[state] ?? state}`,
    ...(dossiersCount === null ? [] : [`  ${count(dossiersCount, 'dossier')}`]),
  ].join('\n');
}

function gristText({ documentName, role, canQuery }: DestinationCheck): string {
  return [
    `✓ Document Grist : ${documentName}`,
    `  Rôle de la clé : ${ROLES[role]}, écriture possible`,
    ...(canQuery
      ? []
      : ['  Les règles d’accès du document empêchent les lectures rapides : une voie plus lente est prise.']),
  ].join('\n');
}

async function attempt<T>(work: () => Promise<T>): Promise<T | Failure> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function json(result: SourceCheck | DestinationCheck | Failure) {
  return result instanceof Failure ? { ok: false, ...failureJson(result) } : { ok: true, ...result };
}
