// The choices of a link for when the two sides stop agreeing, in plain words: what is asked, and what each answer does.

import type { Policies } from '../sync/model/policies';

export type PolicyChoice = {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
};

export type PolicyQuestion = {
  readonly name: keyof Policies;
  readonly question: string;
  readonly choices: readonly PolicyChoice[];
};

export type PolicyGroup = { readonly title: string; readonly questions: readonly PolicyQuestion[] };

type Choices<Name extends keyof Policies> = Readonly<
  Record<Policies[Name], readonly [label: string, hint: string]>
>;

const DEPARTURES: Choices<'departures'> = {
  marquer: [
    'Garder les lignes et le dire',
    'La colonne « Présence dans DN » dit pourquoi le dossier n’est plus suivi.',
  ],
  archiver: [
    'Déplacer les lignes dans des tables d’archive',
    'Elles quittent les tables courantes, avec tout ce qui les suit.',
  ],
  supprimer: [
    'Supprimer les lignes',
    'Elles disparaissent du document, avec ce que vous y avez ajouté à côté.',
  ],
};

export const POLICY_GROUPS: readonly PolicyGroup[] = [
  {
    title: 'Les dossiers qui s’en vont',
    questions: [
      question('departures', 'Quand un dossier est supprimé dans Démarche numérique', DEPARTURES),
      question('outOfScope', 'Quand un dossier sort des filtres de la liaison', DEPARTURES),
    ],
  },
  {
    title: 'Le formulaire qui change',
    questions: [
      question('formChanges', 'Quand le formulaire change', {
        suivre: ['Suivre', 'Ce qui ne perd rien est fait ; le reste est demandé.'],
        demander: [
          'Me demander',
          'Rien n’est changé dans la structure sans accord ; les dossiers restent synchronisés.',
        ],
        suspendre: ['Tout arrêter', 'Plus rien n’est écrit tant que personne n’a décidé.'],
      }),
      question('labels', 'Quand un libellé ou une aide change', {
        suivre: ['Reprendre le nouveau texte', 'Sauf si vous l’aviez changé vous-même dans Grist.'],
        garder: ['Garder le texte actuel', 'Les textes des colonnes ne changent plus.'],
      }),
      question('choices', 'Quand la liste des choix d’un champ change', {
        etendre: ['Ajouter les nouveaux choix', 'Les anciens restent proposés.'],
        identiques: [
          'Proposer exactement ceux du formulaire',
          'Un ancien choix encore utilisé par un dossier reste.',
        ],
      }),
      question('losslessRetype', 'Quand un champ change de type sans risque de perte', {
        convertir: ['Convertir la colonne', 'Par exemple d’un nombre vers un texte.'],
        nouvelle_colonne: [
          'Créer une colonne à côté',
          'L’ancienne garde ses valeurs et n’est plus mise à jour.',
        ],
      }),
      question('lossyRetype', 'Quand un champ change de type et que des valeurs pourraient se perdre', {
        nouvelle_colonne: [
          'Créer une colonne à côté',
          'L’ancienne garde ses valeurs et n’est plus mise à jour.',
        ],
        convertir: ['Convertir la colonne', 'Des valeurs peuvent perdre leur forme.'],
      }),
      question('removedFields', 'Quand un champ est retiré du formulaire', {
        garder: ['Garder la colonne visible', 'Elle n’est plus mise à jour ; ses valeurs restent.'],
        masquer: ['Masquer la colonne dans les pages', 'Elle reste dans la table, avec ses valeurs.'],
      }),
    ],
  },
  {
    title: 'Ce que l’on modifie dans Grist',
    questions: [
      question('missing', 'Quand une table ou une colonne tenue à jour est supprimée dans Grist', {
        signaler: ['Le signaler', 'Elle n’est pas recréée sans votre accord.'],
        recreer: ['La recréer', 'Elle est remplie de nouveau à la synchronisation suivante.'],
      }),
      question('retyped', 'Quand le type d’une colonne tenue à jour est changé dans Grist', {
        signaler: ['Le signaler', 'Le type choisi reste tant que les valeurs y tiennent.'],
        retablir: ['Le rétablir', 'La colonne reprend son type à la synchronisation suivante.'],
      }),
      question('editedCells', 'Quand une cellule tenue à jour est modifiée dans Grist', {
        a_la_verification: ['La rétablir à la vérification suivante', 'Au plus tard une semaine après.'],
        au_changement: [
          'La laisser jusqu’au prochain changement du dossier',
          'La vérification la signale comme un écart.',
        ],
      }),
    ],
  },
];

function question<Name extends keyof Policies>(
  name: Name,
  text: string,
  choices: Choices<Name>,
): PolicyQuestion {
  const entries: readonly [string, readonly [string, string]][] = Object.entries(choices);
  return {
    ...{ name, question: text },
    choices: entries.map(([value, [label, hint]]) => ({ value, label, hint })),
  };
}
