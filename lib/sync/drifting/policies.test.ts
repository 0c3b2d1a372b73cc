// A change of the form under each policy, before and after the user's word: one row a line of « When the form changes ».

import { describe, expect, it } from 'vitest';
import { bind, withCreated } from '../bind';
import { type Drift, drift } from '../drift';
import type { Decisions } from '../model/change';
import type { Demarche, Descriptor } from '../model/demarche';
import { DEFAULT_POLICIES, type Policies } from '../model/policies';
import type { Bindings, FoundTable } from '../model/table';
import { demarche, descriptor } from '../testing/samples';
import { changed, layoutOf, NONE, settled } from '../testing/settled-document';
import type { DriftPolicy, FormMoment, UsedOptions } from './desk';

const project = descriptor('Champ-1', 'Text', 'Projet');
const kind = descriptor('Champ-2', 'DropDownList', 'Nature', { options: ['Bois', 'Eau'] });
const surface = descriptor('Champ-3', 'IntegerNumber', 'Surface');
const FORM = demarche([project, kind, surface]);

function momentOf({ form, activeRevisionId }: Demarche): FormMoment {
  const ids = (list: readonly Descriptor[]): readonly string[] =>
    list.flatMap(({ id, children }) => [id, ...ids(children)]);
  return {
    revision: activeRevisionId,
    at: '2026-03-12T10:00:00Z',
    isWhole: form.origin === 'descriptors',
    fields: new Set(ids([...form.champs, ...form.annotations])),
  };
}

type Given = {
  readonly policies?: Partial<Policies>;
  readonly decisions?: Decisions;
  readonly used?: UsedOptions;
  readonly found?: readonly FoundTable[];
  readonly bindings?: Bindings;
};

/** The document of FORM, synchronised once, compared with another form. */
function meet(next: Demarche, given: Given = {}): Drift {
  const start = settled(layoutOf(FORM));
  const policy: DriftPolicy = {
    acceptConversions: false,
    policies: { ...DEFAULT_POLICIES, ...given.policies },
    moment: momentOf(next),
    ...(given.decisions === undefined ? {} : { decisions: given.decisions }),
    ...(given.used === undefined ? {} : { used: given.used }),
  };
  const bindings = given.bindings ?? { ...start.bindings, fields: [...momentOf(FORM).fields] };
  return drift(layoutOf(next), given.found ?? start.found, bindings, policy);
}

const of = (...champs: readonly Descriptor[]) => demarche(champs);
const told = ({ operations, changes }: Drift) => ({
  operations: operations.map(({ type }) => type),
  changes: changes.map(({ kind: what, outcome }) => `${what} ${outcome}`),
});

const CHANGES: readonly (readonly [string, Demarche, string, readonly string[]])[] = [
  [
    'a field added',
    of(project, kind, surface, descriptor('Champ-9', 'Date', 'Échéance')),
    'colonne_ajoutee',
    ['add_column'],
  ],
  [
    'a label',
    of({ ...project, label: 'Projet 2026' }, kind, surface),
    'libelle_modifie',
    ['describe_column'],
  ],
  [
    'a help text',
    of({ ...project, description: 'En une phrase' }, kind, surface),
    'aide_modifiee',
    ['describe_column'],
  ],
  [
    'an option added',
    of(project, { ...kind, options: ['Bois', 'Eau', 'Feu'] }, surface),
    'options_modifiees',
    ['set_widget'],
  ],
  [
    'a lossless type',
    of(project, kind, { ...surface, typename: 'TextChampDescriptor' }),
    'type_converti',
    ['convert_column'],
  ],
  [
    'a lossy type',
    of(descriptor('Champ-1', 'Date', 'Projet'), kind, surface),
    'type_nouvelle_colonne',
    ['add_column', 'describe_column'],
  ],
  [
    'a block added',
    of(
      project,
      kind,
      surface,
      descriptor('Champ-7', 'Repetition', 'Lots', { children: [descriptor('Champ-8', 'Text', 'Nom')] }),
    ),
    'table_creee',
    ['create_table'],
  ],
  [
    'a field removed',
    of({ ...project, retired: { revision: 'Revision-2', since: '2026-03-12T09:00:00Z' } }, kind, surface),
    'champ_retire',
    ['describe_column'],
  ],
];

