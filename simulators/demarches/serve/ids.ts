// DN's typed ids: the class and the row, in base64.

/** `typedId('Dossier', 12)` is `RG9zc2llci0xMg==`. */
export const typedId = (type: string, id: number | string): string =>
  Buffer.from(`${type}-${id}`).toString('base64');

/** The number at the end of a typed id; null when it is not one. */
export const idNumber = (id: string): number | null => {
  const found = /^[A-Za-z]+-(\d+)$/.exec(Buffer.from(id, 'base64').toString());
  return found ? Number(found[1]) : null;
};
