import type { AlertType } from '#shared/casework/alerts/alert-type.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';

/**
 * The definition of an alert: its type, the priorities there are, and the calendar of its due date.
 */
export interface AlertDefinition {
  key: string;
  version: number;
  type: AlertType;
  priorities: readonly string[];
  /** Keys of those that take no new records. */
  disabledPriorities: ReadonlySet<string>;
  calendar?: CompiledCalendar | undefined;
}
