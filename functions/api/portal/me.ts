import { routeHandler } from '#functions/api/route-handler.ts';
import { getMeRoute } from '#shared/access/me.routes.ts';

// GET /v1/me
export const getMe = routeHandler(getMeRoute, async (_services, { caller }) => {
  const { id, name, email, groups, isStaff, isAdmin } = caller;
  return { body: { id, name, email, groups: [...groups], isStaff, isAdmin } };
});
