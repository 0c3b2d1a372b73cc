'use client';
// Takes what the widget proved out of the address, where no server and no history keeps it, and sends it with the form.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useEffect, useState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { useActionForm } from '../../../../components/form/use-action-form';
import { startFromGrist } from '../draft-actions';

/** In this tab alone, so that signing in on the way does not lose it. */
const KEPT = 'otp-depart';

export function DepartureForm() {
  const { state, pending, form } = useActionForm(startFromGrist);
  const [proof, setProof] = useState<string | null>(null);
  useEffect(() => {
    const given = window.location.hash.slice(1);
    if (given !== '') {
      sessionStorage.setItem(KEPT, given);
      window.history.replaceState(null, '', window.location.pathname);
    }
    setProof(given === '' ? (sessionStorage.getItem(KEPT) ?? '') : given);
  }, []);
  if (proof === '') {
    return (
      <p>
        Cette page s’ouvre depuis Grist : retournez-y et cliquez sur « Relier ce document », ou{' '}
        <a href="/liaisons/nouvelle">commencez une nouvelle liaison ici</a>.
      </p>
    );
  }
  return (
    <form {...form}>
      <FormAnswer state={state} title="La liaison n’a pas été commencée" />
      <input type="hidden" name="preuve" value={proof ?? ''} />
      <Button type="submit" nativeButtonProps={{ 'aria-disabled': pending || proof === null }}>
        Continuer
      </Button>
    </form>
  );
}
