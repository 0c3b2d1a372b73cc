// Reads the site's configuration at start, and starts what carries runs. A configuration that cannot work ends the process
// with all that is wrong, in French: better than an error page at the first visit.

import { leaveAfter } from './inngest/leave';
import { runs, stopRuns } from './inngest/running';
import { site } from './lib/access/service';
import { CATALOGUE } from './lib/errors/catalogue';
import { Failure } from './lib/errors/failure';
import { nameRequests } from './lib/log/requests';

nameRequests();
try {
  site();
  await runs();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const { quoi, faire } = CATALOGUE[error.code];
  process.stderr.write(`\n${quoi}\n${error.detail ?? ''}\n${faire}\n`);
  process.exit(1);
}

/** The steps in hand end here, or are made again by whoever comes after. */
leaveAfter(process, stopRuns);
