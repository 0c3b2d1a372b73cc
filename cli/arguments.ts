// The command line: one command, then flags. Every variable of the environment also has a flag of its name
// (`--demarche-number 123` for DEMARCHE_NUMBER).

import { parseArgs } from 'node:util';
import { VARIABLES, type VariableName } from '../lib/env/variables';
import { Failure } from '../lib/errors/failure';
import type { ProofDepth } from '../lib/run/ports';

export const COMMANDS = ['check', 'plan', 'sync', 'verify', 'drift'] as const;
export type Command = (typeof COMMANDS)[number];

/** What `otp drift` is asked: the list, or the user's word on numbered changes. */
export type DriftRequest =
  | { readonly action: 'lister' }
  | { readonly action: 'accepter' | 'refuser'; readonly numbers: readonly number[] | 'tout' }
  | { readonly action: 'annuler'; readonly number: number };

export type Arguments =
  | { readonly command: 'aide' }
  | {
      readonly command: Command;
      readonly json: boolean;
      readonly demo: boolean;
      readonly full: boolean;
      readonly census: boolean;
      readonly acceptClosed: boolean;
      readonly acceptConversions: boolean;
      readonly depth: ProofDepth;
      readonly repair: boolean;
      readonly removeExtra: boolean;
      readonly drift: DriftRequest;
      readonly envFile: string;
      /** Variables given as flags: they win over the environment and the file. */
      readonly variables: Readonly<Partial<Record<VariableName, string>>>;
    };

const FLAG_OF = new Map(VARIABLES.map(({ name }) => [name.toLowerCase().replaceAll('_', '-'), name]));

/** Throws CONFIG_INVALIDE for what is not understood. */
export function readArguments(given: readonly string[]): Arguments {
  const { values, positionals } = parse(given);
  const command = positionals[0] ?? 'aide';
  if (values.aide === true || values.help === true || command === 'aide') return { command: 'aide' };
  if (!isCommand(command)) throw refused(`La commande «\u00a0${command}\u00a0» n’existe pas.`);
  const drift = command === 'drift' ? readDriftRequest(positionals.slice(1)) : LISTING;
  if (command !== 'drift' && positionals.length > 1)
    throw refused(`«\u00a0${positionals[1]}\u00a0» est de trop.`);
  const variables = Object.fromEntries(
    [...FLAG_OF].flatMap(([flag, name]) => {
      const value = (values as Readonly<Record<string, unknown>>)[flag];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  return {
    command,
    json: values.json === true,
    demo: values.demo === true,
    full: values.complet === true,
    census: values.recensement === true,
    acceptClosed: values['accepter-close'] === true,
    acceptConversions: values['accepter-conversions'] === true,
    ...proofOptions(command, values),
    drift,
    envFile: typeof values['env-file'] === 'string' ? values['env-file'] : '.env',
    variables,
  };
}

function parse(given: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        ...Object.fromEntries([...FLAG_OF.keys()].map((name) => [name, text])),
        'env-file': text,
        json: flag,
        demo: flag,
        complet: flag,
        recensement: flag,
        profondeur: text,
        reparer: flag,
        'supprimer-en-trop': flag,
        'accepter-close': flag,
        'accepter-conversions': flag,
        aide: flag,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's message names the flag, and never its value.
    const name = error instanceof Error ? /'(-[^' ]*)/.exec(error.message)?.[1] : undefined;
    throw refused(
      name === undefined
        ? 'La ligne de commande n’est pas lisible.'
        : `L’option ${name} n’existe pas, ou il lui manque une valeur.`,
    );
  }
}

const DEPTHS = ['comptes', 'legere', 'complete'] as const;

