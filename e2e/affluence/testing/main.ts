// `npm run affluence`: fifty people at once on the built site. Prints its figures (bench/RESULTS.md).

import { crowd } from './crowd';

await crowd((text) => console.log(text));
