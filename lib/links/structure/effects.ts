// What accepting or refusing a change does to the document, in plain words. One sentence each, for the page where one decides.

import type { ChangeKind } from '../../sync/model/change';

export type Effects = {
  /** What a yes and a no are called for this change. */
  readonly yes: string;
  readonly no: string;
  readonly accepted: string;
  readonly refused: string;
};

/** Null: nothing is to be decided of it. */
export function effectsOf(kind: ChangeKind): Effects | null {
  switch (kind) {
    case 'table_creee':
      return {
        ...ACCEPT,
        accepted: 'La table est créée à la prochaine synchronisation, puis remplie pour tous les dossiers.',
        refused: 'La table n’est pas créée. Ces données restent seulement dans Démarche numérique.',
      };
    case 'colonne_ajoutee':
      return {
        ...ACCEPT,
        accepted: 'La colonne est créée à la prochaine synchronisation, puis remplie pour tous les dossiers.',
        refused: 'La colonne n’est pas créée. Ce champ reste seulement dans Démarche numérique.',
      };
    case 'table_manquante':
    case 'colonne_manquante':
      return {
        ...{ yes: 'Recréer', no: 'Laisser supprimée' },
        accepted:
          'Elle est recréée à la prochaine synchronisation et remplie de nouveau depuis Démarche numérique. Ce que vous y aviez ajouté vous-même dans Grist n’est pas retrouvé.',
        refused:
          'Elle reste supprimée, et n’est plus signalée. Le reste du document continue d’être tenu à jour.',
      };
    case 'libelle_modifie':
    case 'aide_modifiee':
      return {
        ...ACCEPT,
        accepted: 'Le texte de la colonne change. Ses valeurs, son identifiant et vos formules restent.',
        refused: 'Le texte actuel de la colonne reste. Ses valeurs continuent d’être tenues à jour.',
      };
    case 'options_modifiees':
      return {
        ...ACCEPT,
        accepted:
          'Les choix proposés par la colonne suivent le formulaire. Les valeurs déjà écrites restent.',
        refused: 'Les choix actuels restent. Une réponse qui n’y figure pas est écrite telle quelle.',
      };
    case 'type_converti':
      return {
        ...ACCEPT,
        accepted: 'La colonne change de type. Toutes ses valeurs y tiennent : aucune n’est perdue.',
        refused: 'La colonne garde son type. Une réponse qui n’y tient pas est écrite en texte, et signalée.',
      };
    case 'type_converti_avec_perte':
      return {
        ...ACCEPT,
        accepted:
          'La colonne change de type. Les valeurs qui n’y tiennent pas peuvent perdre leur forme ; elles sont ensuite relues dans Démarche numérique.',
        refused:
          'La colonne garde son type et ses valeurs. Une réponse qui n’y tient pas est écrite en texte, et signalée.',
      };
    case 'type_nouvelle_colonne':
      return {
        ...ACCEPT,
        accepted:
          'Une nouvelle colonne est créée à côté de l’ancienne, et reçoit les réponses. L’ancienne garde ses valeurs et n’est plus mise à jour.',
        refused:
          'La colonne actuelle continue de servir. Une réponse qui n’y tient pas est écrite en texte, et signalée.',
      };
    case 'colonne_retypee':
      return {
        ...{ yes: 'Rétablir le type', no: 'Garder le type actuel' },
        accepted: 'La colonne reprend le type attendu, et ses valeurs sont relues dans Démarche numérique.',
        refused:
          'Le type choisi dans Grist reste. Une réponse qui n’y tient pas est écrite en texte, et signalée.',
      };
    case 'champ_retire':
      return {
        ...ACCEPT,
        accepted:
          'La colonne est mise de côté, selon vos réglages : gardée telle quelle, ou masquée dans les pages. Ses valeurs ne sont jamais effacées.',
        refused: 'La colonne reste telle qu’elle est aujourd’hui. Ses valeurs ne sont pas effacées.',
      };
    case 'champ_revenu':
      return {
        ...ACCEPT,
        accepted: 'La colonne d’origine reprend du service, et reçoit de nouveau les réponses.',
        refused: 'La colonne reste de côté, avec ses anciennes valeurs.',
      };
    case 'bloc_renomme':
      return {
        ...ACCEPT,
        accepted: 'Le nouveau nom est noté. La table garde son identifiant, vos formules restent.',
        refused: 'Rien ne change dans le document.',
      };
    case 'cle_perdue':
      return null;
  }
}

const ACCEPT = { yes: 'Accepter', no: 'Refuser' } as const;
