import { lazy, Suspense } from 'react';
import type { AdminKindName } from '#console/admin/kinds.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import type { Text } from '#console/i18n/use-text.ts';
import { Skeleton } from '#console/ui/surface.tsx';
import type { TabPart } from '#console/ui/tabs.tsx';

interface Tool {
  id:
    | 'try'
    | 'transitions'
    | 'runs'
    | 'members'
    | 'preview'
    | 'calendar'
    | 'targets'
    | 'flow'
    | 'people'
    | 'deliveries'
    | 'more';
  Content: React.LazyExoticComponent<(props: ToolProps) => React.ReactNode>;
  /** Needs one that is saved already. */
  isOfSaved?: boolean;
}

const tool = (id: Tool['id'], load: () => Promise<(props: ToolProps) => React.ReactNode>): Tool => ({
  id,
  Content: lazy(() => load().then((component) => ({ default: component }))),
});
const ofSaved = (one: Tool): Tool => ({ ...one, isOfSaved: true });

const targets = tool('targets', () => import('#console/admin/tools/targets-try.tsx').then((m) => m.TargetsTry));

const tools: Partial<Record<AdminKindName, readonly Tool[]>> = {
  rules: [
    tool('try', () => import('#console/admin/tools/rule-try.tsx').then((m) => m.RuleTry)),
    ofSaved(tool('runs', () => import('#console/admin/tools/rule-runs.tsx').then((m) => m.RuleRuns))),
  ],
  segments: [
    ofSaved(tool('members', () => import('#console/admin/tools/segment-members.tsx').then((m) => m.SegmentMembers))),
  ],
  templates: [
    tool('preview', () => import('#console/admin/tools/template-preview.tsx').then((m) => m.TemplatePreview)),
  ],
  calendars: [
    tool('calendar', () => import('#console/admin/tools/calendar-view.tsx').then((m) => m.CalendarView)),
    ofSaved(targets),
  ],
  'case-types': [
    tool('transitions', () => import('#console/admin/tools/transitions-table.tsx').then((m) => m.TransitionsTable)),
    ofSaved(targets),
    ofSaved(tool('more', () => import('#console/admin/tools/case-type-acts.tsx').then((m) => m.CaseTypeActs))),
  ],
  workflows: [
    tool('flow', () => import('#console/admin/tools/workflow-publish.tsx').then((m) => m.WorkflowPublish)),
    tool('try', () => import('#console/admin/tools/workflow-simulate.tsx').then((m) => m.WorkflowSimulate)),
    ofSaved(tool('people', () => import('#console/admin/tools/enrollments.tsx').then((m) => m.Enrollments))),
  ],
  webhooks: [
    ofSaved(
      tool('deliveries', () => import('#console/admin/tools/webhook-deliveries.tsx').then((m) => m.WebhookDeliveries)),
    ),
  ],
  'retention-policies': [
    ofSaved(tool('try', () => import('#console/admin/tools/retention-run.tsx').then((m) => m.RetentionRun))),
  ],
  'signal-mappings': [tool('try', () => import('#console/admin/tools/mapping-try.tsx').then((m) => m.MappingTry))],
};

/** What can be tried with one of a kind, or seen of it, beside its form: loaded when looked at. */
export const toolsOf = (kind: AdminKindName, { text, ...props }: ToolProps & { text: Text }): TabPart[] =>
  (tools[kind] ?? [])
    .filter(({ isOfSaved }) => !isOfSaved || props.edited.key !== undefined)
    .map(({ id, Content }) => ({
      id,
      name: text(`admin.tab.${id}`),
      content: (
        <Suspense fallback={<Skeleton />}>
          <Content {...props} />
        </Suspense>
      ),
    }));
