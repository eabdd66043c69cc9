import type { Draft, Edited } from '#console/admin/editor/use-draft.ts';
import type { AdminKindName, Configured } from '#console/admin/kinds.ts';
import type { Text } from '#console/i18n/use-text.ts';
import type { TabPart } from '#console/ui/tabs.tsx';

/** What a tool of an editor is given. */
export interface ToolProps {
  edited: Edited;
  draft: Draft;
  saved: Configured | undefined;
}

/** What can be tried with one of a kind, or seen of it, beside its form. */
export const toolsOf = (_kind: AdminKindName, _props: ToolProps & { text: Text }): TabPart[] => [];
