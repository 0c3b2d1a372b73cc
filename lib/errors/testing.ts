// What a test expects of something that must fail.

import { Failure } from './failure';

/** The failure that this promise ends in. Throws when there is none, and whatever else it ends in. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('a failure was expected');
}
