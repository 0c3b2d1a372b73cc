// Where a canary may be, one by one, each with its reason. Whatever is not here is a leak.

import type { Exception } from './canaries';

export const EXCEPTIONS: readonly Exception[] = [
  {
    canary: /^courriel/,
    place: /^base (app_user\.email|user_account\.(email|provider_account_id))$/,
    why: 'the account of that person: where the service writes to them, and how they come back',
  },
  {
    canary: /^courriel/,
    place: /^base verification_token\.email$/,
    why: 'whose link it is, for fifteen minutes; erased when it is used, or swept',
  },
  {
    canary: /^courriel de l’invitée$/,
    place: /^base pending_membership\.email$/,
    why: 'who is invited, until they answer or the invitation is over',
  },
  {
    canary: /^identité/,
    place: /^base (app_user\.(given_name|usual_name|email)|user_account\.email)$/,
    why: 'what ProConnect tells of the person (their address holds their name), for those who share a link with them',
  },
  {
    canary: /^(courriel|identité) de l’agent/,
    place: /^page .* \(agent\)$/,
    why: 'their own name or address, in the head of each of their pages',
  },
  {
    canary: /^courriel de la propriétaire$/,
    place: /^page .* \(propriétaire\)$/,
    why: 'their own address, in the head of each of their pages',
  },
  {
    canary: /^courriel de la propriétaire$/,
    place: /^page \/connexion\/lien$/,
    why: 'whom the link of the letter signs in, told to whoever holds it',
  },
  {
    canary: /^courriel de la propriétaire$/,
    place: /^lettre « .* vous invite à suivre une démarche/,
    why: 'who invites, to whom they invite',
  },
  {
    canary: /^lien de connexion$/,
    place: /^lettre « Votre lien de connexion à One Trick Pony »$/,
    why: 'the letter is where the link is given',
  },
  {
    canary: /^courriel de l’invitée$/,
    place: /^page \/liaisons\/\[id\]\/partage \(propriétaire\)$/,
    why: 'who is invited, to the owners alone',
  },
  {
    canary: /^(courriel|identité)/,
    place: /^page \/liaisons\/\[id\](\/partage|\/reglages)? \((propriétaire|agent)\)$/,
    why: 'who shares the link, who gave its secrets, and to members alone',
  },
  {
    canary: /^courriel de la propriétaire$/,
    place: /^page (\/executions\/\[id\]|\/liaisons\/\[id\]\/historique\/export) \(agent\)$/,
    why: 'who asked for a run, to members alone',
  },
  {
    canary: /^lien de connexion$/,
    place: /^page \/connexion\/lien$/,
    why: 'the page that the link itself opened sends it back, once, when its button is pressed',
  },
  {
    canary: /^clé du webhook$/,
    place: /^page \/liaisons\/\[id\]\/alertes \(propriétaire\)$/,
    why: 'the owner copies it into their program; it is derived, and kept nowhere',
  },
  {
    canary: /^adresse du webhook$/,
    place: /^(webhook|page \/liaisons\/\[id\]\/alertes \(propriétaire\))$/,
    why: 'where to write to; shown to owners alone',
  },
  {
    canary: /^dossier : /,
    place: /^page \/liaisons\/nouvelle\/\[brouillon\]\/apercu \(propriétaire\)$/,
    why: 'the sample that whoever holds the token asks to see, read for this answer and kept nowhere',
  },
];
