// Is this process alive? 200 whatever its database or its engine do: for who restarts a process that hangs, and must not restart
// all of them because Postgres is away. How the service is: /api/sante.

import { VERSION } from '../../../../lib/env/version';

export const dynamic = 'force-dynamic';

export function GET(): Response {
  return Response.json({ etat: 'vivant', version: VERSION }, { headers: { 'Cache-Control': 'no-store' } });
}
