import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');
// Below node_modules, so that installing other versions of anything makes everything anew.
const cache = join(repository, 'node_modules', '.cache', 'caseward');
// All that the template and the bundles are made from.
const sources = [
  ...['infra', 'functions', 'shared', 'statemachines', 'ready-made', 'console', 'client'],
  ...['cdk.json', 'package.json', 'package-lock.json'],
];
// What somebody has built of the sources is none of them.
const built = ['console/dist/'];
// Enough to go back to the branch before, little enough to forget about.
const assembliesKept = 3;

/**
 * The folder of the cloud assembly for the stage `local`, synthesized by `infra/app.ts` unless
 * nothing changed since the last time.
 */
export async function synthesize(): Promise<string> {
  const hash = hashOf(sources);
  const folder = join(cache, `assembly-${hash}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const underWay = mkdtempSync(join(cache, 'assembly-under-way-'));
    noteUse(underWay);
    await run(process.execPath, [join(repository, 'infra', 'app.ts')], {
      CDK_OUTDIR: underWay,
      CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }),
      CDK_VALIDATION: 'false', // the tests of infra/ do that; here it would be half of the time
    });
    if (hashOf(sources) !== hash) return synthesize(); // somebody saved a file meanwhile
    moveInto(folder, underWay);
  }
  noteUse(folder);
  removeUnused();
  return folder;
}

/**
 * In one step: a reader sees a whole assembly or none. Where another process was faster, its is the
 * same.
 */
function moveInto(folder: string, underWay: string): void {
  try {
    renameSync(underWay, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(underWay, { recursive: true });
  }
}

function hashOf(paths: string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths.flatMap(filesIn)) hash.update(path).update(readFileSync(join(repository, path)));
  return hash.digest('hex').slice(0, 16);
}

function filesIn(path: string): string[] {
  const full = join(repository, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)))
    .filter((file) => !built.some((folder) => file.startsWith(folder)))
    .sort();
}

const userPrefix = 'used-by-';

/**
 * Functions are loaded when they are first called, which may be hours later; until then nobody may
 * remove them.
 */
function noteUse(folder: string): void {
  writeFileSync(join(folder, `${userPrefix}${process.pid}`), '');
}

/** Several processes of a run may do so at once, and each folder is removed by one of them. */
function removeUnused(): void {
  const age = (folder: string) => Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const folders = readdirSync(cache)
    .filter((name) => name.startsWith('assembly-'))
    .map((name) => join(cache, name))
    .sort((a, b) => age(a) - age(b));
  for (const old of folders.slice(assembliesKept)) {
    try {
      if (!isInUse(old)) rmSync(old, { recursive: true, force: true });
    } catch (error) {
      if (existsSync(old)) throw error;
    }
  }
}

function isInUse(folder: string): boolean {
  const users = readdirSync(folder).filter((name) => name.startsWith(userPrefix));
  return users.some((name) => isAlive(Number(name.slice(userPrefix.length))));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function run(command: string, args: string[], environment: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: repository,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        words += text;
      });
    }
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The template could not be synthesized:\n${words}`)),
    );
  });
}
