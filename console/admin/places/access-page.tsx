import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import { useLabel } from '#console/admin/form/form-context.ts';
import { type AdminKind, keyOf, kindNamed, kindQuery, nameOf } from '#console/admin/kinds.ts';
import styles from '#console/admin/places/access.module.css';
import { accessTable, groupsOf, nameOfRole, type TypeWithGroups } from '#console/admin/places/access.ts';
import { PlacePage } from '#console/admin/places/place-page.tsx';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Failure } from '#console/ui/failure.tsx';
import { Badge, EmptyState, Quiet, Skeleton } from '#console/ui/surface.tsx';

const caseTypes = kindNamed('case-types') as AdminKind;
const alertTypes = kindNamed('alert-types') as AdminKind;
const groupKind = kindNamed('groups') as AdminKind;

/** Stands for anybody among the starters, and is no group of the directory. */
const strangers = 'anonymous';

/** Who may do what: what each group may with the cases and alerts of each type. */
export const AccessPage = () => {
  const text = useText();
  const { label, word } = useLabel();
  const api = useApi();
  const cases = useQuery(kindQuery(api, caseTypes));
  const alerts = useQuery(kindQuery(api, alertTypes));
  const groups = useQuery(kindQuery(api, groupKind));
  const error = cases.error ?? alerts.error ?? groups.error;
  const typed = (kind: TypeWithGroups['kind'], list: typeof cases.data = []): TypeWithGroups[] =>
    list.map((one) => ({ kind, key: keyOf(one), name: nameOf(one), groups: groupsOf(one) }));
  const types = [...typed('case-types', cases.data), ...typed('alert-types', alerts.data)];
  const table = accessTable(types);
  const nameOfGroup = (key: string): string => {
    const found = groups.data?.find((one) => keyOf(one) === key);
    return found ? nameOf(found) : word(key);
  };
  const nameOfRight = (right: string): string => {
    const role = nameOfRole(right);
    return role === undefined ? label(right) : `${label('role')}: ${role}`;
  };
  return (
    <PlacePage title={text('admin.place.access')} about={text('admin.placeAbout.access')}>
      {error && <Failure error={error} />}
      {!error && (!cases.data || !alerts.data) && <Skeleton />}
      {cases.data && alerts.data && table.size === 0 && <EmptyState title={text('admin.noGroups')} />}
      {cases.data && alerts.data && table.size > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled by keys
        <section className={styles.frame} aria-label={text('admin.place.access')} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{label('group')}</th>
                {types.map(({ kind, key, name }) => (
                  <th key={`${kind}/${key}`} scope="col">
                    <Link href={`/admin/${kind}/${key}`}>{name}</Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...table].map(([group, rights]) => (
                <tr key={group}>
                  <th scope="row">
                    {group === strangers ? (
                      nameOfGroup(group)
                    ) : (
                      <Link href={`/admin/groups/${encodeURIComponent(group)}`}>{nameOfGroup(group)}</Link>
                    )}
                  </th>
                  {types.map(({ kind, key }) => (
                    <td key={`${kind}/${key}`}>
                      <span className={styles.rights}>
                        {(rights.get(`${kind}/${key}`) ?? []).map((right) => (
                          <Badge key={right} tone="brand">
                            {nameOfRight(right)}
                          </Badge>
                        ))}
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Quiet>{text('admin.accessNote')}</Quiet>
    </PlacePage>
  );
};