describe.each(CHANGES)('%s', (_name, next, what, operations) => {
  it('« suivre » does it, with its reason', () => {
    expect(told(meet(next))).toEqual({ operations, changes: [`${what} faite`] });
  });

  it.each(['demander', 'suspendre'] as const)('« %s » withholds it until the user accepts', (formChanges) => {
    const policies = { formChanges };
    const waiting = meet(next, { policies });
    expect(told(waiting)).toEqual({ operations: [], changes: [`${what} en_attente`] });
    const [item] = waiting.changes.map((change) => change.item);
    const accepted = meet(next, { policies, decisions: new Map([[item ?? '', 'acceptee']]) });
    expect(told(accepted)).toEqual({ operations, changes: [`${what} faite`] });
    // Waiting is not forgetting: at the next run it is the same item, and still the form's.
    const again = meet(next, { policies, bindings: waiting.bindings });
    expect(again.changes).toEqual(waiting.changes);
  });

  it('refused, it is left whatever the policy', () => {
    const [item] = meet(next).changes.map((change) => change.item);
    const refused = meet(next, { decisions: new Map([[item ?? '', 'refusee']]) });
    expect(told(refused)).toEqual({ operations: [], changes: [`${what} refusee`] });
    expect(
      meet(next, { bindings: refused.bindings, decisions: new Map([[item ?? '', 'refusee']]) }).operations,
    ).toEqual([]);
  });
});

describe('what is nobody’s change', () => {
  it('a field moved, a section renamed: nothing', () => {
    const section = descriptor('Champ-6', 'HeaderSection', 'Le projet');
    expect(told(meet(of(section, surface, kind, project)))).toEqual({ operations: [], changes: [] });
    expect(told(meet(of({ ...section, label: 'Autre titre' }, surface, kind, project))).operations).toEqual(
      [],
    );
  });

  it('an option that the user switches on is done even while the form waits', () => {
    const start = settled(layoutOf(FORM));
    const without: Bindings = {
      ...start.bindings,
      fields: ['Champ-1', 'Champ-2', 'Champ-3', 'Champ-9'],
    };
    const next = of(project, kind, surface, descriptor('Champ-9', 'Text', 'Exclu jusqu’ici'));
    const result = meet(next, { policies: { formChanges: 'demander' }, bindings: without });
    expect(result.operations).toMatchObject([{ type: 'add_column', reason: 'option_activee' }]);
  });

  it('nothing is concluded from a form inferred from some dossiers', () => {
    const partial = demarche([{ ...kind, options: [], typename: 'TextChampDescriptor', label: 'nature' }], {
      form: {
        champs: [{ ...kind, options: [], typename: 'TextChampDescriptor' }],
        annotations: [],
        origin: 'sample',
      },
    });
    const result = meet(partial, { policies: { choices: 'identiques', removedFields: 'masquer' } });
    expect(told(result)).toEqual({ operations: [], changes: [] });
    expect(result.bindings.fields).toEqual(['Champ-1', 'Champ-2', 'Champ-3']);
  });
});

