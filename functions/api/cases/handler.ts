import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';
import { pagesEnvironment } from '#shared/mail/notifications/environment.ts';

export const handlers = {
  createCase: () => import('#functions/api/cases/create.ts'),
  listCases: () => import('#functions/api/cases/list.ts'),
  getCase: () => import('#functions/api/cases/read.ts'),
  caseSummary: () => import('#functions/api/cases/summary.ts'),
  editCase: () => import('#functions/api/cases/change.ts'),
  claimCase: () => import('#functions/api/cases/assign.ts'),
  releaseCase: () => import('#functions/api/cases/assign.ts'),
  assignCase: () => import('#functions/api/cases/assign.ts'),
  changeCaseStatus: () => import('#functions/api/cases/change.ts'),
  escalateCase: () => import('#functions/api/cases/change.ts'),
  deEscalateCase: () => import('#functions/api/cases/change.ts'),
  closeCase: () => import('#functions/api/cases/close-and-reopen.ts'),
  reopenCase: () => import('#functions/api/cases/close-and-reopen.ts'),
  caseHistory: () => import('#functions/api/cases/read.ts'),
  caseNotes: () => import('#functions/api/cases/notes.ts'),
  addCaseNote: () => import('#functions/api/cases/notes.ts'),
  caseClocks: () => import('#functions/api/cases/clocks.ts'),
  setClock: () => import('#functions/api/cases/clocks.ts'),
  extendClock: () => import('#functions/api/cases/clocks.ts'),
  restoreClock: () => import('#functions/api/cases/clocks.ts'),
  clearClock: () => import('#functions/api/cases/clocks.ts'),
  pauseClock: () => import('#functions/api/cases/clocks.ts'),
  resumeClock: () => import('#functions/api/cases/clocks.ts'),
  clockLedger: () => import('#functions/api/cases/clocks.ts'),
  previewTargets: () => import('#functions/api/cases/clocks.ts'),
  sendCaseMessage: () => import('#functions/api/cases/messages.ts'),
  caseMessages: () => import('#functions/api/cases/messages.ts'),
  caseMails: () => import('#functions/api/cases/messages.ts'),
  claimNext: () => import('#functions/api/cases/claim-next.ts'),
  holdCase: () => import('#functions/api/cases/hold.ts'),
  liftCaseHold: () => import('#functions/api/cases/hold.ts'),
  giveCaseRole: () => import('#functions/api/cases/people.ts'),
  endCaseRole: () => import('#functions/api/cases/people.ts'),
  addCaseClient: () => import('#functions/api/cases/people.ts'),
  removeCaseClient: () => import('#functions/api/cases/people.ts'),
  subscribeToCase: () => import('#functions/api/cases/people.ts'),
  unsubscribeFromCase: () => import('#functions/api/cases/people.ts'),
  lockCase: () => import('#functions/api/cases/people.ts'),
  unlockCase: () => import('#functions/api/cases/people.ts'),
  breakGlass: () => import('#functions/api/cases/break-glass.ts'),
  caseLinks: () => import('#functions/api/cases/links.ts'),
  linkCase: () => import('#functions/api/cases/links.ts'),
  unlinkCase: () => import('#functions/api/cases/links.ts'),
  trashCase: () => import('#functions/api/cases/trash.ts'),
  exportCase: () => import('#functions/api/cases/export.ts'),
  restoreCase: () => import('#functions/api/cases/trash.ts'),
  casesNear: () => import('#functions/api/cases/near.ts'),
  casePortalLinks: () => import('#functions/api/cases/portal-links.ts'),
  revokePortalLink: () => import('#functions/api/cases/portal-links.ts'),
  mergeCase: () => import('#functions/api/cases/merge-and-convert.ts'),
  unmergeCase: () => import('#functions/api/cases/merge-and-convert.ts'),
  convertCase: () => import('#functions/api/cases/merge-and-convert.ts'),
  forgotten: () => import('#functions/api/cases/forgotten.ts'),
  whyCase: () => import('#functions/api/cases/why.ts'),
} satisfies HandlersOf<'cases'>;

export const ports = {
  pages: () => pagesEnvironment.parse(process.env),
  files: () => filesWhenAsked(process.env),
} satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
