import { apiHandler } from '#functions/api/api-handler.ts';
import { asyncApi, openApi } from '#functions/api/public/documents.ts';
import { buildServices } from '#functions/services.ts';

export const handler = apiHandler(buildServices(process.env), [openApi, asyncApi]);
