'use client';
// ProConnect's own button, as the button of a form: it works without JavaScript.

import { ProConnectButton } from '@codegouvfr/react-dsfr/ProConnectButton';

/** `action`: the route that leads to ProConnect. */
export function ProConnectForm({ action, returnTo }: { readonly action: string; readonly returnTo: string }) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="retour" value={returnTo} />
      {/* A button without type sends its form: nothing more is to be done on a click. */}
      <ProConnectButton onClick={() => undefined} />
    </form>
  );
}