/** Options of `verify` alone: elsewhere they would be taken for something that they do not do. */
function proofOptions(command: Command, values: Readonly<Record<string, unknown>>) {
  const { profondeur: wanted = 'complete' } = values;
  const depth = DEPTHS.find((one) => one === wanted);
  if (depth === undefined) {
    throw refused('«\u00a0--profondeur\u00a0» attend comptes, legere ou complete.');
  }
  const repair = values.reparer === true;
  const removeExtra = values['supprimer-en-trop'] === true;
  const given = ['profondeur', 'reparer', 'supprimer-en-trop'].find((name) => values[name] !== undefined);
  if (command !== 'verify' && given !== undefined) {
    throw refused(`«\u00a0--${given}\u00a0» ne vaut que pour la commande verify.`);
  }
  if (removeExtra && !repair) {
    throw refused('«\u00a0--supprimer-en-trop\u00a0» ne vaut qu’avec «\u00a0--reparer\u00a0».');
  }
  return { depth, repair, removeExtra };
}

const LISTING: DriftRequest = { action: 'lister' };

/** `drift accepter 3 4`, `drift accepter 3,4`, `drift accepter tout`, `drift refuser 5`, `drift annuler 6`. */
function readDriftRequest([action, ...words]: readonly string[]): DriftRequest {
  if (action === undefined || action === 'lister') return LISTING;
  const given = words.flatMap((word) => word.split(',')).filter((word) => word !== '');
  if (action === 'accepter' && given.length === 1 && given[0] === 'tout') return { action, numbers: 'tout' };
  const odd = given.find((word) => !/^\d{1,6}$/.test(word));
  if (odd !== undefined) throw refused(`«\u00a0${odd}\u00a0» n’est pas le numéro d’un changement.`);
  const [first, ...others] = given.map(Number);
  if (action !== 'accepter' && action !== 'refuser' && action !== 'annuler') {
    throw refused(`«\u00a0drift ${action}\u00a0» n’existe pas.`);
  }
  if (first === undefined) throw refused(`«\u00a0drift ${action}\u00a0» attend le numéro d’un changement.`);
  if (action !== 'annuler') return { action, numbers: [first, ...others] };
  if (others.length > 0) throw refused('Les changements s’annulent un à un.');
  return { action, number: first };
}

function isCommand(word: string): word is Command {
  return COMMANDS.some((command) => command === word);
}

function refused(detail: string): Failure {
  return new Failure('CONFIG_INVALIDE', {
    detail: `${detail} «\u00a0npm run otp -- aide\u00a0» montre comment faire.`,
  });
}

export function helpText(): string {
  const flags = VARIABLES.map(
    ({ name, purpose }) => `  --${name.toLowerCase().replaceAll('_', '-').padEnd(26)}${purpose}`,
  );
  return [
    'Usage : npm run otp -- <commande> [options]',
    '',
    'Commandes',
    '  check     teste les deux accès, et dit ce qui manque',
    '  plan      montre ce qui changerait, table par table ; n’écrit rien',
    '  sync      met le document Grist à jour',
    '  verify    compare les deux côtés et liste chaque écart',
    '  drift     liste les changements du formulaire et de la structure, et ce qui attend votre accord',
    '            drift accepter <numéros, ou tout>   les fait à la prochaine synchronisation',
    '            drift refuser <numéros>             les laisse, sans les signaler de nouveau',
    '            drift annuler <numéro>              revient sur un changement fait, quand c’est possible',
    '',
    'Options',
    '  --json                      rapport pour une machine, sur la sortie standard',
    '  --env-file FICHIER          fichier de réglages (.env par défaut)',
    '  --demo                      réglages de la démonstration lancée par npm start',
    '  --complet                   relit tous les dossiers, même inchangés',
    '  --recensement               compte les dossiers de DN sans attendre le recensement du jour',
    '  --profondeur COMPTES        verify : comptes, legere ou complete (par défaut)',
    '  --reparer                   verify : répare les écarts, en relisant les dossiers concernés',
    '  --supprimer-en-trop         verify --reparer : supprime aussi les lignes de dossiers que personne ne connaît',
    '  --accepter-close            synchronise aussi une démarche close',
    '  --accepter-conversions      convertit les colonnes existantes qui ont un autre type',
    '',
    'Réglages (ou la variable du même nom, dans .env)',
    ...flags,
    '',
    'Codes de sortie : 0 tout va bien ; 1 terminé avec des échecs ou des écarts ; 2 impossible ; 130 interrompu.',
  ].join('\n');
}
