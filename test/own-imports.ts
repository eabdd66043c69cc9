import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

// Vitest tells its main process of every import, to know what to run again when a file changes:
// seconds of the processor in each worker. Nobody watches here, so what is ours is found past it.

const repository = pathToFileURL(`${process.cwd()}/`);

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const { parentURL } = context;
    const isOurs = parentURL?.startsWith(repository.href) && !parentURL.includes('/node_modules/');
    if (isOurs && /^(?:#|\.\.?\/).*\.tsx?$/.test(specifier))
      return {
        url: specifier.startsWith('#')
          ? new URL(specifier.slice(1), repository).href
          : new URL(specifier, parentURL).href,
        shortCircuit: true,
      };
    return nextResolve(specifier, context);
  },
});
