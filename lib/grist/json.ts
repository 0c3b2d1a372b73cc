// Parsing a text that may well not be JSON, where that is an answer and not an error.

export type Parsed =
  | { readonly status: 'json'; readonly value: unknown }
  /** The parser's message is not kept: it quotes the text. */
  | { readonly status: 'other' };

export function parseJson(text: string): Parsed {
  try {
    return { status: 'json', value: JSON.parse(text) };
  } catch {
    return { status: 'other' };
  }
}
