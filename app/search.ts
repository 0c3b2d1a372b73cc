// What stands after the « ? » of a page's address, as Next hands it over.

export type SearchProps = {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
};

/** The one value of a name; null when there is none, or several. */
export function one(value: string | readonly string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
