import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '..');
// Below node_modules, so that installing other versions of anything makes everything anew.
const cache = join(repository, 'node_modules', '.cache', 'caseward');
// All that the template and the bundles are made from.
const sources = ['infra', 'functions', 'shared', 'statemachines', 'cdk.json', 'package.json', 'package-lock.json'];
const assembliesKept = 3;

/** The folder of the cloud assembly for the stage `local`, synthesized by `infra/app.ts` unless nothing changed since the last time. */
export async function synthesize(): Promise<string> {
  const folder = join(cache, `assembly-${hashOf(sources)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const underWay = `${folder}.${process.pid}`;
  await run(process.execPath, [join(repository, 'infra', 'app.ts')], {
    CDK_OUTDIR: underWay,
    CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }),
    CDK_VALIDATION: 'false', // the tests of infra/ do that; here it would be half of the time
  });
  // In one step: whoever looks sees a whole assembly or none. Where somebody else was faster, theirs is the same.
  if (existsSync(folder)) rmSync(underWay, { recursive: true });
  else renameSync(underWay, folder);
  removeOld();
  return folder;
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
    .sort();
}

function removeOld(): void {
  const age = (folder: string) => Date.now() - statSync(folder).mtimeMs;
  const folders = readdirSync(cache)
    .filter((name) => name.startsWith('assembly-'))
    .map((name) => join(cache, name));
  for (const old of folders.sort((a, b) => age(a) - age(b)).slice(assembliesKept))
    rmSync(old, { recursive: true, force: true });
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
