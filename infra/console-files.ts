import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';

const repository = resolve(import.meta.dirname, '..');
// Beside the assemblies of the local stack, and gone with the packages that they were made by.
const cache = join(repository, 'node_modules', '.cache', 'caseward');
// All that the pages are made from: what they import, and what makes them.
const sources = ['console/**/*', 'client/**/*', 'shared/**/*', 'package-lock.json'];
const notSources = ['console/dist/**', '**/*.test.ts'];

const hashOfSources = (): string => {
  const files = globSync(sources, { cwd: repository, exclude: notSources, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(repository.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

/** The folder of the console's files, built unless nothing changed since it was. */
export const builtConsole = (): string => {
  const folder = join(cache, `console-${hashOfSources()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const underWay = `${folder}.${process.pid}`;
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = [vite, 'build', 'console', '--outDir', underWay, '--emptyOutDir', '--logLevel', 'warn'];
  // Tests say another one, and would get the pages of developers.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, built, { cwd: repository, env, stdio: ['ignore', 'ignore', 'inherit'] });
  moveInto(folder, underWay);
  removeOld();
  return folder;
};

// Enough to go back to the branch before, and for a browser that has just been shown one.
const buildsKept = 5;

const removeOld = (): void => {
  const builds = readdirSync(cache)
    .filter((name) => name.startsWith('console-'))
    .map((name) => join(cache, name))
    .toSorted((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const old of builds.slice(buildsKept)) rmSync(old, { recursive: true, force: true });
};

/** In one step: where another process was faster, its files are the same. */
const moveInto = (folder: string, underWay: string): void => {
  try {
    renameSync(underWay, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(underWay, { recursive: true });
  }
};

export const consoleFiles = (): ISource => Source.asset(builtConsole());
