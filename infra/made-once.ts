// What is made of the sources of this repository for an assembly, bundles and pages, is made once
// and kept below node_modules: other versions of anything make everything anew.

import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '..');
const cache = join(repository, 'node_modules', '.cache', 'caseward');
// What somebody has built by hand is no source.
const notSources = ['**/*.test.ts', 'console/dist/**'];

interface MadeFolder {
  name: string;
  /** Files and folders below the repository that it is made from, and what makes it. */
  sources: readonly string[];
  make: (folder: string) => void;
}

// Enough to go back to the branch before, and for a browser that has just been shown older pages.
const kept = 5;

const hashOf = (sources: readonly string[]): string => {
  const hash = createHash('sha256').update(process.version);
  const patterns = sources.flatMap((source) => [source, `${source}/**/*`]);
  const files = globSync(patterns, { cwd: repository, exclude: notSources, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of new Set(files)) hash.update(file.slice(repository.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

const placeOf = ({ name, sources }: MadeFolder): string => join(cache, `${name}-${hashOf(sources)}`);

const removeOld = (name: string): void => {
  const folders = readdirSync(cache)
    .filter((entry) => entry.startsWith(`${name}-`))
    .map((entry) => ({ folder: join(cache, entry), at: statSync(join(cache, entry)).mtimeMs }))
    .toSorted((one, other) => other.at - one.at);
  for (const { folder } of folders.slice(kept)) rmSync(folder, { recursive: true, force: true });
};

/** In one step: a reader sees all of it or nothing. Of a process that was faster it is the same. */
const moveInto = (place: string, folder: string): void => {
  try {
    renameSync(folder, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    rmSync(folder, { recursive: true });
  }
};

/** The folder of it, made unless nothing changed since it was. */
export const madeOnce = (made: MadeFolder): string => {
  const { name, make } = made;
  const place = placeOf(made);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, `${name}-under-way-`));
  make(folder);
  if (placeOf(made) !== place) return madeOnce(made); // somebody saved a file meanwhile
  moveInto(place, folder);
  removeOld(name);
  return place;
};
