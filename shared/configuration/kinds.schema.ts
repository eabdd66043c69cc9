import type * as z from 'zod';
import { groupSchema } from '#shared/access/group.schema.ts';
import { ruleId, ruleSchema } from '#shared/automation/rules/rule.ts';
import { segmentSchema } from '#shared/automation/segments/segment.ts';
import { signalMappingSchema } from '#shared/automation/signals/signal-mapping.ts';
import { webhookSchema } from '#shared/automation/webhooks/webhook.schema.ts';
import { publicationSchema, workflowSchema } from '#shared/automation/workflows/workflow.schema.ts';
import { alertTypeSchema } from '#shared/casework/alerts/alert-type.ts';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { instanceSchema } from '#shared/casework/cases/instance.schema.ts';
import { prioritySchema } from '#shared/casework/priorities/priority.schema.ts';
import { recordTemplateSchema } from '#shared/casework/record-templates/record-template.schema.ts';
import { calendarSchema } from '#shared/core/calendars/calendar.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { groupKey, key } from '#shared/core/records/primitives.ts';
import { retentionPolicySchema } from '#shared/insight/retention/retention-policy.schema.ts';
import { notificationSettingsSchema } from '#shared/mail/notifications/settings.schema.ts';
import { templateSchema } from '#shared/mail/notifications/template.ts';

export const kindSchemas = {
  priorities: prioritySchema,
  groups: groupSchema,
  calendars: calendarSchema,
  instances: instanceSchema,
  templates: templateSchema,
  'notification-settings': notificationSettingsSchema,
  'alert-types': alertTypeSchema,
  'case-types': caseTypeSchema,
  'record-templates': recordTemplateSchema,
  'signal-mappings': signalMappingSchema,
  segments: segmentSchema,
  workflows: workflowSchema,
  'workflow-publications': publicationSchema,
  webhooks: webhookSchema,
  'retention-policies': retentionPolicySchema,
  rules: ruleSchema,
} as const satisfies { [K in Kind]: z.ZodType<ValueOf<K>> };

/**
 * Groups are named by the identity provider, rules made by POST have a ULID; every other key is one
 * that somebody chose.
 */
export const keyOfKind = (kind: Kind) => {
  if (kind === 'groups') return groupKey;
  return kind === 'rules' ? ruleId : key;
};
