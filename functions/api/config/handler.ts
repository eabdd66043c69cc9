import { apiHandler } from '#functions/api/api-handler.ts';
import { conditionFields, configurationStories } from '#functions/api/config/configuration.ts';
import { duplicateCaseType } from '#functions/api/config/duplicate.ts';
import { exportConfiguration, importConfiguration } from '#functions/api/config/file.ts';
import { installReadyMade, readyMade } from '#functions/api/config/ready-made.ts';
import { buildServices } from '#functions/services.ts';

export const handler = apiHandler(buildServices(process.env), [
  ...configurationStories,
  conditionFields,
  exportConfiguration,
  importConfiguration,
  readyMade,
  installReadyMade,
  duplicateCaseType,
]);
