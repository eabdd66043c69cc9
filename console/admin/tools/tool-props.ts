import type { Draft, Edited } from '#console/admin/editor/use-draft.ts';
import type { Configured } from '#console/admin/kinds.ts';

/** What a tool of an editor is given. */
export interface ToolProps {
  edited: Edited;
  draft: Draft;
  saved: Configured | undefined;
}
