import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const mark = '=== block';

/** The runnable blocks of a page: those marked `sh`. */
export const blocksOf = (page: string): string[] =>
  [...readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, commands]) => commands ?? '',
  );

/**
 * Runs the blocks of a page in one shell, but for the address and the pauses: the stack says when
 * it is done. Gives what each printed, and all of stderr. @throws where a command fails
 */
export const runBlocks = async (page: string, url: string): Promise<{ printed: string[]; stderr: string }> => {
  const script = blocksOf(page)
    .map((block) => `echo '${mark}'\n${block}`)
    .join('\n')
    .replaceAll('http://localhost:3000', url);
  // Not spawnSync: the stack answers from this very process. Bash takes its pipe for a login from
  // afar where no shell is above it, and would read the settings of the machine.
  const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    maxBuffer: 32 * 2 ** 20, // the bus alone may print a megabyte
  });
  return { printed: stdout.split(`${mark}\n`).slice(1), stderr };
};
