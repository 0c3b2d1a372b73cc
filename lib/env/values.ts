// One zod schema for each kind of value, from the text of a variable to what the code works with. The issues are French
// and never quote the text: it may be a secret put in the wrong place.

import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { CEILING_BOUNDS, readCeilingText } from '../sync/files-ceiling';
import { STATES } from '../sync/tables/dossiers';

/** The greatest number that DN's GraphQL `Int` can hold. */
const GREATEST_NUMBER = 2_147_483_647;

export const number = z
  .string()
  .regex(/^\d+$/, 'ce n’est pas un nombre : donnez les chiffres seuls')
  .transform(Number)
  .refine((value) => value > 0 && value <= GREATEST_NUMBER, 'ce nombre ne peut pas être un numéro');

export const numbers = list(number, 'il faut des numéros séparés par des virgules');

/** A token or a key, as it goes into a header: one word of plain ASCII. */
export const secret = z
  .string()
  .transform((text) => text.replace(/^Bearer\s+/i, ''))
  .refine(
    (text) => /^[\x21-\x7e]+$/.test(text),
    'il contient des espaces ou des caractères inattendus : recopiez-le entier, d’un seul tenant',
  );

export const postgresUrl = z
  .string()
  .refine(
    (text) => /^postgres(?:ql)?:$/.test(URL.parse(text)?.protocol ?? ''),
    'ce n’est pas une adresse de base Postgres (postgresql://…)',
  );

/** `YYYY-MM-DD`, from that or from `DD/MM/YYYY`. */
export const day = z.string().transform((text, context) => {
  const french = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const iso = french ? `${french[3]}-${french[2]}-${french[1]}` : text;
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso) && isDay(iso)) return iso;
  context.addIssue({ code: 'custom', message: 'ce n’est pas une date : écrivez AAAA-MM-JJ ou JJ/MM/AAAA' });
  return z.NEVER;
});

/** A date that the calendar has: not 30 February. */
function isDay(iso: string): boolean {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}

const YES = new Set(['oui', 'vrai', 'true', 'yes', '1']);
const NO = new Set(['non', 'faux', 'false', 'no', '0']);

export const yesOrNo = z.string().transform((text, context) => {
  const word = plain(text);
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  context.addIssue({ code: 'custom', message: 'répondez par oui ou par non' });
  return z.NEVER;
});

/** DN's states by their own code or by the words of its screens, `Classé sans suite` for instance. */
const STATE_OF_WORD: ReadonlyMap<string, string> = new Map([
  ...Object.keys(STATES).map((code) => [plain(code), code] as const),
  ...Object.entries(STATES).map(([code, label]) => [plain(label), code] as const),
]);

export const states = list(
  z.string().transform((text, context) => {
    const code = STATE_OF_WORD.get(plain(text));
    if (code !== undefined) return code;
    context.addIssue({ code: 'custom', message: '' });
    return z.NEVER;
  }),
  `un état est inconnu : choisissez parmi ${Object.keys(STATES).join(', ')}`,
);

export const archives = oneOf('tous', 'exclus', 'seulement');

/** One word of a short list, whatever its accents and capitals. */
export function oneOf<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z
    .string()
    .transform(plain)
    .pipe(z.enum(words, `choisissez ${words.slice(0, -1).join(', ')} ou ${words.at(-1)}`));
}

/** Scheme, host and port, without a final slash. Plain http is for this machine alone. */
export const siteOrigin = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return refuse('ce n’est pas l’adresse d’un site (https://…)');
  }
  if (url.username || url.pathname !== '/' || url.search || url.hash) {
    return refuse('donnez l’adresse du site seule, sans chemin ni identifiants');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return refuse('il faut https://, sauf sur cette machine');
  }
  return url.origin;
});

export const origins = list(
  siteOrigin,
  'une adresse de site n’est pas lisible\u00a0: écrivez par exemple https://demarche.numerique.gouv.fr',
);

/** Of a service that speaks OpenID Connect: https, or http on this machine. No final slash. */
export const issuer = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const secure =
    url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
  if (secure && !url.username && !url.search && !url.hash) return url.href.replace(/\/$/, '');
  context.addIssue({ code: 'custom', message: 'ce n’est pas une adresse possible (https://…/api/v2)' });
  return z.NEVER;
});

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** A secret of our own, drawn at random. */
export const longSecret = z
  .string()
  .refine((text) => text.length >= 32, 'il est trop court : il faut au moins 32 caractères tirés au hasard');

export const smtpUrl = z
  .string()
  .refine(
    (text) => /^smtps?:$/.test(URL.parse(text)?.protocol ?? ''),
    'ce n’est pas l’adresse d’un relais de messagerie (smtp://… ou smtps://…)',
  );

export const mailbox = z
  .string()
  .regex(/^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:]+$/, 'ce n’est pas une adresse électronique');

export const webAddress = z
  .string()
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'ce n’est pas une adresse (http://…)');

/** A number of things, none included. */
export const count = z
  .string()
  .regex(/^\d{1,2}$/, 'ce n’est pas un nombre : donnez les chiffres seuls')
  .transform(Number);

/** Domains as they are compared: lower case, ASCII; `*.exemple.fr` also means what is below, `*` means all. */
export const domains = list(
  z
    .string()
    .transform((text) => {
      const lower = text.toLowerCase().replace(/^@/, '');
      if (lower === '*') return lower;
      const bare = lower.replace(/^\*\./, '');
      return lower.slice(0, lower.length - bare.length) + domainToASCII(bare);
    })
    .refine((text) => text === '*' || /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(text)),
  'un domaine n’est pas lisible : écrivez par exemple exemple.gouv.fr, *.exemple.fr',
);

export const sirets = list(
  z
    .string()
    .transform((text) => text.replace(/\s/g, ''))
    .refine((text) => /^\d{14}$/.test(text)),
  'un SIRET n’est pas lisible : il a 14 chiffres',
);

export const identifiers = list(z.string(), 'il faut des identifiants séparés par des virgules');

/** Comma (or semicolon) separated, in any order, each value once. */
function list<T>(item: z.ZodType<T, string>, refusal: string) {
  return z.string().transform((text, context): readonly T[] => {
    const parts = text.split(/[,;]/).flatMap((part) => part.trim() || []);
    const read = z.array(item).safeParse(parts);
    if (read.success) return [...new Set(read.data)];
    context.addIssue({ code: 'custom', message: refusal });
    return z.NEVER;
  });
}

/** Without accents, capitals or punctuation: `Accepté` and `accepte` are one word. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_-]+/g, '_')
    .trim();
}

/** Bytes, from « 2 Go » or « 500 Mo ». */
export const filesCeiling = z.string().transform((text, context) => {
  const bytes = readCeilingText(text);
  if (bytes !== null) return bytes;
  const message = `donnez un nombre et son unité, Mo ou Go, ${CEILING_BOUNDS}`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** A line that pages show as it is. */
export const words = z.string().max(500, 'ce texte est trop long : 500 caractères au plus');
