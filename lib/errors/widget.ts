// What can go wrong inside Grist, where the widget asks what the site never asks: who the document says is there.

import type { CatalogueEntry } from './entry';

const NOTHING = 'Rien n’a été lu ni écrit.';

export const WIDGET_ERRORS = {
  WIDGET_JETON_REFUSE: {
    quoi: 'Grist n’a pas reconnu l’autorisation que ce widget a reçue pour ce document.',
    donnees: NOTHING,
    faire:
      'Rechargez la page du document. Si cela revient, vérifiez que vous avez toujours accès à ce document.',
    qui: 'vous',
  },
  WIDGET_JETON_REJOUE: {
    quoi: 'Cette autorisation a déjà servi : elle ne sert qu’une fois.',
    donnees: NOTHING,
    faire: 'Rechargez la page du document : Grist en donnera une autre.',
    qui: 'vous',
  },
  WIDGET_ADRESSE_REFUSEE: {
    quoi: 'L’adresse que ce widget a reçue n’est pas celle d’un document Grist.',
    donnees: 'Rien n’a été envoyé à cette adresse.',
    faire: 'Ouvrez le document lui-même, dans Grist, puis la page où se trouve ce widget.',
    qui: 'vous',
  },
  WIDGET_COPIE: {
    quoi: 'Ce document est une copie de travail ou une sauvegarde, pas l’original.',
    donnees: 'Les synchronisations écrivent dans l’original, jamais dans ses copies.',
    faire: 'Revenez au document d’origine : Grist le propose en haut de la page.',
    qui: 'vous',
  },
  WIDGET_SESSION_FINIE: {
    quoi: 'Cette autorisation est terminée : elle ne dure que quelques minutes.',
    donnees: NOTHING,
    faire: 'Rechargez la page du document.',
    qui: 'vous',
  },
  WIDGET_LECTURE_SEULE: {
    quoi: 'Vous pouvez lire ce document, mais pas le modifier : vous ne pouvez pas lancer de synchronisation.',
    donnees: NOTHING,
    faire: 'Demandez à une personne qui peut modifier ce document.',
    qui: 'propriétaire du document',
  },
  WIDGET_TROP_DE_DEMANDES: {
    quoi: 'Trop de demandes ont été faites en peu de temps depuis ce document.',
    donnees: 'Les synchronisations prévues continuent.',
    faire: 'Attendez quelques minutes, puis recommencez.',
    qui: 'vous',
  },
  WIDGET_DEPART_FINI: {
    quoi: 'Ce lien vers une nouvelle liaison est trop ancien, ou a déjà servi.',
    donnees: 'Rien n’a été créé.',
    faire:
      'Retournez dans Grist et cliquez de nouveau sur « Relier ce document », ou commencez une nouvelle liaison ici en collant l’adresse du document.',
    qui: 'vous',
  },
} as const satisfies Record<string, CatalogueEntry>;
