import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

// `CASEWARD_STACK=http://localhost:3000 npm run console` serves the pages while they are written;
// everything else is answered by the local stack that the variable names.
const stack = process.env.CASEWARD_STACK ?? 'http://localhost:3000';
const answeredByStack = ['/v1', '/_local', '/forms', '/config.json', '/openapi.json', '/asyncapi.json'];
const builtAlone = ['/form.js', '/map-picker.js'];

const target = 'es2022';

/** Icons are functions without hooks, which the first view can call (`ui/create-icon.tsx`). */
const plainIcons = (): Plugin => ({
  name: 'plain-icons',
  load: {
    filter: { id: /lucide-react\/dist\/esm\/createLucideIcon\.mjs$/ },
    handler: () => `export { default } from ${JSON.stringify(join(import.meta.dirname, 'ui/create-icon.tsx'))};`,
  },
});

/** `form.js` in one piece, since pages of others run it: there it is no module, nor loads one. */
const formScript = (): Plugin => ({
  name: 'form-script',
  apply: 'build',
  async generateBundle() {
    const entry = join(import.meta.dirname, 'forms/form.ts');
    const lib = { entry, formats: ['iife' as const], name: 'casewardForm' };
    const built = await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: { lib, target, write: false },
    });
    const [output] = [built].flat();
    if (!output || !('output' in output)) throw new Error('form.js was not built');
    this.emitFile({ type: 'asset', fileName: 'form.js', source: output.output[0].code });
  },
});

/** A package that another one needs, of which npm may lay down a copy for each that does. */
const neededBy = (owner: string, name: string): string =>
  dirname(findPackageJSON(name, findPackageJSON(owner, import.meta.url)) ?? name);

/**
 * The widgets speak three dozen languages; the console has three of them. All others say it in
 * English, as the pages do.
 */
const ownLanguages = (): Plugin => ({
  name: 'own-languages',
  load: {
    filter: { id: /\/intl\/[\w-]+\/(?!en-US|es-ES|de-DE)[a-z]{2}-[A-Z]{2}\.mjs$/ },
    handler: () => "export { default } from './en-US.mjs';",
  },
});

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), ownLanguages(), plainIcons(), formScript()],
  resolve: {
    alias: {
      // What needs nothing of Node is a build of its own there.
      'csv-stringify/sync': 'csv-stringify/browser/esm/sync',
      ...Object.fromEntries(
        ['intl-messageformat', '@formatjs/icu-messageformat-parser'].map((name) => [
          name,
          neededBy('react-intl', name),
        ]),
      ),
    },
  },
  server: { proxy: Object.fromEntries([...answeredByStack, ...builtAlone].map((path) => [path, stack])) },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target,
    // A data: address in a style sheet or a script is refused by the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        'map-picker': join(import.meta.dirname, 'forms/map-picker.ts'),
      },
      preserveEntrySignatures: 'allow-extension',
      output: {
        // Forms name it, and are no page of ours that would know a hash.
        entryFileNames: ({ name }) => (name === 'map-picker' ? '[name].js' : 'assets/[name]-[hash].js'),
        // A telephone waits for each request, so what is needed together is one file: a group takes
        // its modules with all that they import, the first group first.
        codeSplitting: {
          groups: [
            {
              name: 'first',
              test: /rolldown\/runtime|console\/(?:first\/first|i18n\/rooms\/joined)\./,
              priority: 9,
            },
            // One style sheet of what first views show, for each would be asked for by itself.
            {
              name: 'styles',
              test: /console\/(?:app|ui|work|records|portal|case\/header|why)\/[\w.-]+\.css$/,
              priority: 9,
            },
            { name: 'start', test: /console\/main\.tsx$/, priority: 8 },
            {
              name: 'table',
              test: /private\/(?:intl\/)?(?:table|grid|dnd)\/|private\/T(?:able|reeDropTarget\w+)\.mjs|ui\/data-table/,
              includeDependenciesRecursively: false,
              priority: 8,
            },
            {
              name: 'widgets',
              test: /\/(?:react-aria|react-stately|@internationalized)\b|console\/(?:ui|i18n|records)\//,
              minShareCount: 30,
              includeDependenciesRecursively: false,
              priority: 7,
            },
            { name: 'frame', test: /console\/app\/(?:frame|live)\.tsx?$/, priority: 7 },
            { name: 'work', test: /console\/app\/staff\.ts$/, priority: 6 },
            { name: 'fields', test: /console\/ui\/(?:fields|form-dialog|menu|tabs|checkbox-group)\.tsx$/, priority: 5 },
            { name: 'icons', test: /node_modules\/lucide-react\//, minShareCount: 2, priority: 4 },
          ],
        },
      },
    },
  },
});
