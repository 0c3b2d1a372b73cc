// Random histories of a démarche, of a document and of the tool between them, faults and kills included: once all is
// quiet, the promises 1 to 7 of design/house.md hold. Quarter 2 of them, for vitest to use every core: testing/suite.ts.

import { shardOfHistories } from './testing/suite';

shardOfHistories(2);