describe('policies of each change', () => {
  it('« garder » leaves labels and help texts, and follows the rest', () => {
    const next = of({ ...project, label: 'Projet 2026', description: 'Aide' }, kind, surface);
    expect(told(meet(next, { policies: { labels: 'garder' } }))).toEqual({ operations: [], changes: [] });
  });

  it('a label changed and then changed back asks nothing any more', () => {
    const waiting = meet(of({ ...project, label: 'Autre' }, kind, surface), {
      policies: { formChanges: 'demander' },
    });
    expect(meet(FORM, { bindings: waiting.bindings }).changes).toEqual([]);
  });

  it('a lossless change may also get a new column, a lossy one be converted', () => {
    const lossless = of(project, kind, { ...surface, typename: 'TextChampDescriptor' });
    expect(told(meet(lossless, { policies: { losslessRetype: 'nouvelle_colonne' } })).changes).toEqual([
      'type_nouvelle_colonne faite',
    ]);
    const lossy = meet(of(descriptor('Champ-1', 'Date', 'Projet'), kind, surface), {
      policies: { lossyRetype: 'convertir' },
    });
    expect(lossy.operations).toMatchObject([
      { type: 'convert_column', from: 'Text', column: { type: 'Date' } },
    ]);
    expect(lossy.changes).toMatchObject([{ kind: 'type_converti_avec_perte', undo: { type: 'impossible' } }]);
  });

  it('while a change of type waits, nothing that would be rubbish is written', () => {
    const next = of(descriptor('Champ-1', 'Date', 'Projet'), kind, surface);
    const { found } = settled(layoutOf(FORM));
    const result = meet(next, { policies: { formChanges: 'demander' } });
    const [, champs] = bind(layoutOf(next), found, result.bindings);
    expect(champs?.columns.map(({ id }) => id)).toEqual(['dossier', 'dossier_number', 'nature', 'surface']);
  });

  it('« masquer » hides a removed field once, and never again where the user shows it', () => {
    const next = of({ ...project, retired: { revision: 'Revision-2', since: null } }, kind, surface);
    const policies = { removedFields: 'masquer' } as const;
    const first = meet(next, { policies });
    expect(first.operations.map(({ type }) => type)).toEqual(['describe_column', 'hide_column']);
    const described = first.operations.flatMap((one) =>
      one.type === 'describe_column' ? [one.description ?? ''] : [],
    );
    const found = changed(settled(layoutOf(FORM)).found, 'projet', (column) => ({
      ...column,
      description: described[0] ?? '',
    }));
    expect(told(meet(next, { policies, bindings: first.bindings, found }))).toEqual({
      operations: [],
      changes: [],
    });
  });

  it('a removed field says since when and which revision, in French, and comes back without it', () => {
    const next = of(
      { ...project, retired: { revision: 'Revision-2', since: '2026-03-12T09:00:00Z' } },
      kind,
      surface,
    );
    const gone = meet(next);
    const description = gone.operations[0]?.type === 'describe_column' ? gone.operations[0].description : '';
    expect(description).toMatch(/^Champ retiré du formulaire le 12 mars 2026 \(révision Revision-2\)/);
    expect(description).toMatch(/\nChamp DN\u00a0: Champ-1$/);
    const found = changed(settled(layoutOf(FORM)).found, 'projet', (column) => ({
      ...column,
      description: description ?? '',
    }));
    const back = meet(FORM, { bindings: gone.bindings, found });
    expect(back.operations).toMatchObject([
      { type: 'describe_column', description: 'Champ DN\u00a0: Champ-1' },
    ]);
    expect(back.changes.map((change) => change.kind)).toEqual(['champ_revenu']);
  });

  it('a removed field keeps the description that the user wrote', () => {
    const next = of({ ...project, retired: { revision: 'Revision-2', since: null } }, kind, surface);
    const found = changed(settled(layoutOf(FORM)).found, 'projet', (column) => ({
      ...column,
      description: `À relire\n${column.description}`,
    }));
    expect(told(meet(next, { found }))).toEqual({ operations: [], changes: ['champ_retire faite'] });
  });

  it('a field that no revision has any more is told the same way, one left aside by the user is not', () => {
    const gone = meet(of(kind, surface));
    expect(gone.operations).toMatchObject([
      { type: 'describe_column', column: 'Champ-1', description: expect.stringContaining('le 12 mars 2026') },
    ]);
    expect(meet(of(kind, surface), { bindings: gone.bindings }).operations).toEqual([]);
  });

  it('a block removed keeps its table; renamed, it keeps its id, and that is told once', () => {
    const block = descriptor('Champ-7', 'Repetition', 'Lots', {
      children: [descriptor('Champ-8', 'Text', 'Nom')],
    });
    const withBlock = of(project, kind, surface, block);
    const start = settled(layoutOf(withBlock));
    const bindings = { ...start.bindings, fields: [...momentOf(withBlock).fields] };
    const removed = meet(FORM, { found: start.found, bindings });
    expect(removed.operations.map(({ type }) => type)).toEqual(['describe_column']);
    expect(removed.bindings.tables.map(({ key, ref }) => [key, ref > 0])).toContainEqual([
      'bloc:Champ-7',
      true,
    ]);
    const renamed = meet(of(project, kind, surface, { ...block, label: 'Parcelles' }), {
      found: start.found,
      bindings,
    });
    expect(told(renamed)).toEqual({ operations: [], changes: ['bloc_renomme information'] });
    const again = meet(of(project, kind, surface, { ...block, label: 'Parcelles' }), {
      found: start.found,
      bindings: renamed.bindings,
    });
    expect(told(again)).toEqual({ operations: [], changes: [] });
  });
});

