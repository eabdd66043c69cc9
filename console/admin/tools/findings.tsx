import { useLabel } from '#console/admin/form/form-context.ts';
import { pathOf } from '#console/admin/schema/json.ts';
import { faultsInWords } from '#console/i18n/refusal-words.ts';
import { useRefusalWords } from '#console/i18n/use-refusal-words.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Banner } from '#console/ui/surface.tsx';

export interface Finding {
  pointer?: string | undefined;
  code: string;
  detail: string;
  values?: Record<string, string | number>;
  example?: Record<string, unknown> | undefined;
}

interface FindingsProps {
  findings: readonly Finding[];
  tone: 'danger' | 'warn';
  /** How a pointer reads, where it leads through more than one configuration. */
  whereOf?: (pointer: string) => string;
}

/** What is wrong or odd, each with where it is. */
export const Findings = ({ findings: given, tone, whereOf }: FindingsProps) => {
  const text = useText();
  const { label } = useLabel();
  const findings = faultsInWords(useRefusalWords(), given);
  if (findings.length === 0) return null;
  const where = (pointer: string) =>
    whereOf?.(pointer) ??
    pathOf(pointer.replace(/^\/rule/, ''))
      .map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : label(step)))
      .join(' › ');
  return (
    <Banner tone={tone}>
      <div>
        <strong>{text(tone === 'danger' ? 'admin.errors' : 'admin.warnings', { count: findings.length })}</strong>
        <ul>
          {findings.map(({ pointer, code, detail, example }) => (
            <li key={`${pointer} ${code} ${detail}`}>
              {pointer !== undefined && <strong>{where(pointer)}: </strong>}
              {detail}
              {example && <code> {JSON.stringify(example)}</code>}
            </li>
          ))}
        </ul>
      </div>
    </Banner>
  );
};
