// A disk that can be filled: a small file system in memory, mounted for the database of a campaign.

import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  readonly folder: string;
  /** Not a byte is left. */
  fill(): void;
  free(): void;
  close(): void;
};

/** Of an empty database, its journal and ten minutes of fifty links, with room to spare. */
const MEGABYTES = 800;

/** Throws when this account may not mount anything: only root may. */
export function openSmallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'otp-disk-'));
  const options = `size=${MEGABYTES}m,mode=0755`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    rmdirSync(folder);
    throw new Error(
      `Un disque à remplir demande de monter un système de fichiers (compte root), ou --sans-disque. ${mounted.stderr}`,
    );
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => {
      const file = openSync(ballast, 'w');
      try {
        for (const size of [1_048_576, 4_096]) writeUntilFull(file, Buffer.alloc(size));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    close: () => {
      const gone = spawnSync('umount', [folder], { encoding: 'utf8' });
      if (gone.status !== 0) throw new Error(`${folder} is still mounted: ${gone.stderr}`);
      rmdirSync(folder);
    },
  };
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    while (writeSync(file, block) === block.length);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
