// What the files chosen weigh, in the preview. Its own look: the preview of the rows may fail without it, and the reverse.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { basisSentence, isOver, sumSentence } from '../../../../../components/link-settings/estimate-words';
import { Failure } from '../../../../../lib/errors/failure';
import { estimateLink } from '../../../../../lib/links/files/estimate';
import { readSettings } from '../../../../../lib/links/settings';
import type { Draft } from '../../../../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { inWords } from '../../../../act';
import { connecting } from '../../on-draft';

/** Nothing where no field was chosen. */
export async function FilesSize({ draft }: { readonly draft: Draft }) {
  const settings = readSettings(draft.settings);
  if (settings.options.fichiersCopies.length === 0) return null;
  const { probes } = await connecting();
  try {
    const found = await estimateLink({ probes, clock: SYSTEM_CLOCK }, draft, settings);
    return (
      <Alert
        className="fr-mb-4w"
        severity={isOver(found) ? 'warning' : 'info'}
        as="h3"
        title="Fichiers à copier"
        description={[sumSentence(found), basisSentence(found.estimate)].filter(Boolean).join(' ')}
      />
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return (
      <Alert
        className="fr-mb-4w"
        severity="warning"
        as="h3"
        title="La taille des fichiers à copier n’a pas pu être estimée"
        description={inWords(error)}
      />
    );
  }
}
