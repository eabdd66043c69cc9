import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// A checkout of nothing but the bootstrap, and a machine on which every command is one of ours.
let place: string;
const at = (...path: string[]) => join(place, ...path);
const repository = join(import.meta.dirname, '..', '..', '..');

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  for (const folder of ['scripts', 'bin', 'node_modules/node/bin']) mkdirSync(at(folder), { recursive: true });
  copyFileSync(join(repository, 'scripts', 'bootstrap.mjs'), at('scripts', 'bootstrap.mjs'));
  symlinkSync(process.execPath, at('node_modules', 'node', 'bin', 'node'));
  writeFileSync(at('script.mjs'), 'console.log("handed over", process.argv.slice(2).join(" ")); process.exit(7);');
  lock('package-lock.json', { thing: '1.0.0' });
  lock('node_modules/.package-lock.json', { thing: '1.0.0' });
  command('java', 'echo \'openjdk version "17.0.15" 2025-04-15\' >&2');
  command('npm', 'echo "$@" > npm-was-called');
});
afterEach(() => rmSync(place, { recursive: true }));

function lock(file: string, versions: Record<string, string>, optional: string[] = []): void {
  const packages = Object.entries(versions).map(([name, version]) => [
    `node_modules/${name}`,
    { version, ...(optional.includes(name) && { optional: true }) },
  ]);
  writeFileSync(at(file), JSON.stringify({ packages: { '': { name: 'caseward' }, ...Object.fromEntries(packages) } }));
}

function command(name: string, script: string): void {
  writeFileSync(at('bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(at('bin', name), 0o755);
}

const start = () =>
  spawnSync(process.execPath, [at('scripts', 'bootstrap.mjs'), 'script.mjs', '--memory'], {
    encoding: 'utf8',
    env: { PATH: at('bin') },
  });

test('with everything there it only hands over, and ends as the script ends', () => {
  const { stdout, status } = start();
  expect(stdout).toBe('handed over --memory\n');
  expect(status).toBe(7);
  expect(existsSync(at('npm-was-called'))).toBe(false);
});

test('a package of another platform that is not installed is no reason to install', () => {
  lock('package-lock.json', { thing: '1.0.0', elsewhere: '1.0.0' }, ['elsewhere']);
  expect(start().stdout).toBe('handed over --memory\n');
});

test.each([
  ['a package is missing', () => lock('package-lock.json', { thing: '1.0.0', other: '1.0.0' })],
  ['a package has another version', () => lock('package-lock.json', { thing: '2.0.0' })],
  ['nothing was ever installed', () => rmSync(at('node_modules', '.package-lock.json'))],
])('it installs what is locked when %s', (_, change) => {
  change();
  const { stdout } = start();
  expect(stdout).toContain('Installing the locked dependencies');
  expect(readFileSync(at('npm-was-called'), 'utf8')).toMatch(/^ci /);
});

test('it stops when the dependencies cannot be installed', () => {
  lock('package-lock.json', { thing: '2.0.0' });
  command('npm', 'exit 1');
  const { status, stdout, stderr } = start();
  expect(status).toBe(1);
  expect(stderr).toContain('npm ci failed');
  expect(stdout).not.toContain('handed over');
});

test.each([
  ['no Java', 'exit 127'],
  ['a Java that is too old', 'echo \'java version "1.8.0_392"\' >&2'],
])('with %s, and no way to install one, it stops with one line that says what to type', (_, java) => {
  command('java', java);
  const { status, stderr } = start();
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/needs Java 17 or newer.*Type: \S+/);
});

test.runIf(process.getuid?.() === 0)('as root, where there is apt, it installs Java by itself', () => {
  command('java', 'exit 127');
  command(
    'apt-get',
    `[ "$1" != install ] || printf '#!/bin/sh\\necho version \\\\"17.0.1\\\\" >&2\\n' > "${at('bin', 'java')}"`,
  );
  const { stdout, status } = start();
  expect(stdout).toContain('Installing Java');
  expect(stdout).toContain('handed over');
  expect(status).toBe(7);
});
