// `npm run cles`

import { keys } from './keys';
import { PROCESS_TERMINAL } from './main';

process.exitCode = await keys(process.argv.slice(2), PROCESS_TERMINAL);
