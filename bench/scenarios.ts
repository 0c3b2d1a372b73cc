// What happens in DN between two synchronisations of the bench, and the bounds that the next one must stay under.

import type { Command } from '../simulators/demarches/control/command';

/** What a scenario did: how many dossiers changed, and the requests that its synchronisation may make. */
export type Happened = {
  readonly changed: number;
  /** Of `bytes` written to Grist. Null: the cost has its own days, and is only printed. */
  readonly bounds: ((bytes: number) => { readonly source: number; readonly destination: number }) | null;
};

export type Scenario = {
  readonly name: string;
  happen(control: Control, dossiers: number): Promise<Happened>;
};

export type Control = (command: Command) => Promise<unknown>;

const HALF_AN_HOUR = 30 * 60_000;
const SLICE = 1000;
const TEXT = 'texte modifié par le banc d’essai';

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'rien à faire',
    happen: async () => ({ changed: 0, bounds: () => ({ source: 4, destination: 1 }) }),
  },
  { name: '1 % modifiés', happen: (control, dossiers) => edit(control, Math.ceil(dossiers / 100)) },
  { name: '10 % modifiés', happen: (control, dossiers) => edit(control, Math.ceil(dossiers / 10)) },
  {
    // No more than half: a démarche of 1 000 dossiers keeps some.
    name: '1 000 supprimés',
    happen: async (control, dossiers) => {
      await laterOn(control);
      const gone = Math.min(1000, Math.floor(dossiers / 2));
      const numbers = (await numbersOf(control)).slice(0, gone);
      await each(control, numbers, (number) => ({ type: 'hide', number, by: 'administration' }));
      const bounds = (bytes: number) => ({
        source: Math.ceil(gone / 100) + 4,
        destination: Math.ceil(bytes / 900_000) + Math.ceil(gone / 1000) + 2,
      });
      return { changed: gone, bounds };
    },
  },
  {
    name: 'un champ ajouté',
    happen: async (control, dossiers) => {
      await laterOn(control);
      await control({ type: 'add_field', side: 'champs', spec: { type: 'text', label: 'Champ ajouté' } });
      await control({ type: 'publish', rebase: true });
      return { changed: dossiers, bounds: null };
    },
  },
];

/** Half an hour of DN's clock after the scenario before: what its synchronisation read is out of the overlap of this one's. */
async function laterOn(control: Control): Promise<void> {
  await control({ type: 'advance_clock', ms: HALF_AN_HOUR });
}

/** `bounds`: those of issue 3 for k changed dossiers. */
async function edit(control: Control, changed: number): Promise<Happened> {
  await laterOn(control);
  const numbers = (await numbersOf(control)).slice(-changed);
  const field = await firstText(control);
  await each(control, numbers, (number) => ({
    type: 'edit_champ',
    number,
    field,
    value: `${TEXT} ${number}`,
  }));
  const bounds = (bytes: number) => ({
    source: Math.ceil(changed / 100) + 4,
    destination: Math.ceil(bytes / 900_000) + 3,
  });
  return { changed, bounds };
}

type DossierCommand = Extract<Command, { readonly type: 'batch' }>['commands'][number];

async function each(
  control: Control,
  numbers: readonly number[],
  command: (number: number) => DossierCommand,
): Promise<void> {
  for (let at = 0; at < numbers.length; at += SLICE) {
    await control({ type: 'batch', commands: numbers.slice(at, at + SLICE).map(command) });
  }
}

async function numbersOf(control: Control): Promise<readonly number[]> {
  const numbers = await control({ type: 'numbers' });
  if (!Array.isArray(numbers)) throw new Error('bench: no numbers');
  return numbers.filter((number) => typeof number === 'number');
}

async function firstText(control: Control): Promise<string> {
  const form = await control({ type: 'draft' });
  const champs = (form as { readonly champs: readonly { readonly id: string; readonly typename: string }[] })
    .champs;
  const found = champs.find(({ typename }) => typename === 'TextChampDescriptor');
  if (found === undefined) throw new Error('bench: a form without a text');
  return found.id;
}

/** The switch of a simulated DN, over HTTP. */
export function controlOf(ready: unknown): Control {
  const { control } = ready as { readonly control: { readonly url: string; readonly token: string } };
  return async (command) => {
    const answer = await fetch(control.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-controle': control.token },
      body: JSON.stringify(command),
    });
    if (!answer.ok) throw new Error(`bench: ${command.type} refused, ${answer.status}`);
    return ((await answer.json()) as { readonly result: unknown }).result;
  };
}
