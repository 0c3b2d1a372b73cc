// A CSV export, as spreadsheets and psql write it: quotes, line ends in cells, commas or semicolons, with or without a mark.

/** Rows by the names of the first line. Empty for a text without any row. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const plain = text.replace(/^\ufeff/, '');
  const first = plain.slice(0, plain.search(/[\r\n]|$/));
  const [names = [], ...lines] = cellsOf(plain, first.includes(';') && !first.includes(',') ? ';' : ',');
  return lines
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => Object.fromEntries(names.map((name, rank) => [name.trim(), cells[rank] ?? ''])));
}

function cellsOf(text: string, separator: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    lines.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === separator) endCell();
    else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text.charAt(at + 1) === '\n') at += 1;
      endCell();
      lines.push([]);
    } else cell += sign;
  }
  endCell();
  return lines;
}
