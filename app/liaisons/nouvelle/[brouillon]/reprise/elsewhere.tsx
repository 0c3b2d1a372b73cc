// The tables that the take-over makes, and those of the original that it leaves.

import type { OriginalSurvey } from '../../../../../lib/sync/original/survey';
import styles from './tables.module.css';

export function Elsewhere({ survey: { created, left } }: { readonly survey: OriginalSurvey }) {
  return (
    <ul className={`fr-mt-4w ${styles.names ?? ''}`}>
      {created.length > 0 && (
        <li>{`Tables ajoutées, vides avant la première synchronisation\u00a0: ${created.join(', ')}.`}</li>
      )}
      {left.length > 0 && (
        <li>{`Tables de l’ancien outil laissées telles quelles, sans mise à jour\u00a0: ${left.join(', ')}.`}</li>
      )}
      <li>
        {
          'La table Sync_metadata, où l’ancien outil notait son avancement, n’est plus lue ni écrite. Arrêtez l’ancien outil sur ce document\u00a0: deux outils qui écrivent au même endroit se contredisent.'
        }
      </li>
    </ul>
  );
}
