// `npm run reprise`

import { PROCESS_TERMINAL } from './main';
import { moveService } from './move-service';

process.exitCode = await moveService(process.argv.slice(2), PROCESS_TERMINAL);
