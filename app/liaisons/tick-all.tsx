'use client';
// « Tout cocher »: only where there is JavaScript to do it.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** Ticks every box of a form, or none when all are. */
export function TickAll({ form }: { readonly form: string }) {
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!isAlive) return null;
  const toggle = () => {
    const boxes = [...document.querySelectorAll<HTMLInputElement>(`input[type="checkbox"][form="${form}"]`)];
    const all = boxes.every(({ checked }) => checked);
    for (const box of boxes) box.checked = !all;
  };
  return (
    <li>
      <Button priority="tertiary no outline" onClick={toggle}>
        Tout cocher ou décocher
      </Button>
    </li>
  );
}
