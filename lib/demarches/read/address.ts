// An address. Typed by hand or foreign, it has few of its parts (facts/demarches.md §5).

import type { Address } from '../../sync/model/dossier';
import { record, text } from './json';

export function readAddress(value: unknown): Address | null {
  const address = record(value);
  return address === null
    ? null
    : {
        label: text(address.label),
        type: text(address.type),
        streetAddress: text(address.streetAddress),
        streetNumber: text(address.streetNumber),
        streetName: text(address.streetName),
        postalCode: text(address.postalCode),
        cityName: text(address.cityName),
        cityCode: text(address.cityCode),
        departmentName: text(address.departmentName),
        departmentCode: text(address.departmentCode),
        regionName: text(address.regionName),
        regionCode: text(address.regionCode),
        countryName: text(address.countryName),
        countryCode: text(address.countryCode),
      };
}
