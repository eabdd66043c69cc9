import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { type FunctionName, functionNames, functions } from '#infra/functions.ts';
import { madeOnce } from '#infra/made-once.ts';
import { routes } from '#shared/contract/route-index.ts';

/** Where the code of each function comes from. */
export type CodeOf = (name: FunctionName) => Code;

const repository = resolve(import.meta.dirname, '..');

// Some libraries (nodemailer, the X-Ray SDK) are CommonJS and require built-in modules, which an ES
// module has to make possible itself.
const requireInModules = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** How a function is bundled, whichever it is. */
export const bundleOptions = {
  absWorkingDir: repository,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // What is imported only where it is needed (the handler of a route, the SDK's ways to find
  // credentials) is a file of its own, loaded then.
  splitting: true,
  // The SDK's modules rather than its CommonJS, of which less can be left out: a handler with a
  // DynamoDB client is 0.8 MB instead of 1.0.
  mainFields: ['module', 'main'],
  minify: true,
  // A stack trace names file and line; the sources themselves, three times the size of the bundle,
  // stay out.
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: requireInModules },
  logLevel: 'warning',
} satisfies BuildOptions;

/** An output and all that it may load. */
const withImports = (path: string, outputs: Metafile['outputs'], found = new Set<string>()): Set<string> => {
  if (found.has(path)) return found;
  found.add(path);
  for (const { path: imported, external } of outputs[path]?.imports ?? [])
    if (!external) withImports(imported, outputs, found);
  return found;
};

// All that the bundles are made from.
const sources = [
  ...['functions', 'shared', 'ready-made', 'infra/bundles.ts', 'infra/functions.ts'],
  ...['package.json', 'package-lock.json'],
];

/** Bundles every function at once into `<folder>/<name>`. */
const bundle = (folder: string): void => {
  const missing = functionNames.filter((name) => !existsSync(join(repository, functions[name].entry)));
  if (missing.length > 0)
    throw new Error(
      `No such entry: ${missing.map((name) => `${functions[name].entry} (function ${name})`).join(', ')}`,
    );
  const together = join(folder, 'all');
  // A function finds a route by this. Made from the routes themselves it would cost a cold start
  // the schemas of all of them.
  const routeIndex = join(folder, 'route-index.mjs');
  writeFileSync(routeIndex, `export const routes = ${JSON.stringify(routes)};`);
  const { metafile } = buildSync({
    ...bundleOptions,
    entryPoints: functionNames.map((name) => ({ in: functions[name].entry, out: name })),
    outdir: together,
    alias: { '#shared/contract/route-index.ts': routeIndex },
    metafile: true,
  });
  for (const name of functionNames) {
    const entry = join(together, `${name}.mjs`);
    mkdirSync(join(folder, name));
    for (const path of withImports(relative(repository, entry), metafile.outputs)) {
      const file = resolve(repository, path);
      // Thousands of files, most of them in many functions: a link takes a tenth of a copy.
      linkSync(file, join(folder, name, file === entry ? 'index.mjs' : basename(file)));
      linkSync(`${file}.map`, join(folder, name, `${basename(file)}.map`));
    }
  }
};

/**
 * The folder in which each function has one of its name: `index.mjs` and the chunks that it may
 * load, the AWS SDK included. Throws an error that names the entries that are missing.
 */
export const bundles = (): string => madeOnce({ name: 'bundles', sources, make: bundle });

// Of an assembly that lies below node_modules itself, the maps name packages by the way up alone.
const seldomLoaded =
  /\/ready-made\/[\w-]+\.(?:json|ts)|(?:node_modules|\.\.)\/(csv-parse|@aws-sdk\/(client-sqs|credential-provider-(ini|login|sso)|nested-clients)|@stablelib|date-holidays|entities|fast-sha256|file-type|htmlparser2|ical-generator|ical\.js|ipaddr\.js|linkify-it|liquidjs|markdown-it|mdurl|nodemailer|request-filtering-agent|@smithy\/(credential-provider-imds|core\/dist-es\/submodules\/event-streams)|standardwebhooks|timezones-ical-library|tldts|tldts-core|uc\.micro)\//;
const isSeldomLoaded = (file: string): boolean =>
  existsSync(`${file}.map`) && seldomLoaded.test(readFileSync(`${file}.map`, 'utf8'));

// As esbuild writes them, minified; what is imported dynamically stands in parentheses.
const staticImport = /\b(?:from|import)\s*"(\.\/[^"]+\.mjs)"/g;

const withStaticImports = (file: string, found = new Set<string>()): Set<string> => {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, imported = ''] of readFileSync(file, 'utf8').matchAll(staticImport))
    withStaticImports(join(dirname(file), imported), found);
  return found;
};

/** The files of a bundled function that a cold start loads. */
export const loadedAtStart = (folder: string): string[] => [...withStaticImports(join(folder, 'index.mjs'))];

/**
 * By what the entry imports dynamically, the handlers of routes, all files that are loaded once the
 * first request needed it.
 */
export const loadedByHandler = (folder: string): Map<string, string[]> => {
  const entry = join(folder, 'index.mjs');
  const handlers = readFileSync(entry, 'utf8').matchAll(/\bimport\("(\.\/[^"]+\.mjs)"\)/g);
  const files = (name: string) => [...withStaticImports(join(folder, name), withStaticImports(entry))];
  return new Map([...handlers].map(([, name = '']) => [name, files(name)]));
};

/**
 * The files of a bundled function that count: what a cold start loads, whatever it is, and of what
 * is imported dynamically all but what few requests need, such as the holidays of all countries.
 */
export const loadedFiles = (folder: string): string[] => {
  const atStart = new Set(loadedAtStart(folder));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join(folder, name))
    .filter((file) => atStart.has(file) || !isSeldomLoaded(file));
};
