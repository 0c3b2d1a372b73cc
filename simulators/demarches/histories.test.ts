// Random lives of a démarche: whatever happens to it, what is served is what is true, and the lists stay coherent.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command, DossierCommand } from './control/command';
import { FIELD_TYPES, type FieldType } from './schema/champs';
import { type DemarchesSimulator, startDemarches } from './start';
import { data } from './testing/ask';
import { testClock } from './testing/time';

const ranked = fc.nat(20);
const state = fc.constantFrom('en_construction', 'en_instruction', 'accepte', 'refuse', 'sans_suite');
const RETYPES = (Object.keys(FIELD_TYPES) as FieldType[]).filter(
  (type) => type !== 'repetition' && type !== 'titre_identite',
);

/** A step names dossiers and fields by rank among those that exist when it runs. */
const step = fc.oneof(
  fc.record({
    type: fc.constantFrom('touch', 'restore', 'purge', 'expire', 'vanish', 'generate_attestation'),
    dossier: ranked,
  }),
  fc.record({ type: fc.constant('set_state'), dossier: ranked, state }),
  fc.record({ type: fc.constant('hide'), dossier: ranked, by: fc.constantFrom('usager', 'administration') }),
  fc.record({ type: fc.constant('move_group'), dossier: ranked, group: fc.constantFrom(61, 62, 63) }),
  fc.record({ type: fc.constant('add_row'), dossier: ranked }),
  fc.record({ type: fc.constant('edit_text'), dossier: ranked, value: fc.string() }),
  fc.record({ type: fc.constant('add_dossiers'), count: fc.integer({ min: 1, max: 3 }), state }),
  fc.record({ type: fc.constantFrom('remove_field', 'move_field', 'rename_field'), field: ranked }),
  fc.record({ type: fc.constant('retype_field'), field: ranked, to: fc.constantFrom(...RETYPES) }),
  fc.record({ type: fc.constant('add_field'), to: fc.constantFrom(...RETYPES) }),
  fc.record({ type: fc.constantFrom('publish', 'rebase') }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const at = <T>(items: readonly T[], rank: number): T | undefined => items[rank % Math.max(items.length, 1)];

/** The command that a step means now; null when there is nothing to do it to. */
const meant = (dn: DemarchesSimulator, one: Step, known: readonly number[]): Command | null => {
  if ('dossier' in one) {
    const number = at(known, one.dossier);
    if (number === undefined) return null;
    const champs = dn.truthOf(number)?.champs ?? [];
    if (one.type === 'edit_text') {
      const field = champs.find(
        ({ value: { kind }, label }) => kind === 'text' && label === 'Texte',
      )?.descriptorId;
      return field === undefined ? null : { type: 'edit_champ', number, field, value: one.value };
    }
    if (one.type === 'add_row') {
      const block = champs.find(({ value: { kind } }) => kind === 'repetition')?.descriptorId;
      return block === undefined ? null : { type: 'add_row', number, block };
    }
    const { dossier: _, ...rest } = one;
    return { ...rest, number } as DossierCommand;
  }
  const { champs } = dn.control({ type: 'draft' });
  if ('field' in one) {
    const field = at(champs, one.field)?.id;
    if (field === undefined) return null;
    switch (one.type) {
      case 'move_field':
        return { type: one.type, field, after: null };
      case 'rename_field':
        return { type: one.type, field, label: 'Renommé' };
      case 'retype_field':
        return { type: one.type, field, to: one.to };
      case 'remove_field':
        return { type: one.type, field };
    }
  }
  if (one.type === 'add_field')
    return {
      type: 'add_field',
      side: 'champs',
      spec: { type: one.to, label: 'Neuf', options: ['--A--', 'B'] },
    };
  if (one.type === 'add_dossiers') return { type: 'add_dossiers', count: one.count, state: one.state };
  return { type: one.type };
};

const LIST = `nodes { number state dateDerniereModification champs { id champDescriptorId label stringValue ... on RepetitionChamp { rows { id champs { id stringValue } } } } }
  pageInfo { hasNextPage endCursor }`;

type Node = {
  number: number;
  state: string;
  dateDerniereModification: string;
  champs: { champDescriptorId: string; label: string; stringValue: string | null }[];
};

const served = async (dn: DemarchesSimulator): Promise<Node[]> => {
  const query = `query($after: String) { demarche(number: ${dn.number}) { dossiers(first: 7, after: $after, updatedSince: "1970-01-01") { ${LIST} } } }`;
  type Page = {
    demarche: { dossiers: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
  };
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const { demarche }: Page = await data<Page>(dn, query, { after });
    nodes.push(...demarche.dossiers.nodes);
    if (!demarche.dossiers.pageInfo.hasNextPage) return nodes;
    after = demarche.dossiers.pageInfo.endCursor;
  }
};

test('what is served is what is true, after any history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.array(step, { maxLength: 25 }), async (seed, steps) => {
      const clock = testClock();
      const dn = await startDemarches({
        seed,
        clock,
        dossiers: 12,
        rateLimit: null,
        form: {
          champs: [
            { type: 'text', label: 'Texte' },
            { type: 'multiple_drop_down_list', label: 'Choix', options: ['A', 'B, C'] },
            { type: 'address', label: 'Adresse' },
            { type: 'repetition', label: 'Bloc', children: [{ type: 'text', label: 'Détail' }] },
          ],
        },
      });
      try {
        let known = [...dn.control({ type: 'numbers' })];
        const purged = new Set<number>();
        for (const one of steps) {
          clock.advance(1000);
          const command = meant(dn, one, known);
          if (command === null) continue;
          const result: unknown = dn.control(command);
          if (command.type === 'add_dossiers') known.push(...((result as readonly number[] | null) ?? []));
          if (command.type === 'purge') purged.add(command.number);
          if (command.type === 'purge' || command.type === 'vanish')
            known = known.filter((number) => number !== command.number);
        }
        const nodes = await served(dn);
        expect(nodes.map(({ number }) => number).sort()).toEqual([...dn.control({ type: 'numbers' })].sort());
        for (const node of nodes) {
          const truth = dn.truthOf(node.number);
          expect([node.state, node.dateDerniereModification]).toEqual([
            truth?.state,
            truth?.dates.derniereModification,
          ]);
          expect(
            node.champs.map(({ champDescriptorId, label, stringValue }) => [
              champDescriptorId,
              label,
              stringValue || null,
            ]),
          ).toEqual(truth?.champs.map(({ descriptorId, label, text }) => [descriptorId, label, text]));
        }
        const query = `{ demarche(number: ${dn.number}) { p: pendingDeletedDossiers { nodes { number } } d: deletedDossiers { nodes { number } } } }`;
        type Lists = { demarche: Record<'p' | 'd', { nodes: { number: number }[] }> };
        const { demarche } = await data<Lists>(dn, query);
        const listed = new Set(nodes.map(({ number }) => number));
        expect(new Set(demarche.d.nodes.map(({ number }) => number))).toEqual(purged);
        expect(demarche.p.nodes.filter(({ number }) => listed.has(number) || purged.has(number))).toEqual([]);
      } finally {
        await dn.close();
      }
    }),
    { numRuns: 40 },
  );
});