describe('options of choices, « identiques »', () => {
  const fewer = of(project, { ...kind, options: ['Eau', 'Feu'] }, surface);
  const policies = { choices: 'identiques' } as const;
  const slot = 'champs Champ-2';

  it('removes an option of ours that no cell holds, and keeps the one in use, the user’s own, and the colours', () => {
    const found = changed(settled(layoutOf(FORM)).found, 'nature', (column) => ({
      ...column,
      widgetOptions: { choices: ['Bois', 'Eau', 'À moi'], choiceOptions: { Bois: { fillColor: '#0F0' } } },
    }));
    const unused = meet(fewer, { policies, found, used: new Map([[slot, new Set<string>()]]) });
    expect(unused.operations).toMatchObject([
      { widgetOptions: { choices: ['Eau', 'À moi', 'Feu'], choiceOptions: { Bois: { fillColor: '#0F0' } } } },
    ]);
    expect(unused.changes).toMatchObject([{ undo: { added: ['Feu'], removed: ['Bois'] } }]);
    const inUse = meet(fewer, { policies, found, used: new Map([[slot, new Set(['Bois'])]]) });
    expect(inUse.operations).toMatchObject([{ widgetOptions: { choices: ['Bois', 'Eau', 'À moi', 'Feu'] } }]);
  });

  it('an option kept because it was in use goes once it no longer is', () => {
    const found = changed(settled(layoutOf(FORM)).found, 'nature', (column) => ({
      ...column,
      widgetOptions: { choices: ['Bois', 'Eau', 'Feu'] },
    }));
    const before = meet(fewer, { policies, used: new Map([[slot, new Set(['Bois'])]]) });
    const after = meet(fewer, {
      policies,
      found,
      bindings: before.bindings,
      used: new Map([[slot, new Set<string>()]]),
    });
    expect(after.operations).toMatchObject([{ widgetOptions: { choices: ['Eau', 'Feu'] } }]);
  });

  it('without looking at the cells, or with « etendre », nothing is removed', () => {
    expect(meet(fewer, { policies }).operations).toMatchObject([
      { widgetOptions: { choices: ['Bois', 'Eau', 'Feu'] } },
    ]);
    expect(meet(fewer, { used: new Map([[slot, new Set<string>()]]) }).operations).toMatchObject([
      { widgetOptions: { choices: ['Bois', 'Eau', 'Feu'] } },
    ]);
  });
});

