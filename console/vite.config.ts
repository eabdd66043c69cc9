import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

// `CASEWARD_STACK=http://localhost:3000 npm run console` serves the pages while they are written;
// everything else is answered by the local stack that the variable names.
const stack = process.env.CASEWARD_STACK ?? 'http://localhost:3000';
const answeredByStack = ['/v1', '/_local', '/forms', '/config.json', '/openapi.json', '/asyncapi.json'];
const builtAlone = ['/form.js', '/map-picker.js'];

const target = 'es2022';

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

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), formScript()],
  // What needs nothing of Node is a build of its own there.
  resolve: { alias: { 'csv-stringify/sync': 'csv-stringify/browser/esm/sync' } },
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
      // Forms name it, and are no page of ours that would know a hash.
      output: { entryFileNames: ({ name }) => (name === 'map-picker' ? '[name].js' : 'assets/[name]-[hash].js') },
      preserveEntrySignatures: 'exports-only',
    },
  },
});
