// All the conformance scenarios, in the order in which they are played.

import { ENDINGS } from './scenarios/endings';
import { FAILURES } from './scenarios/failures';
import { LOCKS } from './scenarios/locks';
import { STEPS } from './scenarios/steps';
import { TRIGGERS } from './scenarios/triggers';
import { WAITING } from './scenarios/waiting';

export const SCENARIOS = [...STEPS, ...FAILURES, ...LOCKS, ...WAITING, ...ENDINGS, ...TRIGGERS];
