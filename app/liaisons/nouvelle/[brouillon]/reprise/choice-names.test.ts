// Choices of columns, named in a form and read again.

import { expect, it } from 'vitest';
import { choiceName, readChoices } from './choice-names';

it('reads what it named, and nothing that is no choice', () => {
  const form = new FormData();
  form.append(choiceName('champs', 'Q2hhbXAtMQ==#origine'), 'gardee');
  form.append(choiceName('bloc:x', 'meta:number'), 'convertie');
  form.append(choiceName('champs', 'autre'), '<script>');
  form.append('partout', 'choix');
  form.append(choiceName('champs', 'fichier'), new File(['a'], 'a.txt'));
  expect([...readChoices(form)]).toEqual([
    ['champs Q2hhbXAtMQ==#origine', 'gardee'],
    ['bloc:x meta:number', 'convertie'],
  ]);
});
