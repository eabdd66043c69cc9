// `npm start`: the whole system on this machine.

import { existsSync, rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesize } from '#local/cloud-assembly/synthesize.ts';
import { defaultPort } from '#local/core/ports.ts';
import { openStore } from '#local/core/store.ts';
import { type Stack, startStack } from '#local/stack.ts';

const usage = `npm start -- [--port 3000] [--memory] [--fresh] [--verbose]
  --port     the first of its ports (or PORT=3000); the next two are taken too
  --memory   keeps nothing: all is gone when it stops
  --fresh    throws away what it kept, and starts anew
  --verbose  shows the logs of functions and services here, too`;

const stateFolder = resolve('.caseward');
// What takes longer than this says so, or people wonder whether it hangs.
const patienceMs = 1000;

const options = readOptions();
if (options.fresh) throwAwayState();
endWithParent();

try {
  const stack = await startStack({
    assembly: patiently('Synthesizing the template', synthesize()),
    state: options.memory ? 'memory' : { folder: stateFolder },
    port: options.port,
    lasts: true,
    workers: 8, // for all that one person does at a time; more would cost memory that they want for something else
    verbose: options.verbose,
    begin: beginWithSample,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(stack));
  await stack.ready;
  console.log(summary(stack));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function readOptions(): { port: number | undefined; memory: boolean; fresh: boolean; verbose: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: process.env.PORT },
        memory: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
      },
    });
    return { ...values, port: values.port === undefined ? undefined : portOf(values.port) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(2);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  // The next two are needed too, and 65535 is the last one that there is.
  if (!Number.isInteger(port) || port < 1 || port > 65_533) throw new Error(`${text} is no port.`);
  return port;
}

function throwAwayState(): void {
  if (!existsSync(stateFolder)) return;
  openStore({ folder: stateFolder }).close(); // refuses while another stack runs on it
  rmSync(stateFolder, { recursive: true });
}

async function beginWithSample({ url, store }: Pick<Stack, 'url' | 'store'>): Promise<void> {
  if (store.read('sample.loaded')) return;
  const [{ loadSample }, { localControls }] = await Promise.all([
    import('#local/sample/load.ts'),
    import('#local/demo/client.ts'),
  ]);
  const admin = await localControls(url).as({ sub: 'sample', name: 'Sample data', groups: ['admins'] });
  await patiently('Loading the sample institution', loadSample(admin));
  store.write('sample.loaded', true);
}

/** A line when the work takes longer than people wait without wondering. */
async function patiently<T>(what: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => console.log(`${what} …`), patienceMs);
  return work.finally(() => clearTimeout(timer));
}

function summary({ url, inboxUrl, logFile }: Stack): string {
  const moved = options.port === undefined && !url.endsWith(`:${defaultPort}`);
  const lines = [
    ['Console', `${url}/`],
    ['API', `${url}/v1`],
    ['What only exists here', `${url}/_local/`],
    ['Inbox', inboxUrl],
    [
      'State',
      logFile ? `${relative('.', stateFolder)}/ (logs: ${relative('.', logFile)})` : 'in memory, gone when it stops',
    ],
  ];
  return [
    ...(moved ? [`Port ${defaultPort} or one of the next two is taken, so it is elsewhere this time.`] : []),
    'Caseward is up. Ctrl-C stops it.',
    ...lines.map(([what, where]) => `  ${what?.padEnd(22)} ${where}`),
  ].join('\n');
}

async function end(stack: Stack): Promise<void> {
  process.once('SIGINT', () => process.exit(130)); // a second Ctrl-C does not wait
  await stack.stop();
  process.exit(0);
}

/** The parent process may be killed; then nobody could stop this one any more. */
function endWithParent(): void {
  process.once('disconnect', () => process.exit(0));
}
