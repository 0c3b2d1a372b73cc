// Reads the site's configuration at start. One that cannot work ends the process with all that is wrong, in French: better
// than an error page at the first visit.

import { site } from './lib/access/service';
import { CATALOGUE } from './lib/errors/catalogue';
import { Failure } from './lib/errors/failure';

try {
  site();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const { quoi, faire } = CATALOGUE[error.code];
  process.stderr.write(`\n${quoi}\n${error.detail ?? ''}\n${faire}\n`);
  process.exit(1);
}
