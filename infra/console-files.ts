import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { madeOnce } from '#infra/made-once.ts';

const repository = resolve(import.meta.dirname, '..');

const build = (folder: string): void => {
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  const command = [vite, 'build', 'console', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  // Tests say another one, and would get the pages of developers.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, command, { cwd: repository, env, stdio: ['ignore', 'ignore', 'inherit'] });
};

/** The folder of the console's files. */
export const builtConsole = (): string =>
  madeOnce({ name: 'console', sources: ['console', 'client', 'shared', 'package-lock.json'], make: build });

export const consoleFiles = (): ISource => Source.asset(builtConsole());
