import { Sha256 } from '#shared/core/aws/sha256.ts';

interface SdkClient {
  middlewareStack: { remove(name: string): boolean };
}

/**
 * A client of the SDK that puts itself together once for each kind of command, and neither walks
 * through what is sent for a log that nobody keeps nor escapes its own name for each call.
 */
export const clientOf = <C extends SdkClient>(
  Service: new (settings: { cacheMiddleware: true; sha256: typeof Sha256 }) => C,
): C => {
  const client = new Service({ cacheMiddleware: true, sha256: Sha256 });
  client.middlewareStack.remove('loggerMiddleware');
  client.middlewareStack.remove('getUserAgentMiddleware');
  return client;
};