describe('what people did in Grist', () => {
  const { found } = settled(layoutOf(FORM));
  const retyped = (type: string, id = 'projet') => changed(found, id, (column) => ({ ...column, type }));

  it('a deleted column is told, made again by policy or on the user’s word', () => {
    const without = changed(found, 'projet', () => null);
    const told_ = meet(FORM, { found: without });
    expect(told(told_)).toEqual({ operations: [], changes: ['colonne_manquante signalee'] });
    expect(told_.notices).toMatchObject([{ type: 'column_missing' }]);
    const [item] = told_.changes.map((change) => change.item);
    for (const given of [
      { policies: { missing: 'recreer' } as const },
      { decisions: new Map([[item ?? '', 'acceptee' as const]]) },
    ]) {
      const result = meet(FORM, { found: without, ...given });
      expect(result.operations).toMatchObject([{ type: 'add_column', reason: 'supprimee_dans_grist' }]);
      expect(result.notices).toEqual([]);
    }
    const refused = meet(FORM, {
      found: without,
      policies: { missing: 'recreer' },
      decisions: new Map([[item ?? '', 'refusee']]),
    });
    expect(told(refused)).toEqual({ operations: [], changes: ['colonne_manquante refusee'] });
  });

  it('a deleted table is made again whole, and references to it with it', () => {
    const without = [
      {
        ref: found[1]?.ref ?? 0,
        id: 'Demarche_123_champs',
        columns: (found[1]?.columns ?? []).map((column) =>
          column.id === 'dossier' ? { ...column, type: 'Int' } : column,
        ),
      },
    ];
    expect(told(meet(FORM, { found: without })).changes).toContain('table_manquante signalee');
    const again = meet(FORM, { found: without, policies: { missing: 'recreer' } });
    expect(again.operations).toMatchObject([
      { type: 'create_table', table: { key: 'dossiers' } },
      { type: 'convert_column', column: { key: 'meta:dossier' }, reason: 'table_recreee' },
    ]);
  });

  it('a deleted key column cannot be filled again: told, never made again', () => {
    const without = found.map((table) => ({
      ...table,
      columns: table.columns.filter(
        ({ id }) => table.id !== 'Demarche_123_champs' || id !== 'dossier_number',
      ),
    }));
    const result = meet(FORM, { found: without, policies: { missing: 'recreer' } });
    expect(result.operations).toEqual([]);
    expect(result.notices.map(({ type }) => type)).toEqual(['column_missing', 'key_lost']);
    expect(told(result).changes).toEqual(['cle_perdue signalee']);
  });

  it('a key column retyped to what holds no key is told, and restored by policy or on the user’s word', () => {
    const lost = retyped('Date', 'number');
    const result = meet(FORM, { found: lost });
    expect(result.notices.map(({ type }) => type)).toEqual(['column_retyped', 'key_lost']);
    expect(bind(layoutOf(FORM), lost, result.bindings).map(({ key }) => key)).toEqual(['champs']);
    const restored = meet(FORM, { found: lost, policies: { retyped: 'retablir' } });
    expect(restored.operations).toMatchObject([
      { type: 'convert_column', from: 'Date', column: { type: 'Int' } },
    ]);
    expect(restored.notices).toEqual([]);
  });

  it.each([
    ['Date', 'signaler', 'colonne_retypee signalee'],
    ['Date', 'retablir', 'colonne_retypee faite'],
    // A number reads well as a text: respected, whatever the policy.
    ['Choice', 'retablir', 'colonne_retypee signalee'],
  ] as const)('a column retyped to %s with « %s »: %s', (type, policy, expected) => {
    expect(told(meet(FORM, { found: retyped(type), policies: { retyped: policy } })).changes).toEqual([
      expected,
    ]);
  });

  it('a column turned into a formula is told, and restored on the user’s word only', () => {
    const computed = changed(found, 'projet', (column) => ({
      ...column,
      isFormula: true,
      formula: '$surface * 2',
    }));
    const result = meet(FORM, { found: computed, policies: { retyped: 'retablir' } });
    expect(told(result)).toEqual({ operations: [], changes: ['colonne_retypee signalee'] });
    expect(result.notices).toMatchObject([{ type: 'column_retyped', found: 'formule' }]);
    const [item] = result.changes.map((change) => change.item);
    expect(
      meet(FORM, { found: computed, decisions: new Map([[item ?? '', 'acceptee']]) }).operations,
    ).toMatchObject([{ type: 'convert_column' }]);
  });

  it('a conversion keeps the user’s own display options', () => {
    const wide = changed(found, 'surface', (column) => ({
      ...column,
      widgetOptions: { ...column.widgetOptions, alignment: 'center', rulesOptions: [{ fillColor: '#FFF' }] },
    }));
    const result = meet(of(project, kind, { ...surface, typename: 'TextChampDescriptor' }), { found: wide });
    expect(result.operations).toMatchObject([
      { widgetOptions: { alignment: 'center', rulesOptions: [{ fillColor: '#FFF' }] } },
    ]);
  });

  it('an adopted column of another type may be refused its conversion: it is left, and the run goes on', () => {
    const old = changed(found, 'number', (column) => ({ ...column, type: 'Text', description: '' }));
    const asked = meet(FORM, { found: old, bindings: NONE });
    expect(asked.notices.map(({ type }) => type)).toContain('conversion_needed');
    const item = asked.changes.find((change) => change.kind === 'colonne_retypee')?.item ?? '';
    const refused = meet(FORM, { found: old, bindings: NONE, decisions: new Map([[item, 'refusee']]) });
    expect(refused.notices.map(({ type }) => type)).toEqual(['column_retyped']);
    expect(refused.operations.filter(({ type }) => type === 'convert_column')).toEqual([]);
    // The same item at the next run, when the column is ours: still refused.
    const later = meet(FORM, {
      found: old,
      bindings: refused.bindings,
      policies: { retyped: 'retablir' },
      decisions: new Map([[item, 'refusee']]),
    });
    expect(told(later)).toEqual({ operations: [], changes: ['colonne_retypee refusee'] });
  });
});

