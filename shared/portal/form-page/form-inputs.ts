import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import type { JsonObject } from '#shared/core/http/json-schemas.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { own } from '#shared/core/records/own.ts';
import { largestForm } from '#shared/portal/form.schema.ts';
import { shownIfOf } from '#shared/portal/form.ts';
import type { FormMessage, FormWords } from '#shared/portal/form-page/words.ts';

// The inputs of the plain form of a case type, and what is wrong with them in words.

/** How an input is filled in. */
export type FormControl =
  | 'line'
  | 'lines'
  | 'email'
  | 'phone'
  | 'link'
  | 'integer'
  | 'decimal'
  | 'date'
  | 'instant'
  | 'yes-no'
  | 'one-of'
  | 'some-of'
  | 'files';

export interface FormInput {
  /** Where its value stands in the body; joined by dots, the name by which a browser sends it. */
  path: readonly string[];
  label: string;
  help?: string | undefined;
  control: FormControl;
  isRequired: boolean;
  /** When it is asked for, in words, for who has no script. */
  onlyIf?: string | undefined;
  /** The same as a schema of all fields, by which the script of the form shows and hides it. */
  shownIf?: JsonObject | undefined;
  /** Whether it is required where it is asked for. */
  isRequiredIfShown?: boolean;
  /** The types of the files that it takes. */
  accept?: readonly string[];
  options?: readonly { key: string; name: string }[];
  /** What a browser may fill in by itself. */
  autocomplete?: string;
  /** As a browser would send it. */
  preset?: readonly string[];
}

export interface FormSection {
  title: string;
  help?: string;
  inputs: readonly FormInput[];
}

export const inputName = ({ path }: Pick<FormInput, 'path'>): string => path.join('.');

const controls: Partial<Record<FieldDefinition['type'], FormControl>> = {
  text: 'line',
  'long-text': 'lines',
  integer: 'integer',
  decimal: 'decimal',
  date: 'date',
  'date-time': 'instant',
  boolean: 'yes-no',
  choice: 'one-of',
  choices: 'some-of',
  email: 'email',
  phone: 'phone',
  link: 'link',
};

/** Under which condition a field is asked for, in words. */
const conditionInWords = (condition: Condition, fields: readonly FieldDefinition[], { say }: FormWords): string => {
  if (!('field' in condition)) return say('ifApplies');
  const field = fields.find(({ key }) => condition.field === `case.fields.${key}`);
  const values = condition.op === 'is' ? [condition.value] : condition.op === 'in' ? condition.value : undefined;
  if (!field || !Array.isArray(values)) return say('ifApplies');
  const named = values.map((value) => {
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
    return field.options?.find(({ key }) => key === value)?.name ?? String(value);
  });
  return say('onlyIf', { field: field.name, values: named.join(say('or')) });
};

const presetOf = (value: unknown): readonly string[] | undefined => {
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || typeof value === 'object' ? undefined : [String(value)];
};

/** The inputs of a field: one, but for money and places. */
const inputsOfField = (
  field: FieldDefinition,
  { fields, words, zone }: { fields: readonly FieldDefinition[]; words: FormWords; zone: string },
): FormInput[] => {
  const { key, name, type } = field;
  const { say } = words;
  const path = ['fields', key];
  const isOwed = field.required && field.default === undefined;
  const helps = [field.help, type === 'date-time' ? say('timeIn', { zone }) : undefined];
  const help = helps.filter((one) => one !== undefined).join(' ') || undefined;
  const when = field.shownWhen && {
    onlyIf: conditionInWords(field.shownWhen, fields, words),
    shownIf: shownIfOf(fields)(field.shownWhen),
    isRequiredIfShown: isOwed,
  };
  const common = { help, isRequired: isOwed && !when, ...when };
  if (type === 'address') return [{ ...common, path: [...path, 'text'], label: name, control: 'line' }];
  if (type === 'money')
    return [
      { ...common, path: [...path, 'amount'], label: say('amount', { field: name }), control: 'line' },
      {
        ...common,
        help: undefined,
        onlyIf: undefined,
        path: [...path, 'currency'],
        label: say('currency', { field: name }),
        control: 'line',
      },
    ];
  const preset = presetOf(field.default);
  return [
    {
      ...common,
      path,
      label: name,
      control: controls[type] ?? 'line',
      ...(field.options && { options: field.options }),
      ...(preset && { preset }),
    },
  ];
};

