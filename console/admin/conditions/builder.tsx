import { Plus, Trash2 } from 'lucide-react';
import styles from '#console/admin/conditions/builder.module.css';
import { Comparison, CountNode, type NodeProps } from '#console/admin/conditions/comparison.tsx';
import {
  childrenOf,
  denied,
  emptyNode,
  type GroupKind,
  groupOf,
  isGroup,
  kindOfNode,
  type NodeKind,
  withSibling,
} from '#console/admin/conditions/condition.ts';
import { useFault, useLabel } from '#console/admin/form/form-context.ts';
import { SuggestField } from '#console/admin/form/suggest-field.tsx';
import { useKeys } from '#console/admin/form/text-value.tsx';
import { isObject, withMember } from '#console/admin/schema/json.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { Button, IconButton } from '#console/ui/button.tsx';
import { classes } from '#console/ui/classes.ts';
import { NumberField, Select } from '#console/ui/fields.tsx';
import { Menu } from '#console/ui/menu.tsx';
import { Row } from '#console/ui/surface.tsx';

const addable = ['all', 'any', 'not', 'some', 'none', 'count', 'now'] as const satisfies readonly NodeKind[];

/** Adds a comparison, or whatever else a condition may hold. */
const Adder = ({ onAdd }: { onAdd: (kind: NodeKind) => void }) => {
  const text = useText();
  const word = useWord();
  return (
    <Row>
      <Button size="small" onPress={() => onAdd('field')}>
        <Plus aria-hidden />
        {text('admin.addCondition')}
      </Button>
      <Menu
        label={text('admin.addOther')}
        trigger={
          <Button size="small" look="quiet">
            {text('admin.addOther')}
          </Button>
        }
        entries={addable.map((kind) => ({ id: kind, name: word('admin.node', kind), onPress: () => onAdd(kind) }))}
      />
    </Row>
  );
};

const Group = ({ node, path, onChange, kind }: NodeProps & { kind: GroupKind }) => {
  const text = useText();
  const word = useWord();
  const error = useFault(path);
  const children = childrenOf(node);
  const name = word('admin.node', kind);
  const set = (index: number, child: (typeof children)[number] | undefined) =>
    onChange(
      groupOf(
        kind,
        children.flatMap((one, place) => (place === index ? (child === undefined ? [] : [child]) : [one])),
      ),
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay out its legend beside a field
    <div className={classes(styles.group, kind === 'any' && styles.any)} role="group" aria-label={name}>
      <div className={styles.head}>
        <Select
          label={text('admin.holdsIf')}
          choices={(['all', 'any'] as const).map((id) => ({ id, name: word('admin.node', id) }))}
          value={kind}
          onChange={(id) => onChange(groupOf(id === 'any' ? 'any' : 'all', children))}
          error={error}
        />
      </div>
      <div className={styles.children}>
        {children.map((child, index) => {
          // Conditions have no names, so their place is all there is.
          const place = `${index}`;
          return (
            <div key={place} className={styles.row}>
              <ConditionNode
                node={isObject(child) ? child : {}}
                path={[...path, kind, index]}
                onChange={(next) => set(index, next)}
              />
              <div className={styles.removal}>
                <IconButton
                  size="small"
                  label={text('admin.removeCondition', { place: index + 1 })}
                  onPress={() => set(index, undefined)}
                >
                  <Trash2 aria-hidden />
                </IconButton>
              </div>
            </div>
          );
        })}
      </div>
      <Adder onAdd={(added) => onChange(withSibling(node, emptyNode(added)))} />
    </div>
  );
};

const related = ['alerts', 'cases', 'tasks'];

/** Some or none of what a contact has: put to each record as a whole. */
const Quantifier = ({ node, path, onChange, kind }: NodeProps & { kind: 'some' | 'none' | 'count' }) => {
  const text = useText();
  const word = useWord();
  const { word: named } = useLabel();
  const error = useFault(path);
  return (
    <div className={classes(styles.group, styles.other)}>
      {kind === 'count' ? (
        <CountNode node={node} path={path} onChange={onChange} />
      ) : (
        <div className={styles.head}>
          <Select
            label={word('admin.node', kind)}
            choices={related.map((id) => ({ id, name: named(id) }))}
            value={String(node[kind])}
            onChange={(of) => onChange({ ...node, [kind]: of })}
            error={error}
          />
          {kind === 'some' && (
            <NumberField
              label={text('admin.atLeast')}
              minValue={1}
              value={typeof node.atLeast === 'number' ? node.atLeast : Number.NaN}
              onChange={(count) => onChange(withMember(node, 'atLeast', Number.isNaN(count) ? undefined : count))}
            />
          )}
        </div>
      )}
      {isObject(node.where) ? (
        <div className={styles.row}>
          <ConditionNode
            node={node.where}
            path={[...path, 'where']}
            onChange={(where) => onChange({ ...node, where })}
          />
          <IconButton
            size="small"
            label={text('admin.removeWhere')}
            onPress={() => onChange(withMember(node, 'where', undefined))}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ) : (
        <div>
          <Button size="small" onPress={() => onChange({ ...node, where: { all: [emptyNode('field')] } })}>
            <Plus aria-hidden />
            {text('admin.addWhere')}
          </Button>
        </div>
      )}
    </div>
  );
};

/** It is working time by a calendar. */
const NowNode = ({ node, path, onChange }: NodeProps) => {
  const word = useWord();
  const { label } = useLabel();
  const keys = useKeys(['calendar']) ?? [];
  const error = useFault([...path, 'calendar']);
  return (
    <div className={classes(styles.group, styles.other)}>
      <SuggestField
        label={`${word('admin.node', 'now')}: ${label('calendar')}`}
        choices={keys}
        value={String(node.calendar ?? '')}
        onChange={(calendar) => onChange({ ...node, calendar })}
        error={error}
      />
    </div>
  );
};

/** A node of a condition, whatever its kind, with those within it. */
export const ConditionNode = ({ node, path, onChange }: NodeProps) => {
  const text = useText();
  const word = useWord();
  const kind = kindOfNode(node);
  if (isGroup(kind)) return <Group node={node} path={path} onChange={onChange} kind={kind} />;
  if (kind === 'not')
    return (
      <div className={classes(styles.group, styles.not)}>
        <div className={styles.head}>
          <strong>{word('admin.node', 'not')}</strong>
          <Button size="small" look="quiet" onPress={() => onChange(denied(node))}>
            {text('admin.undeny')}
          </Button>
        </div>
        <ConditionNode
          node={isObject(node.not) ? node.not : {}}
          path={[...path, 'not']}
          onChange={(inner) => onChange({ not: inner })}
        />
      </div>
    );
  if (kind === 'some' || kind === 'none' || kind === 'count')
    return <Quantifier node={node} path={path} onChange={onChange} kind={kind} />;
  if (kind === 'now') return <NowNode node={node} path={path} onChange={onChange} />;
  return <Comparison node={node} path={path} onChange={onChange} />;
};

/** A whole condition: one comparison, or a group that more can be added to. */
export const ConditionBuilder = ({ node, path, onChange }: NodeProps) => {
  const isAlone = !isGroup(kindOfNode(node));
  return (
    <div className={styles.children}>
      <ConditionNode node={node} path={path} onChange={onChange} />
      {isAlone && <Adder onAdd={(kind) => onChange(withSibling(node, emptyNode(kind)))} />}
    </div>
  );
};
