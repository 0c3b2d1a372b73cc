// Zones and pièces: the areas and files found anywhere in a dossier, each with where it comes from.

import { fits } from '../cells/codec';
import { literal } from '../cells/literal';
import { everyChamp, type Placed } from '../every-champ';
import { shortHash } from '../hash';
import type { Dossier, FileRef, GeoArea } from '../model/dossier';
import { centroid, wkt } from './geometry';
import { cellColumn, choiceColumn, instantColumn, type Meta, textColumn } from './meta';

const SOURCES: Readonly<Record<string, string>> = {
  selection_utilisateur: 'Tracé',
  cadastre: 'Cadastre',
  rpg: 'RPG',
};

/** An area with its place in the dossier. `rowId`: row of a repeated block, null outside. */
export type PlacedArea = {
  readonly area: GeoArea;
  readonly key: string;
  readonly champ: string;
  readonly rowId: string | null;
};

export const ZONE_COLUMNS: readonly Meta<PlacedArea>[] = [
  textColumn('champ', 'Champ', ({ champ }) => champ),
  choiceColumn('source', 'Source', Object.values(SOURCES), ({ area }) => SOURCES[area.source] ?? area.source),
  textColumn('type', 'Type de géométrie', ({ area }) => area.geometry?.type ?? null),
  textColumn('description', 'Description', ({ area }) => area.description),
  cellColumn('latitude', 'Latitude', 'Numeric', ({ area }) => point(area)?.latitude ?? null),
  cellColumn('longitude', 'Longitude', 'Numeric', ({ area }) => point(area)?.longitude ?? null),
  textColumn('commune', 'Commune de la parcelle', ({ area }) => area.parcelle?.commune ?? null),
  textColumn('prefixe', 'Préfixe de la parcelle', ({ area }) => area.parcelle?.prefixe ?? null),
  textColumn('section', 'Section de la parcelle', ({ area }) => area.parcelle?.section ?? null),
  textColumn('numero', 'Numéro de la parcelle', ({ area }) => area.parcelle?.numero ?? null),
  {
    ...cellColumn<PlacedArea>('surface', 'Surface (m²)', 'Numeric', () => null),
    read: ({ area }) => surfaceCell(area.parcelle?.surface ?? null),
  },
  textColumn('geojson', 'Géométrie (GeoJSON)', ({ area }) =>
    area.geometry === null ? null : JSON.stringify(area.geometry),
  ),
  textColumn('wkt', 'Géométrie (WKT)', ({ area }) => (area.geometry === null ? null : wkt(area.geometry))),
  textColumn('bloc_ligne_id', 'Ligne du bloc', ({ rowId }) => rowId),
  textColumn('zone_id', 'Identifiant DN', ({ key }) => key),
];

function point(area: GeoArea) {
  return area.geometry === null ? null : centroid(area.geometry);
}

/** DN writes the surface of a parcelle as a text. */
function surfaceCell(surface: string | null) {
  if (surface === null) return fits(null);
  const number = Number(surface);
  return Number.isFinite(number) && surface.trim() !== ''
    ? fits(number)
    : literal(surface, 'nombre_illisible');
}

const ORIGINS = {
  champ: 'Champ',
  annotation: 'Annotation',
  avis: 'Avis',
  message: 'Message',
  motivation: 'Décision',
} as const;

/** A file with its place in the dossier. */
export type PlacedFile = {
  readonly file: FileRef;
  readonly key: string;
  readonly origin: keyof typeof ORIGINS;
  /** Label of the champ or annotation; null elsewhere. */
  readonly champ: string | null;
  readonly rowId: string | null;
};

