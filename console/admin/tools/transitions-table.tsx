import { useLabel } from '#console/admin/form/form-context.ts';
import styles from '#console/admin/places/access.module.css';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import { leadsTo, statusesOf, withAny, withWay } from '#console/admin/tools/transitions.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { Badge, EmptyState, Quiet, Stack } from '#console/ui/surface.tsx';

/** Which status leads to which: a row from each, a column to each. */
export const TransitionsTable = ({ draft }: ToolProps) => {
  const text = useText();
  const { word } = useLabel();
  const type = draft.draft;
  const statuses = statusesOf(type);
  if (statuses.length === 0) return <EmptyState title={text('admin.noStatuses')} />;
  return (
    <Stack>
      <Quiet>{text('admin.transitionsText')}</Quiet>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled by keys */}
      <section className={styles.frame} aria-label={text('admin.tab.transitions')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text('admin.fromStatus')}</th>
              <th scope="col">{text('admin.anyStatus')}</th>
              {statuses.map(({ key, name }) => (
                <th key={key} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {statuses.map(({ key: from, name, category }) => {
              const ways = leadsTo(type, from);
              return (
                <tr key={from}>
                  <th scope="row">
                    {name} <Badge>{word(category)}</Badge>
                  </th>
                  <td>
                    <Checkbox
                      aria-label={text('admin.leadsToAny', { from: name })}
                      isSelected={ways === 'any'}
                      onChange={(isAny) => draft.setDraft(withAny(type, from, isAny))}
                    />
                  </td>
                  {statuses.map(({ key: to, name: other }) => (
                    <td key={to}>
                      {to !== from && (
                        <Checkbox
                          aria-label={text('admin.leadsTo', { from: name, to: other })}
                          isSelected={ways === 'any' || ways.includes(to)}
                          onChange={(isOpen) => draft.setDraft(withWay(type, { from, to }, isOpen))}
                        />
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </Stack>
  );
};
