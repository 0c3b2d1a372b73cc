'use client';
// Every field of a form by section: kept or excluded, one by one or a section at once. Works with hundreds of fields, and
// without JavaScript.

import { Badge } from '@codegouvfr/react-dsfr/Badge';
import { Button } from '@codegouvfr/react-dsfr/Button';
import { useEffect, useId, useRef, useState } from 'react';
import type { FieldLine, FormSection } from '../../lib/sync/outline';
import styles from './fields-choice.module.css';

/** Above this many fields, a search helps. */
const MANY = 15;

export function FieldsChoice({
  sections,
  excluded,
  copyable,
  copied,
  problem,
}: {
  readonly sections: readonly FormSection[];
  /** Descriptor ids, as those below. */
  readonly excluded: readonly string[];
  /** Fields whose files may be copied, and those whose files are. */
  readonly copyable: readonly string[];
  readonly copied: readonly string[];
  readonly problem: string | null;
}) {
  const [gone, setGone] = useState<ReadonlySet<string>>(() => new Set(excluded));
  const [mirrored, setMirrored] = useState<ReadonlySet<string>>(() => new Set(copied));
  const [search, setSearch] = useState('');
  const [isLive, setLive] = useState(false);
  useEffect(() => setLive(true), []);
  const lines = sections.flatMap(({ fields }) => fields);
  // A block is counted by its fields, which go with it.
  const leaves = lines.flatMap((line) => (line.children.length === 0 ? [line] : line.children));
  const moot = new Set(lines.filter(({ id }) => gone.has(id)).flatMap((line) => line.children));
  const total = leaves.length;
  const kept = leaves.filter((leaf) => !gone.has(leaf.id) && !moot.has(leaf)).length;
  const sought = plain(search);
  const set = (ids: readonly string[], keep: boolean) =>
    setGone((before) => {
      const after = new Set(before);
      for (const id of ids) {
        if (keep) after.delete(id);
        else after.add(id);
      }
      return after;
    });
  const copyOf = (id: string): Copy | null =>
    copyable.includes(id)
      ? {
          isOn: mirrored.has(id),
          turn: () =>
            setMirrored((before) => {
              const after = new Set(before);
              if (!after.delete(id)) after.add(id);
              return after;
            }),
        }
      : null;
  const sensitive = lines
    .flatMap((line) => [line, ...line.children])
    .filter((line) => line.sensitive !== null)
    .map(({ id }) => id);
  return (
    <div id="champs" tabIndex={-1}>
      {problem !== null && <p className="fr-error-text fr-mb-2w">{problem}</p>}
      <p aria-live="polite" className="fr-mb-1w">
        <strong>
          {kept === total ? `Les ${total} champs sont gardés.` : `${kept} champs gardés sur ${total}.`}
        </strong>
      </p>
      {isLive && (
        <>
          <div className="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
            <Button type="button" priority="tertiary" size="small" onClick={() => setGone(new Set())}>
              Tout garder
            </Button>
            {sensitive.length > 0 && (
              <Button type="button" priority="tertiary" size="small" onClick={() => set(sensitive, false)}>
                Exclure les champs sensibles
              </Button>
            )}
          </div>
          {total > MANY && (
            <div className="fr-input-group">
              <label className="fr-label" htmlFor="chercher-champ">
                Chercher un champ
              </label>
              <input
                className="fr-input"
                id="chercher-champ"
                type="search"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
                onKeyDown={(event) => {
                  // Enter in a search does not send the form.
                  if (event.key === 'Enter') event.preventDefault();
                }}
              />
            </div>
          )}
        </>
      )}
      {sections.map((section) => (
        <Section key={section.key} {...{ section, gone, set, copyOf, isLive }} search={sought} />
      ))}
      <p role="status">
        {sections.some(({ fields }) => fields.some((field) => isFound(field, sought)))
          ? ''
          : 'Aucun champ ne correspond à cette recherche.'}
      </p>
    </div>
  );
}

/** Whether the files of a field are copied. */
type Copy = { readonly isOn: boolean; readonly turn: () => void };

