// The border of the site: nothing but what its operator lists, and this machine in the demo.

import { describe, expect, it } from 'vitest';
import { type Instances, isAllowed, requireAllowed } from './instances';

const OPEN: Instances = {
  demarches: ['https://demarche.numerique.gouv.fr'],
  grist: ['https://grist.numerique.gouv.fr', 'https://grist.exemple.fr:8443'],
  fichiers: [],
  loopback: false,
};
const DEMO: Instances = { ...OPEN, loopback: true };

describe('the border', () => {
  it.each([
    ['demarches', 'https://demarche.numerique.gouv.fr'],
    ['demarches', 'https://demarche.numerique.gouv.fr/admin/procedures/1'],
    ['grist', 'https://grist.exemple.fr:8443/doc/abcdef'],
  ] as const)('lets a listed instance through: %s %s', (side, address) => {
    expect(isAllowed(OPEN, side, address)).toBe(true);
  });

  it.each([
    ['demarches', 'https://grist.numerique.gouv.fr'],
    ['grist', 'https://demarche.numerique.gouv.fr'],
    ['grist', 'https://grist.exemple.fr'],
    ['grist', 'http://grist.numerique.gouv.fr'],
    ['grist', 'https://grist.numerique.gouv.fr.voleur.fr'],
    ['grist', 'https://voleur.fr/?https://grist.numerique.gouv.fr'],
    ['grist', 'https://grist.numerique.gouv.fr@voleur.fr'],
    ['grist', 'https://agent:secret@grist.numerique.gouv.fr'],
    ['grist', 'http://169.254.169.254'],
    ['grist', 'http://127.0.0.1:5432'],
    ['grist', 'http://localhost:3000'],
    ['grist', 'http://[::1]'],
    ['grist', 'file:///etc/passwd'],
    ['grist', ''],
  ] as const)('stops everything else on an open site: %s %s', (side, address) => {
    expect(isAllowed(OPEN, side, address)).toBe(false);
    expect(() => requireAllowed(OPEN, side, address)).toThrow('INSTANCE_NON_AUTORISEE');
  });

  it.each(['http://127.0.0.1:4151', 'http://localhost:4151', 'http://[::1]:4151'])(
    'lets %s through in the demo alone',
    (address) => {
      expect(isAllowed(DEMO, 'grist', address)).toBe(true);
    },
  );

  it.each(['http://10.0.0.1', 'http://192.168.1.1', 'https://voleur.fr', 'file://localhost/etc/passwd'])(
    'stops %s in the demo as well',
    (address) => {
      expect(isAllowed(DEMO, 'grist', address)).toBe(false);
    },
  );
});
