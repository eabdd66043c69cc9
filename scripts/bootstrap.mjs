// node scripts/bootstrap.mjs [options of Node] <script> [arguments]: with Node 20 and npm alone,
// installs the locked packages, finds Java and Chromium, and hands over to their Node 24.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const oldestNode = 20;
// DynamoDB Local is compiled for it.
const oldestJava = 17;
// How often it looks whether its parent is still there.
const lookForParentMs = 500;

if (Number(process.versions.node.split('.')[0]) < oldestNode)
  stop(`Caseward needs Node ${oldestNode} or newer; this is ${process.versions.node}.`);
installDependencies();
if (!process.env.AWS_ENDPOINT_URL_DYNAMODB) ensureJava();
if (process.argv.includes('scripts/test.ts')) ensureChromium();
handOver(process.argv.slice(2));

function stop(message) {
  console.error(message);
  process.exit(1);
}

function installDependencies() {
  if (areInstalled()) return;
  console.log('Installing the locked dependencies …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: repository,
    stdio: 'inherit',
  });
  if (status !== 0) stop('The dependencies could not be installed: npm ci failed, see above.');
}

/** Compares what npm noted when it installed with what the lock file asks for. */
function areInstalled() {
  const noted = join(repository, 'node_modules', '.package-lock.json');
  if (!existsSync(noted) || !existsSync(node())) return false;
  const installed = packagesOf(noted);
  return Object.entries(packagesOf(join(repository, 'package-lock.json'))).every(
    // Optional packages are those of other platforms.
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional),
  );
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function node() {
  return join(repository, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function ensureJava() {
  if (javaVersion() >= oldestJava) return;
  if (mayInstall()) {
    console.log('Installing Java, which DynamoDB Local needs …');
    if (installJava() && javaVersion() >= oldestJava) return;
  }
  stop(`Caseward needs Java ${oldestJava} or newer for DynamoDB Local. Type: ${howToInstallJava()}`);
}

function javaVersion() {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const [, major, minor] = /version "(\d+)(?:\.(\d+))?/.exec(stderr ?? '') ?? [];
  return Number(major === '1' ? minor : (major ?? 0)); // Java 8 called itself 1.8
}

function mayInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

function apt(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', words, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

function install(...names) {
  return apt('install', '-y', '--no-install-recommends', ...names);
}

function installJava() {
  return apt('update', '-q') && ['openjdk-17-jre-headless', 'default-jre-headless'].some((name) => install(name));
}

/** The tests of pages look in the same places, and say what to do where there is none. */
function ensureChromium() {
  const places = JSON.parse(readFileSync(join(repository, 'scripts', 'chromium-places.json'), 'utf8'));
  if ([process.env.CHROMIUM, ...places].some((place) => place && existsSync(place)) || !mayInstall()) return;
  console.log('Installing Chromium, in which the pages are tested …');
  // Where there is one without windows, it is the smaller and takes a sixth less of the processor.
  // Without a font of their own its pages would be drawn with none.
  const browsers = ['chromium-headless-shell', 'chromium'];
  if (apt('update', '-q')) browsers.some((name) => install(name, 'fonts-dejavu-core'));
}

function howToInstallJava() {
  if (process.platform === 'darwin') return 'brew install openjdk@17';
  return process.platform === 'linux'
    ? "sudo apt-get install openjdk-17-jre-headless (or your distribution's package of it)"
    : 'winget install Microsoft.OpenJDK.17';
}

/** Runs the script under Node 24 and ends as it ends. */
function handOver(args) {
  const env = {
    // A stack has dozens of threads: each would get a region of memory from glibc and keep it.
    MALLOC_ARENA_MAX: '2',
    // Fixed, as it begins: glibc would keep more and more of what is freed.
    MALLOC_TRIM_THRESHOLD_: '131072',
    // What one process compiled, or made JavaScript of TypeScript, the next ones take from there.
    NODE_COMPILE_CACHE: join(repository, 'node_modules', '.cache', 'compiled'),
    ...process.env,
  };
  // The channel tells the script when this process is gone, however it went.
  const child = spawn(node(), args, { cwd: repository, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // Ctrl-C reaches the script by itself; this process only has to outlive it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  endWithParent(child);
}

/** npm may be killed without a word; its end shows in that this process gets another parent. */
function endWithParent(child) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, lookForParentMs).unref();
}
