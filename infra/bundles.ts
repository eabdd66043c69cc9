import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';
import { type FunctionName, functionNames, functions } from '#infra/functions.ts';

/** Where the code of each function comes from. */
export type CodeOf = (name: FunctionName) => Code;

const repository = resolve(import.meta.dirname, '..');

// Some libraries (nodemailer, the X-Ray SDK) are CommonJS and require built-in modules, which an ES module has to make possible itself.
const requireInModules = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** How a function is bundled, whichever it is. */
export const bundleOptions = {
  absWorkingDir: repository,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The SDK's modules rather than its CommonJS, of which less can be left out: a handler with a DynamoDB client is 0.8 MB instead of 1.0.
  mainFields: ['module', 'main'],
  minify: true,
  // A stack trace names file and line; the sources themselves, three times the size of the bundle, stay out.
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: requireInModules },
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Bundles every function in one run of esbuild, into `<outdir>/bundles/<name>/index.mjs`. The AWS SDK goes in too: what was tested is what runs, and it
 * loads faster than the runtime's own copy. Throws an error that names the entries that are not there.
 */
export const bundle = (outdir: string): CodeOf => {
  const missing = functionNames.filter((name) => !existsSync(join(repository, functions[name].entry)));
  if (missing.length > 0)
    throw new Error(
      `No such entry: ${missing.map((name) => `${functions[name].entry} (function ${name})`).join(', ')}`,
    );
  const folder = resolve(outdir, 'bundles');
  buildSync({
    ...bundleOptions,
    entryPoints: functionNames.map((name) => ({ in: functions[name].entry, out: `${name}/index` })),
    outdir: folder,
  });
  return (name) => Code.fromAsset(join(folder, name));
};
