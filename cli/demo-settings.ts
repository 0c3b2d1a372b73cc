// Where the demo leaves its settings, for `npm run otp -- … --demo`.

import { fileURLToPath } from 'node:url';

export const DEMO_ENV = fileURLToPath(new URL('../.data/demo.env', import.meta.url));
