// Établissements and addresses of the contract: what DN says with `""` or `-1` is null there.

import type { Address, Etablissement } from '../../../lib/sync/model/dossier';

const blank = (text: string | null): string | null => (text === '' ? null : text);

export const truthOfAddress = (address: Address | null): Address | null =>
  address === null
    ? null
    : {
        label: blank(address.label),
        type: address.type,
        streetAddress: blank(address.streetAddress),
        streetNumber: blank(address.streetNumber),
        streetName: blank(address.streetName),
        postalCode: blank(address.postalCode),
        cityName: blank(address.cityName),
        cityCode: blank(address.cityCode),
        departmentName: blank(address.departmentName),
        departmentCode: blank(address.departmentCode),
        regionName: blank(address.regionName),
        regionCode: blank(address.regionCode),
        countryName: blank(address.countryName),
        countryCode: blank(address.countryCode),
      };

/** An unknown capital is -1 in DN. */
export const truthOfEtablissement = (one: Etablissement): Etablissement => ({
  ...one,
  address: truthOfAddress(one.address),
  entreprise:
    one.entreprise === null
      ? null
      : {
          ...one.entreprise,
          nomCommercial: blank(one.entreprise.nomCommercial),
          capitalSocial: one.entreprise.capitalSocial === '-1' ? null : one.entreprise.capitalSocial,
        },
});
