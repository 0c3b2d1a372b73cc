// What users read is typeset as French is.

import { describe, expect, it } from 'vitest';
import { checkTypography, mend, mendLiterals } from './typography.mjs';

describe('typography', () => {
  it.each([
    ['Que faire : rien', 'Que faire\u00a0: rien'],
    ['Vraiment ?', 'Vraiment\u202f?'],
    ['« oui »', '«\u00a0oui\u00a0»'],
    ['a ? b', 'a\u202f? b'],
    ['https://exemple.fr', 'https://exemple.fr'],
    ['12:30', '12:30'],
  ])('%s', (before, after) => expect(mend(before)).toBe(after));

  it('looks at literals only, and at what follows a value', () => {
    const source = ['const a = b ? c : d;', 'const e = `', '$', '{x} : fin`;'].join('');
    expect(mendLiterals(source)).toContain('\u00a0: fin');
    expect(mendLiterals(source)).toContain('b ? c : d');
  });

  it('looks between the tags of a page', () => {
    const page = 'const a = b ? <p>Vraiment ? « oui » : {c} ! <a href="x">Quoi ?</a></p> : null;';
    expect(mendLiterals(page, 'page.tsx')).toBe(
      'const a = b ? <p>Vraiment\u202f? «\u00a0oui\u00a0»\u00a0: {c}\u202f! <a href="x">Quoi\u202f?</a></p> : null;',
    );
  });

  it('is right in every room that speaks to users', () => {
    expect(checkTypography(false)).toEqual([]);
  });
});
