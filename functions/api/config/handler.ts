import { apiHandler } from '#functions/api/api-handler.ts';
import { conditionFields, configurationStories } from '#functions/api/config/configuration.ts';
import { exportConfiguration, importConfiguration } from '#functions/api/config/file.ts';
import { buildServices } from '#functions/services.ts';

export const handler = apiHandler(buildServices(process.env), [
  ...configurationStories,
  conditionFields,
  exportConfiguration,
  importConfiguration,
]);
