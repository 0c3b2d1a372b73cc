// The number of a démarche, from what a person types or pastes.

/** GraphQL's Int. */
const GREATEST = 2 ** 31 - 1;

export type NumberRead =
  | {
      readonly status: 'read';
      readonly number: number /** Of a pasted address. */;
      readonly origin: string | null;
    }
  | { readonly status: 'unread'; readonly why: string };

/**
 * Pure. Accepts « 12345 », « n° 12 345 », and the address of one of the démarche's pages for those who run it
 * (`/admin/procedures/12345/…`, `/procedures/12345/…`, facts/demarches.md §1).
 */
export function readDemarcheNumber(text: string): NumberRead {
  const typed = text.trim();
  if (typed === '')
    return unread('Donnez le numéro de la démarche, ou l’adresse de sa page d’administration.');
  if (/^[\d\s.\u00a0\u202f]+$/.test(typed.replace(/^n\s*[°º]?\s*/i, ''))) {
    return numbered(typed.replace(/\D/g, ''), null);
  }
  const looksLikeAddress = /^(?:https?:\/\/|[\w-]+(?:\.[\w-]+)+(?::\d+)?\/)/i.test(typed);
  if (!looksLikeAddress) {
    return unread(
      'Ce n’est pas un numéro : donnez les chiffres seuls, par exemple 12345, ou l’adresse complète.',
    );
  }
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
  if (url === null) return unread('Cette adresse n’est pas lisible : copiez-la depuis le navigateur.');
  if (url.username !== '' || url.password !== '') {
    return unread('L’adresse contient un nom d’utilisateur ou un mot de passe : retirez-les.');
  }
  const found = /\/(?:procedures|demarches)\/(\d+)(?:\/|$)/.exec(url.pathname)?.[1];
  if (found !== undefined) return numbered(found, url.origin);
  return unread(
    /\/(?:commencer|dossiers)\//.test(url.pathname)
      ? 'Cette adresse est celle des usagers, et ne dit pas le numéro. Ouvrez la démarche comme administrateur ou instructeur : le numéro est dans l’adresse.'
      : 'Cette adresse ne dit pas le numéro de la démarche. Il suit « procedures/ » dans l’adresse de ses pages d’administration.',
  );
}

function numbered(digits: string, origin: string | null): NumberRead {
  const number = Number(digits);
  if (digits.length > 10 || number < 1 || number > GREATEST) {
    return unread('Ce nombre ne peut pas être un numéro de démarche : il a souvent cinq ou six chiffres.');
  }
  return { status: 'read', number, origin };
}

function unread(why: string): NumberRead {
  return { status: 'unread', why };
}
