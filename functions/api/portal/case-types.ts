import { routeHandler } from '#functions/api/route-handler.ts';
import { mayOnCase } from '#shared/access/policy.ts';
import { withPublicFields } from '#shared/portal/form.ts';
import { myCaseTypesRoute } from '#shared/portal/portal.routes.ts';

// GET /v1/me/case-types
export const listMyCaseTypes = routeHandler(myCaseTypesRoute, async ({ definitions }, { caller }) => {
  const types = await definitions.all('case-types');
  const mine = [...types].filter(([, { value }]) => value.enabled && mayOnCase(caller, 'raise', value));
  const items = mine.map(([key, { value }]) => {
    const { name, description, onBehalfOf, fields } = withPublicFields(value);
    const shown = fields.flatMap(({ visibleToRequester, searchable: _searchable, ...field }) =>
      visibleToRequester ? [field] : [],
    );
    return { key, name, description, onBehalfOf, fields: shown };
  });
  return { body: { items: items.toSorted((one, other) => one.name.localeCompare(other.name)) } };
});
