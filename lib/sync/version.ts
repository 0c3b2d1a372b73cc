/**
 * Version of what the heart makes of a dossier. Raising it makes every link read all its dossiers again once, so that
 * a corrected codec reaches the cells already written.
 */
export const EXTRACTION_VERSION = 2;
