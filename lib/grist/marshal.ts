// Reads what Grist keeps as a blob inside a cell: a value in Python's marshal format.

/**
 * Grist marshals what SQLite would change: a text that looks like a number in a numeric column, a number in a text
 * column, lists that are not plain, encoded objects (grist-core app/server/lib/DocStorage.ts, `_encodeValue`;
 * codes of app/common/marshal.ts). `/sql` gives those bytes as they are.
 */
export type Unmarshalled =
  | null
  | boolean
  | number
  | string
  | readonly Unmarshalled[]
  | { readonly dict: unknown };

/** Undefined when the bytes are not a whole value of the kinds that Grist writes. */
export function unmarshal(bytes: Uint8Array): Unmarshalled | undefined {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes, at: 0 };
  try {
    const value = readValue(reader);
    return reader.at === bytes.length ? value : undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof NotMarshalled) return undefined;
    throw error;
  }
}

class NotMarshalled extends Error {}

type Reader = { readonly view: DataView; readonly bytes: Uint8Array; at: number };

function readValue(reader: Reader): Unmarshalled {
  const code = String.fromCharCode(reader.view.getUint8(reader.at));
  reader.at += 1;
  switch (code) {
    case 'N':
      return null;
    case 'T':
      return true;
    case 'F':
      return false;
    case 'i':
      return readInt(reader);
    case 'I':
      return Number(reader.view.getBigInt64(advance(reader, 8), true));
    case 'l':
      return readLong(reader);
    case 'g':
      return reader.view.getFloat64(advance(reader, 8), true);
    case 'f': {
      const length = reader.view.getUint8(advance(reader, 1));
      return Number(readText(reader, length));
    }
    case 'u':
    case 's':
    case 't':
      return readText(reader, readInt(reader));
    case '[':
    case '(': {
      const length = readInt(reader);
      const items: Unmarshalled[] = [];
      for (let i = 0; i < length; i += 1) items.push(readValue(reader));
      return items;
    }
    case '{':
      return { dict: readDict(reader) };
    default:
      throw new NotMarshalled();
  }
}

function advance(reader: Reader, length: number): number {
  const start = reader.at;
  if (length < 0 || start + length > reader.bytes.length) throw new NotMarshalled();
  reader.at += length;
  return start;
}

function readInt(reader: Reader): number {
  return reader.view.getInt32(advance(reader, 4), true);
}

function readText(reader: Reader, length: number): string {
  const start = advance(reader, length);
  return new TextDecoder().decode(reader.bytes.subarray(start, start + length));
}

/** A big integer: signed count of 15-bit digits, least significant first. */
function readLong(reader: Reader): number {
  const count = readInt(reader);
  let value = 0;
  for (let i = 0; i < Math.abs(count); i += 1) {
    value += reader.view.getUint16(advance(reader, 2), true) * 2 ** (15 * i);
  }
  return count < 0 ? -value : value;
}

/** Pairs until a NULL code (`0`). */
function readDict(reader: Reader): Readonly<Record<string, Unmarshalled>> {
  const dict: Record<string, Unmarshalled> = {};
  while (String.fromCharCode(reader.view.getUint8(reader.at)) !== '0') {
    const key = readValue(reader);
    dict[String(key)] = readValue(reader);
  }
  reader.at += 1;
  return dict;
}
