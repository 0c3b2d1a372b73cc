// Which types hold what another one's values say, told without the product's own rule (data-model.md, « When the form
// changes »: « respected if every value still fits »; facts/grist.md §4).

/** Grist's types without what follows the colon. */
export const FITTING: Readonly<Record<string, readonly string[]>> = {
  Text: ['Choice'],
  Choice: ['Text'],
  Int: ['Numeric', 'Text'],
  Numeric: ['Text'],
};

/** Some of those that do not. */
export const UNFIT: Readonly<Record<string, readonly string[]>> = {
  Text: ['Numeric', 'Int', 'ChoiceList'],
  Choice: ['Numeric', 'Bool'],
  Numeric: ['Date', 'Bool'],
  Date: ['Text', 'Numeric'],
  DateTime: ['Text'],
  Bool: ['Text'],
  ChoiceList: ['Text'],
};

/** `DateTime:Europe/Paris` and `Ref:Table1` are `DateTime` and `Ref`. */
export function baseOf(type: string): string {
  return type.split(':', 1)[0] ?? type;
}

/** May a value made for a column of type `wanted` be written in one of type `found`? */
export function fits(wanted: string, found: string): boolean {
  const [from, to] = [baseOf(wanted), baseOf(found)];
  return from === to || (FITTING[from]?.includes(to) ?? false);
}