export const PIECE_COLUMNS: readonly Meta<PlacedFile>[] = [
  textColumn('filename', 'Fichier', ({ file }) => file.filename),
  choiceColumn('origine', 'Origine', Object.values(ORIGINS), ({ origin }) => ORIGINS[origin]),
  textColumn('champ', 'Champ', ({ champ }) => champ),
  textColumn('content_type', 'Type de fichier', ({ file }) => file.contentType),
  cellColumn('byte_size', 'Taille (octets)', 'Numeric', ({ file }) => file.byteSize, {
    widget: { decimals: 0, maxDecimals: 0 },
  }),
  instantColumn('created_at', 'Ajouté le', ({ file }) => file.createdAt),
  textColumn('virus_scan', 'Antivirus', ({ file }) => file.virusScan),
  textColumn('url', 'Lien temporaire', ({ file }) => file.url, {
    volatile: true,
    widget: { widget: 'HyperLink' },
    description: 'Lien signé par DN, valable une heure après la lecture du dossier.',
  }),
  {
    ...instantColumn<PlacedFile>('url_expire_le', 'Lien valable jusqu’au', ({ file }) => expiry(file.url)),
    volatile: true,
  },
  textColumn('checksum', 'Empreinte (MD5)', ({ file }) => file.checksum),
  textColumn('bloc_ligne_id', 'Ligne du bloc', ({ rowId }) => rowId),
  textColumn('piece_id', 'Identifiant', ({ key }) => key),
];

/** Expiry of a signed link when the link itself tells it (`X-Amz-Date` + `X-Amz-Expires`, `temp_url_expires`). */
function expiry(url: string | null): string | null {
  if (url === null) return null;
  const epoch = /[?&]temp_url_expires=(\d{9,11})(&|$)/.exec(url)?.[1];
  if (epoch !== undefined) return new Date(Number(epoch) * 1000).toISOString();
  const date = /[?&]X-Amz-Date=(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z/.exec(url);
  const lifetime = /[?&]X-Amz-Expires=(\d{1,7})(&|$)/.exec(url)?.[1];
  if (date === null || lifetime === undefined) return null;
  const [, year, month, day, hours, minutes, seconds] = date.map(Number);
  const start = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hours ?? 0, minutes ?? 0, seconds ?? 0);
  return new Date(start + Number(lifetime) * 1000).toISOString();
}

/** Every area of the dossier's carte champs, rows of blocks included, each with a key unique in the dossier. */
export function placedAreas(
  dossier: Dossier,
  isKept: (descriptorId: string) => boolean,
): readonly PlacedArea[] {
  const found: PlacedArea[] = [];
  const seen = new Map<string, number>();
  const put = ({ label, value, rowId }: Placed<'carte'>) => {
    for (const area of value.areas) {
      const base = area.id === '' ? shortHash(JSON.stringify(area.geometry)) : area.id;
      found.push({ area, key: numbered(base, seen), champ: label, rowId });
    }
  };
  everyChamp(dossier, 'carte', put, isKept);
  return found;
}

/**
 * Every file of the dossier. DN gives files no id: the key is made of where the file is, its checksum, name and date
 * (facts/demarches.md §4), and of a number when two are alike.
 */
export function placedFiles(
  dossier: Dossier,
  isKept: (descriptorId: string) => boolean,
): readonly PlacedFile[] {
  const found: PlacedFile[] = [];
  const seen = new Map<string, number>();
  const put = (
    file: FileRef,
    origin: PlacedFile['origin'],
    owner: string,
    champ: string | null,
    rowId: string | null,
  ) => {
    const identity = [origin, owner, rowId, file.checksum, file.filename, file.createdAt].join('\u0000');
    const key = numbered(`${origin}-${shortHash(identity)}${shortHash(identity, 1)}`, seen);
    found.push({ file, key, origin, champ, rowId });
  };
  const putAll = ({ descriptorId, label, value, side, rowId }: Placed<'files'>) => {
    for (const file of value.files) put(file, side, descriptorId, label, rowId);
  };
  everyChamp(dossier, 'files', putAll, isKept);
  for (const avis of dossier.avis)
    for (const file of avis.attachments) put(file, 'avis', avis.id, null, null);
  for (const message of dossier.messages) {
    for (const file of message.attachments) put(file, 'message', message.id, null, null);
  }
  if (dossier.motivationAttachment !== null) {
    put(dossier.motivationAttachment, 'motivation', dossier.id, null, null);
  }
  return found;
}

/** The second of two equal keys gets `#2`. */
function numbered(key: string, seen: Map<string, number>): string {
  const turn = (seen.get(key) ?? 0) + 1;
  seen.set(key, turn);
  return turn === 1 ? key : `${key}#${turn}`;
}