describe('a run killed between Grist’s answer and what we remember of it', () => {
  it('a label already there is remembered as ours: the next one is followed', () => {
    const first = of({ ...project, label: 'Deux' }, kind, surface);
    const found = changed(settled(layoutOf(FORM)).found, 'projet', (column) => ({
      ...column,
      label: 'Deux',
    }));
    const result = meet(first, { found });
    expect(told(result)).toEqual({ operations: [], changes: ['libelle_modifie faite'] });
    const second = meet(of({ ...project, label: 'Trois' }, kind, surface), {
      found,
      bindings: result.bindings,
    });
    expect(second.operations).toMatchObject([{ type: 'describe_column', label: 'Trois' }]);
  });

  it('a column already there is known by its mark, never made a second time', () => {
    const next = of(project, kind, surface, descriptor('Champ-9', 'Text', 'Neuf'));
    const start = settled(layoutOf(FORM));
    const found = start.found.map((table) =>
      table.id !== 'Demarche_123_champs'
        ? table
        : {
            ...table,
            columns: [
              ...table.columns,
              ...(settled(layoutOf(next))
                .found.find(({ id }) => id === table.id)
                ?.columns.filter(({ id }) => id === 'neuf')
                .map((column) => ({ ...column, ref: 900, id: 'neuf2' })) ?? []),
            ],
          },
    );
    const result = meet(next, { found });
    expect(told(result)).toEqual({ operations: [], changes: ['colonne_ajoutee faite'] });
    const tie = result.bindings.tables[1]?.columns.find(({ key }) => key === 'Champ-9');
    expect(tie).toMatchObject({ ref: 900, id: 'neuf2' });
  });
});

describe('D9: a label that Grist reserves', () => {
  it('makes one column, and none at the runs that follow', () => {
    const next = of(project, kind, surface, descriptor('Champ-9', 'Text', 'ID'));
    const first = meet(next);
    const [added] = first.operations;
    if (added?.type !== 'add_column') throw new Error('no column added');
    const layout = layoutOf(next);
    const start = settled(layoutOf(FORM));
    // Grist gives another id than the one proposed.
    const found = start.found.map((table) => ({
      ...table,
      columns: [
        ...table.columns,
        ...(table.ref === added.tableRef
          ? [
              {
                ...(table.columns[2] ?? table.columns[0]),
                ref: 901,
                id: 'id2',
                label: 'ID',
                description: added.column.description,
              },
            ]
          : []),
      ].flatMap((column) =>
        'type' in column && column.type !== undefined ? [column as FoundTable['columns'][number]] : [],
      ),
    }));
    const made = { tables: [], columns: [{ table: 'champs' as const, column: 'Champ-9', ref: 901 }] };
    const bindings = withCreated(first.bindings, layout, made, found);
    for (let run = 0; run < 3; run += 1) {
      expect(told(meet(next, { found, bindings }))).toEqual({ operations: [], changes: [] });
    }
  });
});
