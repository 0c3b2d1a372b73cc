// Every expectation that the product has of Grist.

import { ACCESS_CASES } from './access';
import { ATTACHMENT_CASES } from './attachments';
import type { Case } from './bench';
import { CELL_CASES } from './cells';
import { COLUMN_CASES } from './columns';
import { CONVERSION_CASES } from './conversions';
import { ENDPOINT_CASES } from './endpoints';
import { FORMULA_CASES } from './formulas';
import { IDENTIFIER_CASES } from './identifiers';
import { LIMIT_CASES } from './limits';
import { PAGE_CASES } from './pages';
import { QUERY_CASES } from './queries';
import { READING_CASES } from './reading';
import { REFERENCE_CASES } from './references';
import { ROW_ID_CASES } from './row-ids';
import { ROW_CASES } from './rows';

export const CASES: Readonly<Record<string, readonly Case[]>> = {
  identifiers: IDENTIFIER_CASES,
  cells: CELL_CASES,
  conversions: CONVERSION_CASES,
  rows: ROW_CASES,
  row_ids: ROW_ID_CASES,
  columns: COLUMN_CASES,
  pages: PAGE_CASES,
  references: REFERENCE_CASES,
  endpoints: ENDPOINT_CASES,
  formulas: FORMULA_CASES,
  reading: READING_CASES,
  queries: QUERY_CASES,
  access: ACCESS_CASES,
  limits: LIMIT_CASES,
  attachments: ATTACHMENT_CASES,
};
