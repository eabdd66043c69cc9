import {
  type ForeignCase,
  type ForeignReader,
  type ForeignUrgency,
  personOfText,
} from '#shared/insight/imports/foreign/foreign-case.ts';
import { ForeignMembers, isRecord, isUnsaid } from '#shared/insight/imports/foreign/members.ts';

// TheHive 5: cases as its API answers them, with the comments where somebody asked for those. Of
// people it knows analysts alone.

const urgencies: readonly ForeignUrgency[] = ['low', 'medium', 'high', 'critical'];

/** A stage says whether it is closed; the words for how it ended are the institution's own. */
const statusOf = (name: string | undefined, stage: string | undefined): ForeignCase['status'] => {
  const word = name ?? stage;
  if (word === undefined) return undefined;
  if (stage === 'Closed' || /^(TruePositive|FalsePositive|Indeterminate|Other|Duplicated|Resolved)$/.test(word))
    return { name: word, standing: word === 'Duplicated' ? 'cancelled' : 'resolved' };
  if (word === 'Deleted') return { name: word, standing: 'cancelled' };
  return { name: word, standing: stage === 'New' || word === 'New' ? 'to-do' : 'in-progress' };
};

/** Version 5 lists custom fields with their values; version 4 has an object of them by name. */
const customFields = (value: unknown): [string, unknown][] => {
  if (Array.isArray(value))
    return value.flatMap((one): [string, unknown][] =>
      isRecord(one) && !isUnsaid(one.value) ? [[String(one.name), one.value]] : [],
    );
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, held]): [string, unknown][] => {
    if (!isRecord(held)) return isUnsaid(held) ? [] : [[name, held]];
    const said = Object.entries(held).find(([key, one]) => key !== 'order' && !isUnsaid(one));
    return said ? [[name, said[1]]] : [];
  });
};

export const thehive: ForeignReader = {
  read: (record) => {
    const severity = Number(record.take('severity'));
    const label = record.text('severityLabel');
    const urgency = urgencies[severity - 1];
    record.leave('_type', 'tlpLabel', 'papLabel', 'userPermissions', 'timeToDetect', 'handlingDuration', 'newDate');
    const extra = record.take('extraData');
    const comments = [
      ...record.records('comments'),
      ...(isRecord(extra) ? new ForeignMembers(extra).records('comments') : []),
    ];
    const madeAt = record.instant('_createdAt', 'createdAt');
    const number = record.text('number', 'caseId');
    const id = record.text('_id', 'id');
    return {
      id: id ?? number,
      subject: record.text('title'),
      description: record.text('description'),
      status: statusOf(record.text('status'), record.text('stage')),
      priority: urgency || label ? { name: label ?? String(severity), urgency } : undefined,
      createdBy: personOfText(record.text('_createdBy', 'createdBy')),
      assignee: personOfText(record.text('assignee', 'owner')),
      createdAt: record.instant('startDate') ?? madeAt,
      updatedAt: record.instant('_updatedAt', 'updatedAt'),
      closedAt: record.instant('endDate', 'closedDate'),
      closing: record.text('summary'),
      tags: record.texts('tags'),
      notes: comments.map((comment) => ({
        text: comment.text('message') ?? '',
        at: comment.instant('createdAt', '_createdAt'),
        author: personOfText(comment.text('createdBy', '_createdBy')),
        public: false,
      })),
      more: [
        ...(number === undefined || id === undefined ? [] : [['number', number] as [string, unknown]]),
        ...customFields(record.take('customFields')),
        ...(isRecord(extra)
          ? Object.entries(extra).filter(([name, value]) => name !== 'comments' && !isUnsaid(value))
          : []),
        ...record.rest(),
      ],
    };
  },
};
