import { apiHandler } from '#functions/api/api-handler.ts';
import { assignCase, claimCase, releaseCase } from '#functions/api/cases/assign.ts';
import { caseStatus, deEscalateCase, editCase, escalateCase, extendClock } from '#functions/api/cases/change.ts';
import { closeCase, reopenCase } from '#functions/api/cases/close-and-reopen.ts';
import { createCase } from '#functions/api/cases/create.ts';
import { listCases } from '#functions/api/cases/list.ts';
import { addCaseNote } from '#functions/api/cases/notes.ts';
import { previewTargets } from '#functions/api/cases/preview.ts';
import { caseClocks, caseHistory, caseNotes, getCase } from '#functions/api/cases/read.ts';
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
]);
