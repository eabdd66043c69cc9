import { apiHandler } from '#functions/api/api-handler.ts';
import { assignCase, claimCase, releaseCase } from '#functions/api/cases/assign.ts';
import { breakGlass } from '#functions/api/cases/break-glass.ts';
import { caseStatus, deEscalateCase, editCase, escalateCase, extendClock } from '#functions/api/cases/change.ts';
import { claimNext } from '#functions/api/cases/claim-next.ts';
import { closeCase, reopenCase } from '#functions/api/cases/close-and-reopen.ts';
import { createCase } from '#functions/api/cases/create.ts';
import { caseLinks, linkCase, unlinkCase } from '#functions/api/cases/links.ts';
import { listCases } from '#functions/api/cases/list.ts';
import { convertCase, mergeCase, unmergeCase } from '#functions/api/cases/merge-and-convert.ts';
import { casesNear } from '#functions/api/cases/near.ts';
import {
  addClient,
  endRole,
  giveRole,
  letIn,
  lockOut,
  removeClient,
  subscribe,
  unsubscribe,
} from '#functions/api/cases/people.ts';
import { previewTargets } from '#functions/api/cases/preview.ts';
import { addCaseNote, caseClocks, caseHistory, caseNotes, getCase } from '#functions/api/cases/read.ts';
import { restoreCase, trashCase } from '#functions/api/cases/trash.ts';
import { buildServices } from '#functions/services.ts';

export const handler = apiHandler(buildServices(process.env), [
  createCase,
  listCases,
  getCase,
  editCase,
  claimCase,
  releaseCase,
  assignCase,
  caseStatus,
  escalateCase,
  deEscalateCase,
  closeCase,
  reopenCase,
  caseHistory,
  caseNotes,
  addCaseNote,
  caseClocks,
  extendClock,
  previewTargets,
  claimNext,
  giveRole,
  endRole,
  addClient,
  removeClient,
  subscribe,
  unsubscribe,
  lockOut,
  letIn,
  breakGlass,
  caseLinks,
  linkCase,
  unlinkCase,
  trashCase,
  restoreCase,
  casesNear,
  mergeCase,
  unmergeCase,
  convertCase,
]);
