// Lines of a spreadsheet: separators and quotes inside, formulas that must not be.

import { describe, expect, it } from 'vitest';
import { csvLine } from './csv';

describe('a line', () => {
  it.each([
    [['a', 1, null, 2.5, -3], 'a;1;;2,5;-3'],
    [['a;b', 'dit « "oui" »', 'deux\nlignes'], '"a;b";"dit « ""oui"" »";"deux\nlignes"'],
    [['=1+1', '+33', '-2', '@moi'], "'=1+1;'+33;'-2;'@moi"],
    [[' =1', '\t=1', '\u00a0=1', '\u200b=1', '＝1'], "' =1;'\t=1;'\u00a0=1;'\u200b=1;'＝1"],
    [['\r\n=cmd|x!A1', '=a;b'], `"'\r\n=cmd|x!A1";"'=a;b"`],
    [['\tsuite', 'À jour = oui', '2026-11-23'], "'\tsuite;À jour = oui;2026-11-23"],
    [[''], ''],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(`${line}\r\n`);
  });
});
