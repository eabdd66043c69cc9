import { enabledWorkflows } from '#functions/workflows/published.ts';
import { indexOf, type RuleIndex } from '#shared/automation/rules/rule-index.ts';
import { compileTimed } from '#shared/automation/workflows/timed-workflow.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';

// Publications keep their map for as long as nothing is changed.
const indexes = new WeakMap<object, Promise<RuleIndex>>();

/** The workflows that time begins, as the rules that enrol in them, in the order of their keys. */
export const timedWorkflows = async (definitions: Configurations): Promise<RuleIndex> => {
  const publications = await definitions.all('workflow-publications');
  const compile = async () =>
    indexOf((await enabledWorkflows(definitions)).flatMap((published) => compileTimed(published) ?? []));
  const index = indexes.get(publications) ?? compile();
  indexes.set(publications, index);
  index.catch(() => indexes.delete(publications));
  return index;
};
