// Every variable of the environment: what it is for, and an example. The words of the failures and of `.env.example`.
// One list, read whole: longer than the house's files, and of a single shape.

export type Variable = {
  readonly name: VariableName;
  /** What it is for, in one French sentence without final stop. */
  readonly purpose: string;
  /** None for a secret: nobody should think that an example works. */
  readonly example?: string;
  /** Where to find the value, when it is not obvious. */
  readonly where?: string;
};

export const VARIABLES = [
  {
    name: 'DEMARCHES_API_URL',
    purpose: 'adresse de Démarche numérique',
    example: 'https://demarche.numerique.gouv.fr',
  },
  {
    name: 'DEMARCHES_API_TOKEN',
    purpose: 'jeton d’API de Démarche numérique, qui permet de lire la démarche',
    where: 'votre profil d’administrateur, rubrique « Jetons d’API »',
  },
  {
    name: 'DEMARCHE_NUMBER',
    purpose: 'numéro de la démarche à synchroniser',
    example: '12345',
    where: 'l’adresse de la démarche, côté administration',
  },
  {
    name: 'GRIST_BASE_URL',
    purpose: 'adresse du site Grist, ou celle du document copiée depuis le navigateur',
    example: 'https://grist.numerique.gouv.fr',
  },
  {
    name: 'GRIST_API_KEY',
    purpose: 'clé d’API Grist, qui permet d’écrire dans le document',
    where: 'votre profil Grist, rubrique « Clé d’API »',
  },
  {
    name: 'GRIST_DOC_ID',
    purpose: 'identifiant du document Grist',
    example: 'tcJksqzZHRUtTFtccwGhQL',
    where: 'les paramètres du document, rubrique « API »',
  },
  {
    name: 'DATABASE_URL',
    purpose: 'adresse d’une base Postgres ; sans elle, une base locale est créée',
    example: 'postgresql://utilisateur:motdepasse@localhost:5432/one_trick_pony',
  },
  {
    name: 'DATE_DEPOT_DEBUT',
    purpose: 'ne garder que les dossiers déposés à partir de ce jour',
    example: '2026-01-01',
  },
  {
    name: 'DATE_DEPOT_FIN',
    purpose: 'ne garder que les dossiers déposés jusqu’à ce jour compris',
    example: '31/12/2026',
  },
  {
    name: 'STATUTS_DOSSIERS',
    purpose: 'ne garder que les dossiers dans ces états, séparés par des virgules',
    example: 'en_construction, en_instruction, accepte, refuse, sans_suite',
  },
  {
    name: 'GROUPES_INSTRUCTEURS',
    purpose:
      'ne garder que les dossiers de ces groupes d’instructeurs : leurs numéros, séparés par des virgules',
    example: '101, 102',
  },
  {
    name: 'DOSSIERS_ARCHIVES',
    purpose: 'que faire des dossiers archivés : tous, exclus ou seulement',
    example: 'tous',
  },
  {
    name: 'UNE_SEULE_TABLE',
    purpose: 'mettre champs et annotations dans la table des dossiers plutôt que dans des tables à part',
    example: 'non',
  },
  { name: 'AVEC_DEMANDEURS', purpose: 'créer la table des demandeurs', example: 'oui' },
  { name: 'AVEC_INSTRUCTEURS', purpose: 'créer la table des instructeurs', example: 'oui' },
  { name: 'AVEC_AVIS', purpose: 'créer la table des avis', example: 'oui' },
  { name: 'AVEC_TRAITEMENTS', purpose: 'créer la table des traitements', example: 'non' },
  {
    name: 'AVEC_MESSAGES',
    purpose: 'créer la table des messages (données personnelles)',
    example: 'non',
  },
  { name: 'AVEC_PIECES', purpose: 'créer la table des pièces jointes', example: 'oui' },
  { name: 'AVEC_ZONES', purpose: 'créer la table des zones des cartes', example: 'oui' },
  {
    name: 'ETABLISSEMENT_DETAILLE',
    purpose: 'ajouter à chaque champ SIRET la raison sociale, la forme juridique, le code NAF et l’adresse',
    example: 'non',
  },
  {
    name: 'LIENS_EXPIRANTS',
    purpose: 'ajouter les liens vers l’attestation et le PDF, qui expirent au bout d’une heure',
    example: 'non',
  },
  {
    name: 'EXCLURE_CHAMPS',
    purpose: 'identifiants des champs à ne jamais demander ni écrire, séparés par des virgules',
    example: 'Q2hhbXAtMTIz, Q2hhbXAtNDU2',
    where: 'la description de leur colonne dans Grist',
  },
  {
    name: 'COPIER_FICHIERS',
    purpose:
      'identifiants des champs dont les fichiers sont copiés dans le document, séparés par des virgules',
    example: 'Q2hhbXAtMTIz',
    where: 'la description de leur colonne dans Grist',
  },
  {
    name: 'PLAFOND_FICHIERS',
    purpose: 'taille que les fichiers copiés ne dépassent pas, en Mo ou en Go (1 Go sinon)',
    example: '2 Go',
  },
  {
    name: 'DOSSIERS_PARTIS',
    purpose:
      'que faire des lignes d’un dossier supprimé de Démarche numérique : marquer, archiver ou supprimer',
    example: 'marquer',
  },
  {
    name: 'DOSSIERS_HORS_PERIMETRE',
    purpose: 'que faire des lignes d’un dossier qui quitte les filtres : marquer, archiver ou supprimer',
    example: 'marquer',
  },
  {
    name: 'CHANGEMENTS_DU_FORMULAIRE',
    purpose: 'que faire quand le formulaire change : suivre, demander ou suspendre',
    example: 'suivre',
  },
  {
    name: 'LIBELLES',
    purpose: 'que faire quand un libellé change dans le formulaire : suivre ou garder',
    example: 'suivre',
  },
  {
    name: 'OPTIONS_DES_CHOIX',
    purpose: 'étendre les options des choix, ou les rendre identiques à celles du formulaire',
    example: 'etendre',
  },
  {
    name: 'TYPE_CHANGE_SANS_PERTE',
    purpose: 'que faire d’un champ qui change de type sans perte possible : convertir ou nouvelle_colonne',
    example: 'convertir',
  },
  {
    name: 'TYPE_CHANGE_AVEC_PERTE',
    purpose: 'que faire d’un champ qui change de type avec perte : nouvelle_colonne ou convertir',
    example: 'nouvelle_colonne',
  },
  {
    name: 'CHAMPS_RETIRES',
    purpose: 'garder visibles ou masquer dans les pages les colonnes des champs retirés du formulaire',
    example: 'garder',
  },
  {
    name: 'COLONNES_SUPPRIMEES',
    purpose: 'que faire des tables et colonnes supprimées dans Grist : signaler ou recreer',
    example: 'signaler',
  },
  {
    name: 'COLONNES_RETYPEES',
    purpose: 'que faire des colonnes dont le type a été changé dans Grist : signaler ou retablir',
    example: 'signaler',
  },
  {
    name: 'CELLULES_MODIFIEES',
    purpose:
      'quand rétablir les cellules modifiées dans Grist : au_changement du dossier, ou a_la_verification',
    example: 'a_la_verification',
  },
  {
    name: 'MODE_DEMONSTRATION',
    purpose: 'faire tourner le site en démonstration, avec des services simulés',
    example: 'non',
  },
  {
    name: 'ADRESSE_SITE',
    purpose: 'adresse à laquelle on ouvre le site',
    example: 'https://one-trick-pony.exemple.gouv.fr',
  },
  {
    name: 'SECRET_SESSIONS',
    purpose: 'secret qui protège les connexions, d’au moins 32 caractères tirés au hasard',
    where: 'la commande « openssl rand -base64 32 » en donne un',
  },
  {
    name: 'CONTACT',
    purpose: 'adresse électronique à laquelle écrire quand on ne peut pas se connecter',
    example: 'contact@exemple.gouv.fr',
  },
  {
    name: 'PROXYS_DE_CONFIANCE',
    purpose: 'nombre de proxys devant le site, qui ajoutent chacun une adresse à X-Forwarded-For',
    example: '1',
  },
  {
    name: 'ACCES_DOMAINES',
    purpose:
      'domaines des adresses électroniques admises, séparés par des virgules (*.exemple.fr : et ses sous-domaines ; * : tous)',
    example: 'exemple.gouv.fr, *.departement.exemple.fr',
  },
  {
    name: 'ACCES_SIRET',
    purpose: 'SIRET des organisations admises par ProConnect, séparés par des virgules',
    example: '11000201100044',
  },
  {
    name: 'PROCONNECT_ISSUER',
    purpose: 'adresse de ProConnect',
    example: 'https://auth.agentconnect.gouv.fr/api/v2',
    where: 'la documentation de ProConnect, selon le réseau et l’environnement',
  },
  {
    name: 'PROCONNECT_CLIENT_ID',
    purpose: 'identifiant du site chez ProConnect',
    where: 'l’espace partenaires de ProConnect',
  },
  {
    name: 'PROCONNECT_CLIENT_SECRET',
    purpose: 'secret du site chez ProConnect',
    where: 'l’espace partenaires de ProConnect',
  },
  { name: 'PROCONNECT_PKCE', purpose: 'protéger l’échange avec ProConnect par PKCE', example: 'oui' },
  {
    name: 'PROCONNECT_ACR',
    purpose: 'niveaux d’authentification exigés de ProConnect, séparés par des virgules',
    example: 'eidas2, eidas3',
  },
  {
    name: 'PROCONNECT_ID_TOKEN_ALG',
    purpose: 'algorithme de signature du jeton d’identité, choisi à l’inscription : RS256, ES256 ou HS256',
    example: 'RS256',
  },
  {
    name: 'PROCONNECT_USERINFO_ALG',
    purpose:
      'algorithme de signature des informations sur la personne, choisi à l’inscription : RS256, ES256, HS256 ou aucun',
    example: 'RS256',
  },
  {
    name: 'SMTP_URL',
    purpose: 'adresse du relais de messagerie, pour les liens de connexion et les alertes',
    example: 'smtps://utilisateur:motdepasse@smtp.exemple.fr:465',
  },
  {
    name: 'COURRIEL_EXPEDITEUR',
    purpose: 'adresse électronique qui envoie les messages',
    example: 'ne-pas-repondre@exemple.gouv.fr',
  },
  {
    name: 'BOITE_DEMONSTRATION',
    purpose: 'en démonstration, adresse de la boîte aux lettres simulée',
    example: 'http://127.0.0.1:4154',
  },
  {
    name: 'INSTANCES_DN',
    purpose: 'sites de Démarche numérique auxquels on peut relier un document, séparés par des virgules',
    example: 'https://demarche.numerique.gouv.fr',
  },
  {
    name: 'INSTANCES_GRIST',
    purpose: 'sites Grist auxquels on peut relier une démarche, séparés par des virgules',
    example: 'https://grist.numerique.gouv.fr',
  },
  {
    name: 'INSTANCES_FICHIERS',
    purpose:
      'sites où Démarche numérique garde les pièces jointes, d’où l’on peut les copier, séparés par des virgules',
    example: 'https://static.demarche.numerique.gouv.fr',
    where: 'l’adresse d’une pièce jointe téléchargée depuis Démarche numérique',
  },
  {
    name: 'DEMONSTRATION_JETON',
    purpose: 'en démonstration, jeton du site simulé de Démarche numérique',
  },
  {
    name: 'DEMONSTRATION_DEMARCHE',
    purpose: 'en démonstration, numéro de la démarche simulée',
    example: '4242',
  },
  {
    name: 'DEMONSTRATION_DOCUMENT',
    purpose: 'en démonstration, adresse d’un document vide du Grist simulé',
    example: 'http://127.0.0.1:4151/doc/tcJksqzZHRUtTFtccwGhQL',
  },
  {
    name: 'DEMONSTRATION_CLE',
    purpose: 'en démonstration, clé d’API du Grist simulé',
  },
  {
    name: 'RESEAUX_PRIVES',
    purpose: 'le site peut appeler des serveurs du réseau privé de votre organisation',
    example: 'non',
  },
  {
    name: 'METRIQUES_JETON',
    purpose: 'jeton qui ouvre les mesures du service (/api/metriques)',
    example: 'tiré au hasard, 32 caractères au moins',
  },
  {
    name: 'EDITEUR_NOM',
    purpose: 'qui édite le site, pour les mentions légales',
    example: 'Préfecture d’exemple',
  },
  {
    name: 'EDITEUR_ADRESSE',
    purpose: 'adresse postale de l’éditeur',
    example: '1 place de l’Exemple, 00000 Exemple',
  },
  {
    name: 'EDITEUR_DIRECTION',
    purpose: 'qui dirige la publication',
    example: 'Camille Martin, directrice',
  },
  {
    name: 'EDITEUR_HEBERGEUR',
    purpose: 'qui héberge le site, avec son adresse',
    example: 'Hébergeur d’exemple, 2 rue de l’Exemple, 00000 Exemple',
  },
  {
    name: 'EDITEUR_DPO',
    purpose: 'adresse électronique du délégué à la protection des données',
    example: 'dpo@exemple.gouv.fr',
  },
] as const satisfies readonly (Omit<Variable, 'name'> & { readonly name: string })[];

export type VariableName = (typeof VARIABLES)[number]['name'];

const BY_NAME: ReadonlyMap<VariableName, Variable> = new Map(VARIABLES.map((one) => [one.name, one]));

export function variable(name: VariableName): Variable {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new Error(`no variable ${name}`);
  return found;
}
