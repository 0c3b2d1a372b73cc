// What every use case of the service works with.

import type { Clock } from '../run/ports';
import type { Database } from '../store/database';

export type Service = { readonly database: Database; readonly clock: Clock };
