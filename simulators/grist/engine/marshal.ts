// The subset of Python's marshal format (version 2) in which Grist stores cells that SQLite would otherwise alter.

import { INT_HIGH, INT_LOW } from './value';

const text = new TextEncoder();
const utf8 = new TextDecoder();

/** Bytes of a value: null, boolean, number, text, list, or object with text keys. */
export function marshal(value: unknown): Uint8Array {
  const bytes: number[] = [];
  write(value, bytes);
  return Uint8Array.from(bytes);
}

function write(value: unknown, out: number[]): void {
  if (value === null || value === undefined) out.push(0x4e);
  else if (typeof value === 'boolean') out.push(value ? 0x54 : 0x46);
  else if (typeof value === 'number') writeNumber(value, out);
  else if (typeof value === 'string') {
    const encoded = text.encode(value);
    out.push(0x75);
    writeInt32(encoded.length, out);
    for (const byte of encoded) out.push(byte);
  } else if (Array.isArray(value)) {
    out.push(0x5b);
    writeInt32(value.length, out);
    for (const item of value) write(item, out);
  } else {
    out.push(0x7b);
    for (const [key, item] of Object.entries(value)) {
      write(key, out);
      write(item, out);
    }
    out.push(0x30);
  }
}

function writeNumber(value: number, out: number[]): void {
  const short = Number.isInteger(value) && value >= INT_LOW && value <= INT_HIGH && !Object.is(value, -0);
  if (short) {
    out.push(0x69);
    writeInt32(value, out);
    return;
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  out.push(0x67);
  for (let index = 0; index < 8; index++) out.push(view.getUint8(index));
}

function writeInt32(value: number, out: number[]): void {
  out.push(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff);
}

/** The value that `marshal` wrote. Throws a RangeError on anything else. */
export function unmarshal(bytes: Uint8Array): unknown {
  return new Reader(bytes).value();
}

class Reader {
  private readonly view: DataView;
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(): unknown {
    const code = this.view.getUint8(this.at);
    this.at += 1;
    switch (code) {
      case 0x4e:
        return null;
      case 0x54:
        return true;
      case 0x46:
        return false;
      case 0x69:
        return this.int32();
      case 0x67:
        this.at += 8;
        return this.view.getFloat64(this.at - 8, true);
      case 0x75:
        return this.text(this.int32());
      case 0x5b:
        return Array.from({ length: this.int32() }, () => this.value());
      case 0x7b:
        return this.object();
      default:
        throw new RangeError(`marshal code ${code}`);
    }
  }

  private int32(): number {
    this.at += 4;
    return this.view.getInt32(this.at - 4, true);
  }

  private text(length: number): string {
    this.at += length;
    return utf8.decode(this.bytes.subarray(this.at - length, this.at));
  }

  private object(): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    while (this.view.getUint8(this.at) !== 0x30) {
      const key = String(this.value());
      found[key] = this.value();
    }
    this.at += 1;
    return found;
  }
}
