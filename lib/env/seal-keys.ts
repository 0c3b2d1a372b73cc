// The encryption keys of the environment: the active one first, then those that still open older secrets.

import type { SealKeys } from '../store/seal';
import { serviceVariableFailure } from './service-variables';

const NAME = 'CLES_DE_CHIFFREMENT';
const KEY_BYTES = 32;

/**
 * Reads `name:base64,name:base64…`. Pure. Throws CONFIG_INCOMPLETE or CONFIG_INVALIDE, never quoting a key: a service
 * that cannot seal must not start, and there is no default key.
 */
export function readSealKeys(variables: Readonly<Record<string, string | undefined>>): SealKeys {
  const text = variables[NAME]?.trim();
  if (!text) throw serviceVariableFailure(NAME, null);
  const keys = new Map<string, Uint8Array>();
  for (const [index, part] of text.split(',').entries()) {
    const { name, key } = readKey(part.trim(), index + 1);
    if (keys.has(name)) throw refused(`deux clés portent le nom « ${name} »`);
    if ([...keys.values()].some((other) => Buffer.from(other).equals(key)))
      throw refused(`la clé « ${name} » est donnée deux fois`);
    keys.set(name, key);
  }
  const [active] = keys.keys();
  if (active === undefined) throw refused('aucune clé n’est donnée');
  return { active, keys };
}

function readKey(part: string, rank: number): { readonly name: string; readonly key: Buffer } {
  const [, name, encoded] = /^([a-z0-9][a-z0-9_-]{0,31}):(.+)$/.exec(part) ?? [];
  if (name === undefined || encoded === undefined) {
    throw refused(
      `la clé n° ${rank} n’est pas de la forme nom:clé (un nom en minuscules, chiffres et tirets)`,
    );
  }
  const key = Buffer.from(encoded, 'base64');
  // Node passes over what is not base64: only a text that comes out the same was whole.
  const whole = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
  if (!whole || key.length !== KEY_BYTES) {
    throw refused(`la clé « ${name} » n’est pas faite de ${KEY_BYTES} octets écrits en base64`);
  }
  if (new Set(key).size < 8) throw refused(`la clé « ${name} » n’est pas tirée au hasard`);
  return { name, key };
}

function refused(reason: string) {
  return serviceVariableFailure(NAME, reason);
}
