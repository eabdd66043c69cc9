import type { ReactNode } from 'react';
import type { Draft, Edited } from '#console/admin/editor/use-draft.ts';
import { FormContext, idAt, ValueFieldContext } from '#console/admin/form/form-context.ts';
import { Members } from '#console/admin/form/object-value.tsx';
import { ValueField } from '#console/admin/form/value-field.tsx';
import { pointerOfKey } from '#console/admin/kinds.ts';
import { isObject } from '#console/admin/schema/json.ts';
import { type JsonSchema, resolve, type Schemas } from '#console/admin/schema/shape.ts';
import { asKey } from '#console/admin/schema/words.ts';
import { useText } from '#console/i18n/use-text.ts';
import { TextField } from '#console/ui/fields.tsx';
import { Card, Stack } from '#console/ui/surface.tsx';

interface EditorFormProps {
  edited: Edited;
  draft: Draft;
  schema: JsonSchema;
  schemas: Schemas;
}

/** What the whole is about, where it says so: `for` of a rule, `kind` of a policy. */
const about = ({ for: of }: { for?: unknown }): string | undefined => {
  if (typeof of === 'string') return of;
  return isObject(of) && typeof of.kind === 'string' ? of.kind : undefined;
};

/** Says to the fields within what is being written as a whole, and what is wrong with it. */
export const DraftContext = (
  props: Pick<EditorFormProps, 'edited' | 'draft' | 'schemas'> & { children: ReactNode },
) => {
  const { edited, draft, schemas, children } = props;
  const { draft: whole, faults, unread, keepUnread } = draft;
  const { kind } = edited.kind;
  return (
    <FormContext.Provider value={{ schemas, faults, whole, unread, keepUnread, of: about(whole), kind }}>
      {children}
    </FormContext.Provider>
  );
};

/** The form of one of a kind, drawn from its schema. */
export const EditorForm = ({ edited, draft, schema, schemas }: EditorFormProps) => {
  const text = useText();
  const { properties = {}, required = [] } = resolve(schema, schemas);
  const pointer = pointerOfKey(edited.kind);
  const asksKey = edited.key === undefined && !edited.kind.create;
  const change: Draft['setDraft'] = (next) => {
    const before = String(draft.draft.name ?? draft.draft.title ?? '');
    const name = String(next.name ?? next.title ?? '');
    // Groups are called what the identity provider calls them, so their key is not made up.
    const follows = draft.newKey === '' || draft.newKey === asKey(before);
    if (asksKey && edited.kind.kind !== 'groups' && follows) draft.setNewKey(asKey(name));
    draft.setDraft(next);
  };
  return (
    <DraftContext edited={edited} draft={draft} schemas={schemas}>
      <ValueFieldContext.Provider value={ValueField}>
        <Stack>
          {asksKey && (
            <Card>
              <div id={idAt(pointer)}>
                <TextField
                  label={text('admin.key')}
                  hint={text('admin.keyHint')}
                  value={draft.newKey}
                  onChange={draft.setNewKey}
                  error={draft.faults.find((fault) => fault.pointer === pointer)?.detail}
                  isRequired
                />
              </div>
            </Card>
          )}
          <Members properties={properties} required={required} path={[]} value={draft.draft} onChange={change} />
        </Stack>
      </ValueFieldContext.Provider>
    </DraftContext>
  );
};
