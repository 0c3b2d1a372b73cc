// Canaries: invented secrets and personal data that are planted, then looked for wherever they should not be, in clear or in
// the disguises that a program gives to what it carries along.

export type Found = { readonly canary: string; readonly place: string };

/** Something that was said somewhere: a page, a line of the log, a column of a row… */
export type Said = { readonly place: string; readonly text: string };

/** Where a canary may be after all. Each says why, and one that allows nothing any more is noticed. */
export type Exception = { readonly canary: RegExp; readonly place: RegExp; readonly why: string };

/** Shorter, it would be found by chance. */
const SHORTEST = 8;

export class Canaries {
  readonly #values = new Map<string, readonly string[]>();

  /** Gives the value back, so that it is planted where it is named. */
  plant(name: string, value: string): string {
    if (value.length < SHORTEST) throw new Error(`the canary ${name} is too short`);
    this.#values.set(name, disguises(value));
    return value;
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  find(said: Iterable<Said>): readonly Found[] {
    const found = new Map<string, Found>();
    for (const { place, text } of said) {
      const lower = text.toLowerCase();
      for (const [canary, forms] of this.#values) {
        if (forms.some((form) => lower.includes(form))) found.set(`${canary}\n${place}`, { canary, place });
      }
    }
    return [...found.values()];
  }
}

/** What no exception allows, and the exceptions that allowed nothing. */
export function judge(
  found: readonly Found[],
  exceptions: readonly Exception[],
): { readonly leaks: readonly string[]; readonly idle: readonly string[] } {
  const allows = ({ canary, place }: Exception, one: Found) =>
    canary.test(one.canary) && place.test(one.place);
  return {
    leaks: found
      .filter((one) => !exceptions.some((exception) => allows(exception, one)))
      .map(({ canary, place }) => `${canary} → ${place}`)
      .sort(),
    idle: exceptions
      .filter((exception) => !found.some((one) => allows(exception, one)))
      .map(({ canary, place }) => `${canary} → ${place}`),
  };
}

/** In lower case, so that the case is not looked at: in clear, in an address, in JSON, in HTML, in hexadecimal, in base64. */
function disguises(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const forms = [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll('&', '&amp;').replaceAll("'", '&#x27;').replaceAll('"', '&quot;'),
    bytes.toString('hex'),
    ...[0, 1, 2].map((shift) => base64At(bytes, shift)),
    ...[0, 1, 2].map((shift) => base64At(bytes, shift).replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [...new Set(forms.filter(({ length }) => length >= SHORTEST).map((form) => form.toLowerCase()))];
}

/** The characters that bytes give wherever they stand in a longer text that is encoded: those of its edges depend on the rest. */
function base64At(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  return text.slice(shift === 0 ? 0 : shift + 1, -2);
}
