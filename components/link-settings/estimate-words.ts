// The size of files in plain words: how much, how sure, and whether it passes the ceiling. Pure.

import type { Estimated } from '../../lib/links/files/estimate';
import { type FilesEstimate, sumOf, type Weight } from '../../lib/sync/files-weight';
import { bytes, plural } from '../run/words';

const NBSP = '\u00a0';

/** « environ 3,2 Go pour 12 000 fichiers », « aucun fichier ». Null where nothing can be said. */
export function weightWords(weight: Weight, basis: FilesEstimate['basis']): string | null {
  switch (basis) {
    case 'inconnue':
      return null;
    case 'exacte':
    case 'partielle':
      return sizeWords(weight);
    case 'estimee': {
      const { files, unsized } = weight;
      const words = sizeWords({ ...weight, files: rounded(files), unsized: rounded(unsized) });
      return files === 0 ? words : `environ ${words}`;
    }
  }
}

/** How sure it is, as a sentence. */
export function basisSentence({ basis, read }: FilesEstimate): string {
  const dossiers = plural(read, 'dossier');
  switch (basis) {
    case 'exacte':
      return read === 0
        ? 'La démarche n’a pas encore de dossier.'
        : `Compté sur tous les dossiers de la démarche (${dossiers}).`;
    case 'estimee':
      return `Estimé sur ${dossiers}, parmi les plus anciens et les plus récents.`;
    case 'partielle':
      return `Compté sur ${dossiers} seulement : ce site n’indique pas combien la démarche en a. En tout, ce sera davantage.`;
    case 'inconnue':
      return `Aucun des ${dossiers} lus ne correspond à vos choix : la taille ne peut pas être estimée.`;
  }
}

/** Of the fields chosen, beside the ceiling; null where nothing can be said of it. */
export function sumSentence({ estimate, chosen, ceiling }: Estimated): string | null {
  const fields = estimate.fields.filter(({ id }) => chosen.includes(id));
  const words = weightWords(sumOf(fields), estimate.basis);
  if (fields.length === 0 || words === null) return null;
  const what =
    fields.length === 1 ? 'Pour le champ choisi' : `Pour les ${plural(fields.length, 'champ')} choisis`;
  const over = isOver({ estimate, chosen, ceiling })
    ? `C’est plus que le plafond de ${bytes(ceiling)}${NBSP}: ce qui le dépasse ne sera pas copié. Augmentez-le, ou copiez les fichiers de moins de champs.`
    : `Le plafond est de ${bytes(ceiling)}.`;
  return `${what}${NBSP}: ${words}. ${over}`;
}

export function isOver({ estimate, chosen, ceiling }: Estimated): boolean {
  if (estimate.basis === 'inconnue') return false;
  return sumOf(estimate.fields.filter(({ id }) => chosen.includes(id))).bytes > ceiling;
}

function sizeWords({ files, bytes: size, unsized }: Weight): string {
  if (files === 0) return 'aucun fichier';
  const count = plural(files, 'fichier');
  if (unsized === 0) return `${bytes(size)} pour ${count}`;
  if (size === 0) return `${count}, de taille inconnue`;
  return `${bytes(size)} pour ${count}, dont ${plural(unsized, 'de taille inconnue', 'de taille inconnue')}`;
}

/** Two figures mean something; the others would be a lie. */
function rounded(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.round(count / unit) * unit;
}