/**
 * All that the form of a type asks for, in parts. `type`: as strangers fill in its fields; `zone`:
 * whose clock its instants are read by.
 */
export const formSections = (type: CaseType, words: FormWords, zone: string): FormSection[] => {
  const { say } = words;
  const fields = type.fields.filter(({ visibleToRequester }) => visibleToRequester);
  const asked = (path: string, control: FormControl, more: Partial<FormInput> = {}): FormInput => ({
    path: path.split('.'),
    label: say(path as FormMessage),
    control,
    isRequired: false,
    ...more,
  });
  const required = { isRequired: true };
  return [
    {
      title: say('aboutYou'),
      ...(type.publicForm.identity === 'hidden' && { help: say('hidden') }),
      inputs: [
        asked('contact.name', 'line', { ...required, autocomplete: 'name' }),
        asked('contact.email', 'email', { ...required, autocomplete: 'email', help: say('contact.email.help') }),
        asked('contact.phone', 'phone', { autocomplete: 'tel' }),
      ],
    },
    {
      title: say('aboutIt'),
      inputs: [
        asked('subject', 'line', required),
        asked('description', 'lines'),
        ...fields.flatMap((field) => inputsOfField(field, { fields, words, zone })),
        ...filesInput(type, words),
      ],
    },
    {
      title: say('where'),
      help: say('location.help'),
      inputs: [
        asked('location.address', 'line', { autocomplete: 'street-address' }),
        asked('location.lat', 'decimal'),
        asked('location.lon', 'decimal'),
      ],
    },
    ...(type.onBehalfOf
      ? [
          {
            title: say('forOther'),
            help: say('forOtherHelp'),
            inputs: [
              asked('onBehalfOf.name', 'line', { autocomplete: 'off' }),
              asked('onBehalfOf.email', 'email', { autocomplete: 'off' }),
              asked('onBehalfOf.phone', 'phone', { autocomplete: 'off' }),
            ],
          },
        ]
      : []),
  ];
};

/** Files that go along: as many and of such types as the type takes of requesters. */
const filesInput = ({ files: { requester } }: CaseType, { say }: FormWords): FormInput[] =>
  requester.maxCount === 0
    ? []
    : [
        {
          path: ['files'],
          label: say('filesLabel'),
          help: say('filesHelp', { size: String(largestForm / 2 ** 20) }),
          control: 'files',
          isRequired: false,
          accept: requester.types,
        },
      ];

/** The input that a fault is about: that of its pointer, or of a part or the whole of it. */
export const inputAt = (inputs: readonly FormInput[], pointer: string): FormInput | undefined => {
  const pointerTo = ({ path }: FormInput) => `/${path.join('/')}`;
  return (
    inputs.find((input) => pointer === pointerTo(input) || pointer.startsWith(`${pointerTo(input)}/`)) ??
    inputs.find((input) => pointerTo(input).startsWith(`${pointer}/`))
  );
};

const wrongAs: Partial<Record<FormControl, FormMessage>> = {
  email: 'fault.email',
  phone: 'fault.phone',
  link: 'fault.link',
  integer: 'fault.number',
  decimal: 'fault.number',
  date: 'fault.date',
  instant: 'fault.date',
  'one-of': 'fault.choice',
  'some-of': 'fault.choice',
  'yes-no': 'fault.choice',
};
const wrongFiles = {
  'too-large': 'fault.fileTooLarge',
  'type-not-allowed': 'fault.fileType',
  'too-many-files': 'fault.tooManyFiles',
} as const satisfies Record<string, FormMessage>;
const isNumber = (control: FormControl): boolean => control === 'integer' || control === 'decimal';

/** What is wrong with an input, for the person who filled it in. */
export const faultInWords = (control: FormControl, code: string, { say }: FormWords): string => {
  if (control === 'files') return say(own<FormMessage>(wrongFiles, code) ?? 'fault.other');
  if (code === 'required' || code === 'blank') return say('fault.required');
  if (code === 'hidden-field' || code === 'unknown-field') return say('fault.hidden');
  if (code === 'too-large' || code === 'too-small')
    return say(isNumber(control) ? 'fault.outOfRange' : 'fault.tooLong');
  return say(wrongAs[control] ?? 'fault.other');
};
