// What the conductor tells, as sentences of the journal. Numbers and codes only: never a value of a dossier.

import { CATALOGUE, type FailureCode } from '../errors/catalogue';
import type { JournalEvent, Phase } from '../run/ports';

const NBSP = '\u00a0';
const NUMBER = new Intl.NumberFormat('fr-FR');

const PHASES: Readonly<Record<Phase, string>> = {
  preparation: 'Vérification des accès et lecture du formulaire',
  structure: 'Mise en place des tables et des colonnes',
  lecture: 'Lecture des dossiers et écriture dans Grist',
  suppressions: 'Recherche des dossiers supprimés',
  pieces: 'Copie des pièces jointes dans Grist',
  relecture: 'Relecture des dossiers non terminés, pour la nouvelle version du formulaire',
  recensement: 'Recensement des dossiers de Démarche numérique',
  verification: 'Vérification, dossier par dossier',
  cloture: 'Clôture',
};

export function sentenceOf(event: JournalEvent): string {
  switch (event.type) {
    case 'phase':
      return `${PHASES[event.phase]}.`;
    case 'progress': {
      const what = event.phase === 'pieces' ? 'fichier' : 'dossier';
      const done = `${NUMBER.format(event.done)}${NBSP}${what}${event.done >= 2 ? 's' : ''}`;
      return event.total === null ? `${done}.` : `${done} sur ${NUMBER.format(event.total)}.`;
    }
    case 'notice':
      return event.sentence;
    case 'failure': {
      const which = event.dossier === null ? 'Un dossier' : `Dossier ${event.dossier}`;
      return `${which} : ${CATALOGUE[event.code].quoi}`;
    }
  }
}

export type RunEndStatus = 'reussi' | 'avec_echecs' | 'interrompu' | 'echoue' | 'annule';

/** The last sentence of a run. */
export function endSentence(status: RunEndStatus, code: FailureCode | null): string {
  switch (status) {
    case 'reussi':
      return 'Terminé : le document est à jour.';
    case 'avec_echecs':
      // It went to its end: what its code says is why it is not wholly done, with or without dossiers that failed.
      return code === null
        ? 'Terminé, avec des dossiers qui n’ont pas pu être écrits en entier : ils sont listés avec leur raison.'
        : `Terminé, mais tout n’est pas fait. ${CATALOGUE[code].quoi}`;
    case 'annule':
      return 'Annulé : ce qui était écrit reste, et la suite sera reprise à la prochaine synchronisation.';
    case 'interrompu':
      return code === null
        ? 'Interrompu : la suite sera reprise là où la lecture s’est arrêtée.'
        : CATALOGUE[code].quoi;
    case 'echoue':
      return code === null ? CATALOGUE.ERREUR_INATTENDUE.quoi : CATALOGUE[code].quoi;
  }
}
