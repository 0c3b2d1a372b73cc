/** One entry of the catalogue, in plain French: shown by the CLI, the site and the alerts alike. */
export type CatalogueEntry = {
  /** What happened. */
  readonly quoi: string;
  /** Are the data safe? */
  readonly donnees: string;
  /** What to do. */
  readonly faire: string;
  /** Who can do it. */
  readonly qui:
    | 'vous'
    | 'administrateur de la démarche'
    | 'propriétaire du document'
    | 'exploitant du service'
    | 'personne';
};
