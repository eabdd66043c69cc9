import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `CASEWARD_STACK=http://localhost:3000 npm run console` serves the pages while they are written;
// everything else is answered by the local stack that the variable names.
const stack = process.env.CASEWARD_STACK ?? 'http://localhost:3000';
const answeredByStack = ['/v1', '/_local', '/forms', '/config.json', '/openapi.json', '/asyncapi.json'];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // What needs nothing of Node is a build of its own there.
  resolve: { alias: { 'csv-stringify/sync': 'csv-stringify/browser/esm/sync' } },
  server: { proxy: Object.fromEntries(answeredByStack.map((path) => [path, stack])) },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // A data: address in a style sheet or a script is refused by the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
