// What the header and the footer say alike. Given to both: the header waits for the session, the footer does not.

export const BRAND = (
  <>
    République
    <br />
    Française
  </>
);

export const HOME_LINK = { href: '/', title: 'Accueil – One Trick Pony' };
