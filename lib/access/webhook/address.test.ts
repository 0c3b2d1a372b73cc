// A webhook's address is opened by its own link alone, under the present secret alone.

import { expect, it } from 'vitest';
import { openAddress, sealAddress } from './address';

const URL = 'https://messagerie.exemple.gouv.fr/hooks/a1b2c3';

it('opens where it was sealed, and nowhere else', () => {
  const sealed = sealAddress('un secret de session', 'liaison-1', URL);
  expect(sealed).not.toContain('exemple');
  expect(openAddress('un secret de session', 'liaison-1', sealed)).toBe(URL);
  expect(openAddress('un secret de session', 'liaison-2', sealed)).toBeNull();
  expect(openAddress('un autre secret', 'liaison-1', sealed)).toBeNull();
  expect(openAddress('un secret de session', 'liaison-1', URL)).toBeNull();
});
