import { type ComponentType, createContext, useContext } from 'react';
import { useIntl } from 'react-intl';
import type { ProblemFault } from '#client/client.ts';
import type { AdminKindName } from '#console/admin/kinds.ts';
import type { Json, JsonObject, JsonPath } from '#console/admin/schema/json.ts';
import { pointerOf } from '#console/admin/schema/json.ts';
import type { JsonSchema, Schemas } from '#console/admin/schema/shape.ts';
import { inWords } from '#console/admin/schema/words.ts';

/** What every field of a form may ask for. */
export interface FormSurroundings {
  schemas: Schemas;
  faults: readonly ProblemFault[];
  /** The value as a whole, for fields that refer to what else is in it. */
  whole: JsonObject;
  /** What the whole is about, where it says so: `case`, `alert`. */
  of?: string | undefined;
  kind?: AdminKindName | undefined;
  /** Texts that are no JSON yet, by the pointers of what they are to be. */
  unread: Unread;
  keepUnread: (pointer: string, text: string | undefined) => void;
}

export type Unread = Readonly<Record<string, string>>;

export const FormContext = createContext<FormSurroundings>({
  schemas: {},
  faults: [],
  whole: {},
  unread: {},
  keepUnread: () => {},
});
export const useForm = (): FormSurroundings => useContext(FormContext);

/** A field of a form that is drawn from a schema. */
export interface ValueProps {
  schema: JsonSchema;
  /** Where the value is within the whole. */
  path: JsonPath;
  label: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  isRequired: boolean;
}

/** Draws a value of any kind. Parts that hold others find it here, since it draws them, too. */
export const ValueFieldContext = createContext<ComponentType<ValueProps>>(() => null);
export const useValueField = (): ComponentType<ValueProps> => useContext(ValueFieldContext);

/** The id of the element that holds the field at a pointer, so that a fault can lead to it. */
export const idAt = (pointer: string): string => `field${pointer}`;

/** What was found wrong with the very value at a path. */
export const useFault = (path: JsonPath): string | undefined => {
  const pointer = pointerOf(path);
  const found = useForm().faults.filter((fault) => fault.pointer === pointer);
  return found.length === 0 ? undefined : found.map(({ detail }) => detail).join(' ');
};

/** How many faults are at a path or below. */
export const useFaultCount = (path: JsonPath): number => {
  const pointer = pointerOf(path);
  return useForm().faults.filter((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))
    .length;
};

/** The label of a member by its name in the API, and the words of its values. */
export const useLabel = () => {
  const { messages } = useIntl();
  const said = (key: string): string | undefined => {
    const message = messages[key];
    return typeof message === 'string' ? message : undefined;
  };
  return {
    label: (name: string) => said(`admin.field.${name}`) ?? inWords(name),
    hint: (name: string) => said(`admin.hint.${name}`),
    word: (value: string) => said(`admin.word.${value}`) ?? inWords(value),
  };
};
