// Every expected failure: what happened, are the data safe, what to do, who can do it. One file a room.

import { CONFIG_ERRORS } from './config';
import { CONNECT_ERRORS } from './connect';
import { DEMARCHES_ERRORS } from './demarches';
import { ENGINE_ERRORS } from './engine';
import type { CatalogueEntry } from './entry';
import { FILE_ERRORS } from './files';
import { FORM_ERRORS } from './form';
import { GRIST_ERRORS } from './grist';
import { NETWORK_ERRORS } from './network';
import { SERVICE_ERRORS } from './service';
import { STORE_ERRORS } from './store';
import { WIDGET_ERRORS } from './widget';

export const CATALOGUE = {
  ...CONFIG_ERRORS,
  ...CONNECT_ERRORS,
  ...DEMARCHES_ERRORS,
  ...FILE_ERRORS,
  ...FORM_ERRORS,
  ...ENGINE_ERRORS,
  ...GRIST_ERRORS,
  ...NETWORK_ERRORS,
  ...SERVICE_ERRORS,
  ...STORE_ERRORS,
  ...WIDGET_ERRORS,
} as const satisfies Record<string, CatalogueEntry>;

export type FailureCode = keyof typeof CATALOGUE;
