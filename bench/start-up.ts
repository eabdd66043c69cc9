import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Section } from '#bench/report.ts';
import { choosePorts } from '#local/core/ports.ts';
import { clientFor } from '#local/demo/client.ts';

const repository = resolve(import.meta.dirname, '..');
// What a clone has not got, or what this machine has made in it.
const notCloned = new Set(['node_modules', '.git', '.caseward', 'cdk.out']);
// Often enough to be exact to a hundredth of what it measures, and rare enough not to take part in
// it.
const lookEveryMs = 25;
// A developer who waits longer has given up.
const patienceMs = 120_000;
const aimSeconds = 10;

/**
 * A copy of the repository as it is after cloning and installing: the same dependencies, and
 * nothing cached or kept.
 */
const freshClone = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'caseward-bench-'));
  for (const name of (await readdir(repository)).filter((one) => !notCloned.has(one)))
    await cp(join(repository, name), join(folder, name), { recursive: true });
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  for (const name of (await readdir(join(repository, 'node_modules'))).filter((one) => one !== '.cache'))
    await symlink(join(repository, 'node_modules', name), join(modules, name));
  return folder;
};

interface Start {
  /**
   * Seconds until anything answers over HTTP, and until the case types of the sample institution
   * do.
   */
  firstAnswer: number;
  firstUse: number;
}

const answers = async <T>(ask: () => Promise<T | undefined>, deadline: number): Promise<T> => {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`npm start has not answered for ${patienceMs / 1000} s`);
    await new Promise((after) => setTimeout(after, lookEveryMs));
  }
};

const tokenFrom = async (url: string): Promise<string> => {
  const response = await fetch(`${url}/_local/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sub: 'bench', groups: ['admins'] }),
  });
  return ((await response.json()) as { token: string }).token;
};

/** What `npm start` does, from the press of the key. */
const start = async (folder: string, port: number): Promise<Start> => {
  const started = performance.now();
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'local/start.ts', '--port', String(port)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((after) => child.once('exit', after));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  try {
    const url = `http://localhost:${port}`;
    const deadline = started + patienceMs;
    const seconds = () => (performance.now() - started) / 1000;
    const token = await answers(() => tokenFrom(url), deadline);
    const firstAnswer = seconds();
    const client = clientFor(url, token);
    await answers(async () => {
      // It says so once the sample institution is loaded; from then on an answer is one that
      // somebody can work with.
      if (!said.includes('Caseward is up')) return undefined;
      const { status } = await client.send('GET', '/v1/case-types');
      return status === 200 ? status : undefined;
    }, deadline);
    return { firstAnswer, firstUse: seconds() };
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
};

/**
 * How long a newcomer waits: `npm start` in a fresh clone whose dependencies are installed, and
 * again in the same one.
 */
export const measureStart = async (): Promise<Section> => {
  const folder = await freshClone();
  const { api: port } = await choosePorts(undefined);
  try {
    const first = await start(folder, port);
    const again = await start(folder, port);
    const row = (name: string, { firstAnswer, firstUse }: Start) => ({
      name,
      figures: {
        'first answer over HTTP': { value: firstAnswer, unit: 's' as const },
        'first 200 with the sample loaded': { value: firstUse, unit: 's' as const, aim: aimSeconds },
      },
    });
    return {
      title: 'Start to first answer',
      note: 'npm start in a copy of this repository, from the spawn; dependencies installed, nothing else there. Again: with its state and template kept.',
      rows: [row('first start', first), row('start again', again)],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};
