// The dated statement that one downloads: a text that stands alone, with what was looked at, what was found, and the hash.

import type { Proof } from '../../run/ports';
import { statementText } from '../../run/statement';
import { DEPTH_MEANINGS, DEPTH_NAMES } from './words';

export type Stated = {
  readonly title: string;
  readonly demarche: number;
  readonly sourceUrl: string;
  readonly documentName: string | null;
  readonly destinationUrl: string;
  readonly document: string;
  readonly version: string;
};

/** Pure: the same proof gives the same text, whenever it is asked for. Lines end as Windows reads them too. */
export function statementFile(stated: Stated, proof: Proof): string {
  const { dossiers, rows, cells, differences, repaired, late, unreadable, awaitedFiles, root } = proof;
  const lines = [
    'CONSTAT DE VÉRIFICATION',
    '',
    `${capital(statementText(proof))}.`,
    '',
    `Démarche : n° ${stated.demarche}, ${stated.title}`,
    `Site de la démarche : ${stated.sourceUrl}`,
    `Document Grist : ${stated.documentName ?? stated.document}`,
    `Site du document : ${stated.destinationUrl}, identifiant ${stated.document}`,
    '',
    `Profondeur : ${DEPTH_NAMES[proof.depth].toLowerCase()}. ${DEPTH_MEANINGS[proof.depth]}`,
    `Instant (temps universel) : ${proof.provedAt}`,
    `Dossiers comparés : ${dossiers}`,
    `Lignes comparées : ${rows}`,
    `Cellules comparées : ${cells}`,
    `Écarts restants : ${differences}`,
    `Écarts réparés pendant la vérification : ${repaired}`,
    `Dossiers modifiés depuis la dernière synchronisation (ce ne sont pas des écarts) : ${late}`,
    `Dossiers illisibles : ${unreadable}`,
    `Fichiers restant à copier dans Grist (ce ne sont pas des écarts) : ${awaitedFiles}`,
    root === null
      ? 'Empreinte : aucune, cette vérification ne regarde pas le contenu des cellules.'
      : `Empreinte de tous les dossiers (SHA-256) : ${root}`,
    '',
    proof.complete
      ? 'La vérification est allée à son terme.'
      : 'La vérification a été interrompue : elle ne dit rien des dossiers qu’elle n’a pas regardés.',
    'Ne sont pas regardées : les colonnes, tables et formules ajoutées dans Grist par ses utilisateurs.',
    `Établi par One Trick Pony ${stated.version}.`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
