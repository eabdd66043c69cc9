import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';
import { pagesEnvironment } from '#shared/mail/notifications/environment.ts';
import { formEnvironment } from '#shared/portal/form-page/environment.ts';

export const handlers = {
  publicForms: () => import('#functions/api/public/forms.ts'),
  publicForm: () => import('#functions/api/public/forms.ts'),
  submitPublicForm: () => import('#functions/api/public/forms.ts'),
  publicFormPage: () => import('#functions/api/public/form-pages.ts'),
  sendPublicFormPage: () => import('#functions/api/public/form-pages.ts'),
  publicCasesNear: () => import('#functions/api/public/forms.ts'),
  followCase: () => import('#functions/api/public/following.ts'),
  confirmFollowing: () => import('#functions/api/public/following.ts'),
  endFollowing: () => import('#functions/api/public/following.ts'),
  optOut: () => import('#functions/api/public/opt-outs.ts'),
  getOptOut: () => import('#functions/api/public/opt-outs.ts'),
  openApi: () => import('#functions/api/public/documents.ts'),
  asyncApi: () => import('#functions/api/public/documents.ts'),
} satisfies HandlersOf<'public'>;

export const ports = {
  pages: () => pagesEnvironment.parse(process.env),
  formLanguages: () => formEnvironment.parse(process.env).LANGUAGES,
  files: () => filesWhenAsked(process.env),
} satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
