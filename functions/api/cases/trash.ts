import { changed, loadCase } from '#functions/api/cases/load.ts';
import { story } from '#functions/api/story.ts';
import { restoreCaseRoute, trashCaseRoute } from '#shared/cases/case.routes.ts';
import { restoreCase as restore, trashCase as trash } from '#shared/cases/trash.ts';

// DELETE /v1/cases/{id}
export const trashCase = story(trashCaseRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'manage');
  return { decisions: [trash(record, request.now)], body: undefined };
});

// POST /v1/cases/{id}/restore
export const restoreCase = story(restoreCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'manage');
  return changed(restore(record, request.now), definition, request.now);
});
