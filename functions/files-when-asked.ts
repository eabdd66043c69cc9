import type { Files } from '#functions/files.ts';

/**
 * The bucket of files, whose client is loaded with the first call: few requests have to do with
 * files.
 */
export const filesWhenAsked = (environment: Record<string, string | undefined>): Files => {
  let loading: Promise<Files> | undefined;
  const load = (): Promise<Files> => {
    loading ??= import('#functions/files.ts').then(({ buildFiles }) => buildFiles(environment));
    return loading;
  };
  return {
    read: async (...of) => (await load()).read(...of),
    stream: async (...of) => (await load()).stream(...of),
    readRange: async (...of) => (await load()).readRange(...of),
    writeStream: async (...of) => (await load()).writeStream(...of),
    write: async (...of) => (await load()).write(...of),
    keep: async (...of) => (await load()).keep(...of),
    remove: async (...of) => (await load()).remove(...of),
    signUpload: async (...of) => (await load()).signUpload(...of),
    signDownload: async (...of) => (await load()).signDownload(...of),
  };
};