function Section({
  section,
  gone,
  set,
  copyOf,
  isLive,
  search,
}: {
  readonly section: FormSection;
  readonly gone: ReadonlySet<string>;
  readonly set: (ids: readonly string[], keep: boolean) => void;
  readonly copyOf: (id: string) => Copy | null;
  readonly isLive: boolean;
  readonly search: string;
}) {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const ids = section.fields.flatMap((field) => [field.id, ...field.children.map((child) => child.id)]);
  const kept = ids.filter((one) => !gone.has(one)).length;
  const isMixed = kept > 0 && kept < ids.length;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isMixed;
  });
  const title = sectionTitle(section);
  return (
    <fieldset
      className="fr-fieldset fr-mb-2w"
      hidden={!section.fields.some((field) => isFound(field, search))}
    >
      <legend className="fr-fieldset__legend">{title}</legend>
      {isLive && (
        <div className="fr-fieldset__element">
          <div className={`fr-checkbox-group fr-checkbox-group--sm ${styles.whole ?? ''}`}>
            <input
              ref={box}
              type="checkbox"
              id={id}
              checked={kept === ids.length}
              aria-checked={isMixed ? 'mixed' : kept === ids.length}
              onChange={() => set(ids, kept < ids.length)}
            />
            <label className="fr-label" htmlFor={id}>
              <em>
                Toute la rubrique<span className="fr-sr-only"> {title}</span>
              </em>
              {isMixed && `\u00a0: ${kept} sur ${ids.length}`}
            </label>
          </div>
        </div>
      )}
      <div className="fr-fieldset__element">
        <div className="fr-grid-row fr-grid-row--gutters">
          {section.fields.map((field) => (
            <div
              key={field.id}
              hidden={!isFound(field, search)}
              className={field.children.length > 0 ? 'fr-col-12' : 'fr-col-12 fr-col-md-6'}
            >
              <Field field={field} isGone={gone.has(field.id)} set={set} copy={copyOf(field.id)} />
              {field.children.length > 0 && (
                <div className="fr-grid-row fr-grid-row--gutters fr-pl-4w fr-pt-1w">
                  {field.children.map((child) => (
                    <div key={child.id} className="fr-col-12 fr-col-md-6">
                      <Field
                        field={child}
                        isGone={gone.has(child.id)}
                        isMoot={gone.has(field.id)}
                        set={set}
                        copy={copyOf(child.id)}
                      />
                    </div>
                  ))}
                </div>
              )}
            </div>
          ))}
        </div>
      </div>
    </fieldset>
  );
}

function Field({
  field,
  isGone,
  isMoot = false,
  set,
  copy,
}: {
  readonly field: FieldLine;
  readonly isGone: boolean;
  /** Its block is excluded. */
  readonly isMoot?: boolean;
  readonly set: (ids: readonly string[], keep: boolean) => void;
  /** Null where there is no file to copy. */
  readonly copy: Copy | null;
}) {
  const id = useId();
  const label = field.label || 'Sans libellé';
  return (
    <>
      <div className="fr-checkbox-group fr-checkbox-group--sm">
        <input type="hidden" name="montre" value={field.id} />
        <input
          type="checkbox"
          id={id}
          name="champ"
          value={field.id}
          checked={!isGone}
          onChange={() => set([field.id], isGone)}
        />
        <label className="fr-label" htmlFor={id}>
          <span>
            {label}{' '}
            {field.sensitive !== null && (
              <Badge as="span" small severity="warning" noIcon>
                Sensible : {field.sensitive}
              </Badge>
            )}
          </span>
          <span className="fr-hint-text">
            {field.type}
            {isMoot && ', exclu avec son bloc'}
          </span>
        </label>
      </div>
      {copy !== null && <input type="hidden" name="fichiers-montre" value={field.id} />}
      {copy !== null && !isGone && !isMoot && (
        <div className="fr-checkbox-group fr-checkbox-group--sm fr-ml-4w">
          <input
            type="checkbox"
            id={`${id}-fichiers`}
            name="fichiers"
            value={field.id}
            checked={copy.isOn}
            onChange={copy.turn}
          />
          <label className="fr-label" htmlFor={`${id}-fichiers`}>
            <span>
              Copier les fichiers dans Grist<span className="fr-sr-only"> : {label}</span>
            </span>
          </label>
        </div>
      )}
    </>
  );
}

/** `search`: without accents or capitals. A block is found by any of its fields. */
function isFound(field: FieldLine, search: string): boolean {
  return search === '' || [field, ...field.children].some(({ label }) => plain(label).includes(search));
}

function sectionTitle({ kind, title }: FormSection): string {
  switch (kind) {
    case 'champs':
      return title ?? 'Début du formulaire';
    case 'annotations':
      return title === null ? 'Annotations privées' : `Annotations privées : ${title}`;
    case 'retires':
      return 'Champs retirés du formulaire, que d’anciens dossiers ont encore';
  }
}

/** Accents and capitals make no difference to a search. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
